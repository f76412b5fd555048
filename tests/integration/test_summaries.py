"""The whole way of a summary: made of reports, protected, tested, signed, published and read back. On both databases; and the wall at its end."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Location, Municipality, Organisation
from kpi.actions import publication_making, publishing
from kpi.actions.publication_making import TOO_FEW, make
from kpi.domain.disclosure import protect
from kpi.domain.disclosure.problem import Problem
from kpi.domain.disclosure.protect import Protection
from kpi.domain.people import ELSEWHERE
from kpi.domain.publication import attempt, joint
from kpi.domain.publication.choice import Ages, Choice, Forms, Municipalities
from kpi.domain.publication.fixed_providers import MISSING
from kpi.domain.publication.joint import Outcome
from kpi.queries import summaries
from kpi.queries.advice_follow_up import answered_since
from kpi.queries.publication_history import told_of_advice_until
from kpi.queries.publishing import find_draft
from kpi.tables.edition import SummaryEdition
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.people import PeopleCount
from kpi.tables.report import Report, ReportValue
from tests.factories import advice
from tests.factories import figures as f
from tests.factories.figures import NOW, QUARTER, actor
from tests.factories.publication import FATIMA
from tests.support.published import AGE_BANDS, kept_truths, publish

BY = {"by": actor("Jo Willems"), "at": NOW}
FINE = {"choice": Choice(), "age_bands": AGE_BANDS, "at": NOW}


def quarter(session: Session, providers: list[Organisation], *, period: Quarter = QUARTER, more: int = 0) -> None:
    """Accepted reports of these aanbieders, with cells, flow, places and people."""
    version = session.scalars(select(IndicatorVersion)).first() or f.indicator(session, "NZ-01", name="Woning binnen een jaar")
    form = f.care_form(session)
    gemeente = session.scalars(select(Municipality)).first() or f.saved(
        session, Municipality(code="0935", name="Maastricht", is_centre=True, source="test")
    )
    for number, provider in enumerate(providers, start=1):
        report = f.report(session, provider, period=period)
        f.cell(session, report, version, str(10 * number + more), "100")
        f.flow(session, report, form, begin=100, inflow=9, through_in=3, through_out=4, outflow=5 + more)
        f.capacity(session, report, form, occupied=50, free=6, closed=4, waiting=7)
        _people(session, report, [gemeente.code, ELSEWHERE.code], 103 - more, number)


def _people(session: Session, report: Report, gemeenten: list[str], everybody: int, number: int) -> None:
    cells = [(gemeente, band.code) for gemeente in gemeenten for band in AGE_BANDS]
    counts = {cell: (5 * place + 3 * number) % 7 for place, cell in enumerate(cells)}
    counts[cells[3]] += everybody - sum(counts.values())
    for (gemeente, age), people in counts.items():
        told = {"care_form_code": "verblijf", "municipality_code": gemeente, "age_group": age, "people": people}
        f.saved(session, PeopleCount(report_id=report.id, **told))


def _other_side(truth: Fraction, rounded: Fraction) -> Fraction:
    """The other multiple of five beside a figure."""
    return rounded if truth % 5 == 0 else rounded - 5 if rounded > truth else rounded + 5


def four(session: Session) -> list[Organisation]:
    return [f.organisation(session) for _ in range(4)]


def test_publish_and_read_back(session: Session) -> None:
    quarter(session, four(session))
    made = make(session, period=QUARTER, **FINE)
    publish(session, period=QUARTER, **BY)
    session.expire_all()
    read = summaries.edition(session, period=QUARTER)
    assert (read.edition, read.is_intact, read.published_at, read.content) == (1, True, NOW, made.content)
    assert (made.verdict.is_safe, made.verdict.attackers, made.verdict.editions) == (True, 4, 0)
    moved, places = read.content.movement, read.content.places
    assert abs((moved.begin or 0) - 400) < 5 and abs((moved.end or 0) - 416) < 25 and abs((places.occupied or 0) - 200) < 5
    assert [one.key for one in read.content.tables] == ["gemeente-voorziening", "gemeente-leeftijd", "voorziening-leeftijd"]
    shown = [cell for table in read.content.tables for row in table.cells for cell in row if cell is not None]
    assert shown and all(cell % 5 == 0 for cell in shown)
    assert [line.edition for line in summaries.editions(session)] == [1]


def test_no_name_and_no_free_text_is_in_the_content(session: Session) -> None:
    quarter(session, four(session))
    publish(session, period=QUARTER, **BY)
    content = session.scalars(select(SummaryEdition.content)).one()
    names = [*session.scalars(select(Organisation.name)), *session.scalars(select(Organisation.slug)), *session.scalars(select(Location.name))]
    assert len(names) == 12
    for secret in [*names, "Geheime toelichting", "Sam Peters", "Jo Willems"]:
        assert secret not in content


def test_only_accepted_reports_count_and_three_are_needed(session: Session) -> None:
    providers = four(session)
    quarter(session, providers)
    first, second, *_ = session.scalars(select(Report).order_by(Report.id))
    first.state = "in beoordeling"
    session.flush()
    three = make(session, period=QUARTER, **FINE)
    assert three.content is not None and (three.content.providers_counted, three.content.providers_expected) == (3, 4)
    second.state = "in beoordeling"
    session.flush()
    with pytest.raises(Refused) as refused:
        make(session, period=QUARTER, **FINE)
    assert refused.value.reason == TOO_FEW


def test_a_later_edition_counts_the_aanbieders_of_the_first(session: Session) -> None:
    """Otherwise the second minus the first would be the figures of the one who joined."""
    quarter(session, four(session))
    late, *rest = session.scalars(select(Report).order_by(Report.id))
    late.state = "in beoordeling"
    session.flush()
    publish(session, period=QUARTER, **BY)
    late.state = "geaccepteerd"
    session.flush()
    again = make(session, period=QUARTER, **FINE)
    assert again.content is not None and again.content.providers_counted == 3
    assert again.text == session.scalars(select(SummaryEdition.content)).one(), "nothing that was published moves by who joined"
    rest[0].state = "wijziging gevraagd"
    session.flush()
    with pytest.raises(Refused) as refused:
        make(session, period=QUARTER, **FINE)
    assert refused.value.reason == MISSING


def test_the_next_quarter_is_tested_and_compared_with_the_published_one(session: Session) -> None:
    providers = four(session)
    quarter(session, providers, period=QUARTER.previous)
    publish(session, period=QUARTER.previous, **BY)
    quarter(session, providers, more=8)
    made = make(session, period=QUARTER, **FINE)
    assert made.content is not None and made.verdict.editions == 1
    assert [point for trend in made.content.trends for point, _ in trend.points][:2] == [QUARTER.previous.code, QUARTER.code]
    withdrawn = session.scalars(select(SummaryEdition)).one()
    withdrawn.state = "ingetrokken"
    session.flush()
    unread = make(session, period=QUARTER, **FINE)
    assert unread.content is not None and not unread.content.trends, "nobody can read it any more, so it is not compared with"
    assert unread.verdict.editions == 1, "who read it still knows it, so it is tested with"


@pytest.mark.parametrize("choice", [Choice(Municipalities.CENTRE_AND_OTHERS, Forms.GROUPS, Ages.TWO), Choice(ages=Ages.TWO)])
def test_a_coarser_choice_has_fewer_columns(session: Session, choice: Choice) -> None:
    quarter(session, four(session))
    fine, coarse = (make(session, period=QUARTER, choice=one, age_bands=AGE_BANDS, at=NOW).content for one in (Choice(), choice))
    assert fine is not None and coarse is not None
    assert len(coarse.tables[1].columns) < len(fine.tables[1].columns)


def _changed_since(session: Session) -> None:
    """A first edition is out; since then one KPI changed."""
    quarter(session, four(session))
    publish(session, period=QUARTER, **BY)
    for cell in session.scalars(select(ReportValue)):
        cell.numerator = cell.numerator + 1 if cell.numerator is not None else None
    session.flush()


def _rounded_anew(problem: Problem) -> Problem:
    """Every figure on the other side of the truth: a reader of both editions knows more than either tells."""
    truth = {cell.id: cell.value for cell in problem.cells}
    return replace(problem, rounded={name: _other_side(truth[name], value) for name, value in problem.rounded.items()})


def _opened(problem: Problem) -> Problem:
    """Every figure that was left out or rounded, as it is."""
    return replace(problem, suppressed=frozenset(), rounded={})


@pytest.mark.parametrize("fault", [_rounded_anew, _opened])
def test_the_gate_refuses_whatever_the_protection_says_of_itself(
    session: Session, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Problem], Problem]
) -> None:
    """The joint protection answers "safe" with tables that are not: the last audit refuses, and nothing is kept that could be published."""
    _changed_since(session)
    real = joint.protect_jointly

    def faulty(*told: Any, **more: Any) -> Outcome:
        outcome = real(*told, **more)
        parts = tuple(replace(part, problem=fault(part.problem)) for part in outcome.bundle.parts)
        return replace(outcome, bundle=replace(outcome.bundle, parts=parts))

    monkeypatch.setattr(publication_making, "protect_jointly", faulty)
    made = make(session, period=QUARTER, **FINE)
    assert not made.verdict.is_safe and made.verdict.sentences
    assert (made.content, made.truth, made.text) == (None, "", "")
    number = publishing.keep_draft(session, made=made, reason="Een aantal was verkeerd.", age_bands=AGE_BANDS, **BY)
    with pytest.raises(Refused, match="te veel zegt"):
        publishing.sign(session, draft_id=number, shown=find_draft(session, draft_id=number).sha256, age_bands=AGE_BANDS, by=FATIMA, at=NOW)


def test_a_protector_that_rounds_anew_is_caught_before_the_gate(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """One table is rounded otherwise than it went out: what tells too much beside the first edition is left out of the second."""
    _changed_since(session)
    real = protect.protect

    def faulty(problem: Problem, **more: Any) -> Protection:
        found = real(problem, **more)
        return replace(found, rounded=dict(_rounded_anew(replace(problem, rounded=found.rounded)).rounded))

    sound = make(session, period=QUARTER, **FINE)
    monkeypatch.setattr(attempt, "protect", faulty)
    made = make(session, period=QUARTER, **FINE)
    assert len(made.verdict.left_out) > len(sound.verdict.left_out) or not made.verdict.is_safe


def test_a_withdrawn_edition_cannot_be_read_and_stays_what_readers_know(session: Session) -> None:
    quarter(session, four(session))
    publish(session, period=QUARTER, **BY)
    session.execute(text("UPDATE summary_edition SET state = 'ingetrokken'"))
    assert summaries.find_edition(session, period=QUARTER) is None
    assert [one.state for one in kept_truths(session)] == ["ingetrokken"]


def test_a_changed_text_is_noticed(session: Session) -> None:
    quarter(session, four(session))
    publish(session, period=QUARTER, **BY)
    session.execute(text("UPDATE summary_edition SET content = replace(content, '\"edition\"', '\"edition\"') || ' '"))
    session.expire_all()
    assert not summaries.edition(session, period=QUARTER).is_intact


def test_the_klankbordgroeps_query_reads_one_table_only(session: Session) -> None:
    asked: list[str] = []
    quarter(session, four(session))
    publish(session, period=QUARTER, **BY)
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))
    summaries.editions(session)
    summaries.edition(session, period=QUARTER)
    assert len(asked) == 2 and all("FROM summary_edition" in statement and "JOIN" not in statement for statement in asked)


def test_the_wall_imports_nothing_behind_it() -> None:
    tree = ast.parse(Path(summaries.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    own = {name for name in imported if name and name.startswith(("kpi.", "contracts.tables", "contracts.queries"))}
    assert own == {"kpi.domain.publication.content", "kpi.tables.edition"}


def test_what_readers_know_of_an_edition_from_before_the_audit_counts(session: Session) -> None:
    quarter(session, four(session))
    before = QUARTER.previous.code
    flow = {"code": "", "name": "", "begin": 390, "joined": 30, "left": 20, "end": 400, "hidden": ""}
    told = {"schema": 1, "period": before, "figures": [], "flows": [], "flow_total": flow, "flow_detail": None, "places": {}}
    old = {"period": before, "edition": 1, "state": "ingetrokken", "published_at": NOW, "published_by": "Jo", "sha256": "x"}
    f.saved(session, SummaryEdition(content=json.dumps(told), **old))
    made = make(session, period=QUARTER, **FINE)
    assert (made.verdict.is_safe, made.verdict.editions, made.verdict.untold) == (True, 1, 0)
    assert made.content is not None and made.content.movement.begin == 400, "what was read is not rounded anew"


def test_a_summary_tells_what_was_done_with_advice_since_the_one_before(session: Session) -> None:
    providers = four(session)
    quarter(session, providers)
    giver, _ = advice.board(session)
    early, late = (advice.given(session, giver, subject=subject) for subject in ("Eten", "Wachten"))
    advice.answered(session, early, at=NOW - timedelta(days=1))
    publish(session, period=QUARTER, **BY)
    assert [one.subject for one in summaries.edition(session, period=QUARTER).content.advice] == ["Eten"]
    advice.answered(session, late, at=NOW + timedelta(days=1))
    assert told_of_advice_until(session, period=QUARTER.shift(1)) == NOW
    since = answered_since(session, since=NOW, until=NOW + timedelta(days=2))
    assert [one.subject for one in since] == ["Wachten"]
