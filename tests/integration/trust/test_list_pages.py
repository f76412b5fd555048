"""Every page asks as many questions with many rows as with few, and at most six."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contracts.actions.agreements import make_agreement, make_commitment
from contracts.domain.commitment import SUBSIDIE, NewCommitment, YearAmount
from contracts.foundation import database
from contracts.foundation.period import Quarter
from contracts.queries.terms import commitment_now
from contracts.tables.amendment import AgreementOption, Amendment, ContractContact, ContractDocument
from kpi.actions import dialogues
from kpi.actions.dialogues.changing import Plan
from kpi.actions.dialogues.participants import add_guest
from kpi.actions.dialogues.series import begin_series
from kpi.actions.reports import open_report
from kpi.domain.dialogue_series import WEEKS, Rhythm
from kpi.domain.reporting_period import of_quarter
from kpi.tables.deviation import Deviation, Evidence, Finding
from kpi.tables.edition import SummaryEdition
from kpi.tables.indicator import Indicator
from portal.extensions import db
from tests.integration.trust.conftest import invite_somebody
from tests.support.attacker import begin_session
from tests.support.authorization import OWN, Matrix
from tests.support.figures import measured
from tests.support.oracle import MEANING
from tests.support.portal_queries import counted_requests
from tests.support.whole_world import AT, Whole
from tests.support.world import _member, dates

MANY = 20
MOST = 6
NOT_YET = {  # `make prove` shows the figure in red until these are mended
    "provider.tasks": 7,  # identity, report, cells, earlier cells, places, flows, events
    "provider.check": 8,  # identity, report, cells, history, places, flows, confirmations, corrections
    "provider.contract_course": 7,  # identity, contract, commitments, realised, tariffs, steps, occupancy
    "management.what_if": 10,  # identity, years, lines, commitments, allocations, and the five of the expectations
    "management.report": 8,  # identity, history, cells, earlier cells, places, flows, moves, burden
}


def _grow(app: Flask, whole: Whole) -> None:
    """Twenty more of everything that any page lists."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        _grow_evidence(session, whole)
        _grow_contracts(session, whole)
        for number in range(MANY):
            _grow_people_and_money(session, whole, number)
            _grow_reports(session, whole, number)
            _grow_dialogue(session, whole, number)
        _grow_deviations(session, whole)
        _grow_editions(session)
        session.commit()
        db.session.remove()
    for _ in range(MANY):
        begin_session(app, whole.people["invoerder"])


def _grow_evidence(session: Session, whole: Whole) -> None:
    row = {"deviation_id": whole.deviations["linde"], "at": AT, "person_name": "Proef", "organisation_name": "Proef", "media_type": "text/plain"}
    for number in range(MANY):
        session.add(Evidence(file_name=f"{number}.txt", size=1, sha256=f"{number:064}", content=b"x", **row))


def _grow_people_and_money(session: Session, whole: Whole, number: int) -> None:
    linde = whole.world.organisations["linde"]
    _member(session, f"extra{number}", linde, "invoerder", AT)
    runs = {"starts_on": date(2024, 1, 1), "ends_on": date(2026, 12, 31)}
    new = NewCommitment(
        linde, None, SUBSIDIE, f"SUB-EXTRA-{number}", f"Extra subsidie {number}", "eerste-opvang", years=(YearAmount(2024, 100_00),), **runs
    )
    make_commitment(session, new=new, by=whole.people["subsidiebeheerder"].as_actor(), at=AT)


def _grow_contracts(session: Session, whole: Whole) -> None:
    """Raamovereenkomsten; and of the ones there are versions, options, people and papers."""
    linde, by = whole.world.organisations["linde"], whole.people["contractmanager"].as_actor()
    runs = {"starts_on": date(2026, 1, 1), "ends_on": date(2028, 12, 31), "by": by, "at": AT}
    for number in range(MANY):
        make_agreement(session, provider_id=linde, reference=f"RO-EXTRA-{number}", name=f"Extra {number}", **runs)
        session.add(
            AgreementOption(
                agreement_id=whole.agreements["linde"], position=number + 2, length=1, length_unit="jaar", notice=6, notice_unit="maanden"
            )
        )
    for key, subject in (("commitment_id", whole.world.commitments["arrangement"]), ("agreement_id", whole.agreements["linde"])):
        terms = commitment_now(session, commitment_id=whole.world.commitments["arrangement"]).terms
        for number in range(MANY):
            at = {"at": AT, "person_name": "Proef", key: subject}
            session.add(Amendment(number=number + 10, effective_on=date(2026, 1, 1), reason="Proef", content=terms.text, **at))
            session.add(
                ContractDocument(file_name=f"{number}.txt", size=1, sha256=f"{number:064}", content=b"x", kind="brief", media_type="text/plain", **at)
            )
            session.add(ContractContact(side="gemeente", name=f"Proef {number}", **{key: subject}))


def _grow_reports(session: Session, whole: Whole, number: int) -> None:
    period, by = Quarter(2019, 1).shift(number), whole.people["invoerder"].as_actor()
    open_report(session, provider_id=whole.world.organisations["linde"], period=of_quarter(period), dates=dates(period), by=by, at=AT)


def _grow_dialogue(session: Session, whole: Whole, number: int) -> None:
    by, linde = whole.people["contractmanager"].as_actor(), whole.world.organisations["linde"]
    dialogues.plan_session(session, provider_id=linde, title=f"Extra {number}", planned_at=AT + timedelta(days=number), place="", by=by, at=AT)
    told = {"viewer_provider_id": None, "by": by, "at": AT}
    guest = {"name": f"Gast {number}", "email": f"gast{number}@voorbeeld.example", "partner": "GGD"}
    add_guest(session, session_id=whole.sessions["linde"], by=by, at=AT, **guest)
    plan = Plan(f"Reeks {number}", AT + timedelta(days=90 + number), 90, "")
    begin_series(session, provider_id=linde, plan=plan, rhythm=Rhythm(1, WEEKS), times=1, by=by, at=AT)
    owner = {"owner_organisation": by.organisation_name, "owner_name": by.name, "due_on": date(2027, 1, 15)}
    dialogues.make_action_point(session, session_id=whole.sessions["linde"], text=f"Extra afspraak {number}", **owner, **told)


def _grow_deviations(session: Session, whole: Whole) -> None:
    taken = set(session.scalars(select(Deviation.indicator_code).where(Deviation.report_id == whole.reports["linde"])))
    codes = [code for code in session.scalars(select(Indicator.code).order_by(Indicator.code)) if code not in taken][:MANY]
    for code in codes:
        row = {"report_id": whole.reports["linde"], "provider_id": whole.world.organisations["linde"], "period": "2026-K3", "severity": 2}
        made = Deviation(indicator_code=code, found_at=datetime(2026, 10, 20, tzinfo=UTC), **row)
        session.add(made)
        session.flush()
        said = {"sentence": "Het cijfer is 41%. De norm is 50%.", "shared_sentence": "Het cijfer is 41%. De norm is 50%."}
        session.add(Finding(deviation_id=made.id, position=0, rule="norm", nature="contractual", severity=2, **said))


def _grow_editions(session: Session) -> None:
    one = session.execute(select(SummaryEdition.__table__)).mappings().first()
    assert one is not None
    for number in range(MANY):
        period = Quarter(2019, 1).shift(number).code
        session.execute(insert(SummaryEdition), [{**{key: value for key, value in one.items() if key != "id"}, "period": period, "edition": 1}])


def _counts(matrix: Matrix) -> dict[str, int]:
    """How many questions each page asks, for somebody who may see it."""
    found = {}
    for rule in matrix.rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            for identity in MEANING[rule.endpoint].who - {"visitor", "ended"}:
                with counted_requests(matrix.app) as sent:
                    answer = matrix.browsers[identity].send("GET", matrix.examples.path(rule, identity, OWN))
                if answer.status_code == 200:
                    found[f"{rule.endpoint} as {identity}"] = len(sent)
    return found


@pytest.fixture
def before_and_after(portal: Flask, whole: Whole) -> tuple[dict[str, int], dict[str, int]]:
    """Every page before and after the world grew."""
    invite_somebody(portal, whole)
    matrix = Matrix(portal, whole)
    before = _counts(matrix)
    _grow(portal, whole)
    return before, _counts(matrix)


@pytest.mark.short_on_sqlite
def test_no_page_asks_more_when_there_is_more(before_and_after: tuple[dict[str, int], dict[str, int]]) -> None:
    before, after = before_and_after
    grown = {page: (before[page], after[page]) for page in before if before[page] != after.get(page)}
    too_many = {page: count for page, count in after.items() if count > NOT_YET.get(page.partition(" ")[0], MOST)}
    measured("pages counted", len(after))
    measured("pages that ask more with more rows", len(grown))
    measured("most queries of a page", max(after.values()))
    assert grown == {}
    assert too_many == {}
