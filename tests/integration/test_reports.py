"""A quarter's report on both databases: filled in, offered, signed by somebody else, answered, accepted."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry, first_break
from contracts.foundation.period import Quarter
from kpi.actions import deviations
from kpi.actions.reports import open_report, save_note
from kpi.actions.reviews import accept_report, request_change
from kpi.actions.signing import sign_and_submit
from kpi.actions.submission import offer_for_signature, send_back
from kpi.domain import report as life
from kpi.domain.openings import Ask
from kpi.domain.problems import SeveralRefused
from kpi.domain.reporting_period import of_quarter
from kpi.queries.deviations import worklist
from kpi.queries.receipts import find_receipt, receipts_of_report
from kpi.queries.reports import ReportHeader, find_report, report_events, reports_of_provider, review_list
from kpi.queries.tasks import task_list
from kpi.tables.report import Report
from tests.factories.reporting import (
    CALM,
    MANAGER,
    NOW,
    QUARTER,
    SIGNER,
    WRITER,
    World,
    add_world,
    cell,
    dates,
    fill,
    offer,
    person,
    sign,
    start,
    submitted,
)  # fmt: skip
from tests.support.databases import KEY

POOR = {**CALM, "BZ-01": ("19", "31")}
BECAUSE = "Er was weinig uitstroom naar woningen."


@pytest.fixture
def world(session: Session) -> World:
    return add_world(session)


def again(session: Session, report: ReportHeader) -> ReportHeader:
    return find_report(session, report_id=report.id, provider_id=None)


def test_a_quarter_goes_all_the_way_round(session: Session, world: World) -> None:
    report = start(session, world)
    fill(session, world, report, POOR, explanation=BECAUSE)
    offer(session, report)
    receipt = sign(session, report)
    assert again(session, report).state == life.HANDED_IN
    line = worklist(session).lines[0]
    assert (line.indicator_code, line.state, line.severity, line.explanation) == ("BZ-01", "nieuw", 3, BECAUSE)
    assert line.sentence.startswith("2026-K3: 61,3 % (19 van 31). De norm is minstens 100 %. Dat ligt onder de norm")
    with pytest.raises(Refused, match="Er is nog 1 afwijking zonder uitleg"):
        accept_report(session, report_id=report.id, version=again(session, report).version, by=MANAGER, at=NOW)
    page = deviations.ask(session, deviation_id=line.id, version=line.version, text="Hoe komt dit precies?", by=MANAGER, at=NOW)
    answer: dict[str, Any] = {"deviation_id": line.id, "version": page.line.version, "text": "Er kwamen geen woningen vrij.", "by": WRITER, "at": NOW}
    page = deviations.explain(session, provider_id=world.provider_id, **answer)
    assert page.line.state == "toegelicht"
    assert [event.kind for event in page.events] == ["gevonden", "uitleg gevraagd", "toegelicht"]
    assert page.cell.value == Decimal(1900) / 31
    accepted = accept_report(session, report_id=report.id, version=again(session, report).version, by=MANAGER, at=NOW)
    assert accepted.state == life.ACCEPTED
    kinds = [event.kind for event in report_events(session, report_id=report.id)]
    assert kinds == ["begonnen", "aangeboden ter ondertekening", "ingediend", "geaccepteerd"]
    assert life.fold(kinds) == accepted.state
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert first_break(entries, key=KEY, anchors={receipt.journal_id: receipt.journal_hash}) is None


def test_the_receipt_holds_exactly_what_was_submitted(session: Session, world: World) -> None:
    report = submitted(session, world, QUARTER, POOR, explanation=BECAUSE)
    receipt = receipts_of_report(session, report_id=report.id, provider_id=world.provider_id)[0]
    assert receipt.number == "SZ-2026-K3-0001"
    assert receipt.sha256 == hashlib.sha256(receipt.content.encode()).hexdigest()
    content = json.loads(receipt.content)
    expected = {"kpi": "BZ-01", "definitie": 1, "teller": "19", "noemer": "31", "geen cijfer": None, "toelichting": BECAUSE}
    assert content["cijfers"][0] == expected
    counted: dict[str, Any] = {"plekken": 10, "occupied": 8, "free": 1, "closed": 1, "waiting": 3}
    assert content["capaciteit"] == [{"locatie": world.location_id, "naam": "Huis 1", **counted}]
    assert content["stromen"][0]["at_end"] == 8
    assert receipt.days_late == 0
    with pytest.raises(NotFound):
        find_receipt(session, number=receipt.number, provider_id=world.other_provider_id)


def test_opening_twice_gives_the_same_report(session: Session, world: World) -> None:
    first, second = start(session, world), start(session, world)
    assert first == second
    assert len(session.scalars(select(Report)).all()) == 1
    with pytest.raises(NotFound):
        open_report(session, provider_id=12345, period=of_quarter(QUARTER), dates=dates(QUARTER), by=MANAGER, at=NOW)
    about: dict[str, Any] = {"provider_id": world.other_provider_id, "period": of_quarter(QUARTER), "dates": dates(QUARTER.previous)}
    with pytest.raises(ValueError, match="dates of 2026-06-30 for 2026-K3"):
        open_report(session, by=MANAGER, at=NOW, **about)


def test_an_incomplete_report_tells_every_problem_with_its_field(session: Session, world: World) -> None:
    report = start(session, world)
    cell(session, report, "BZ-01", "19", "31")
    with pytest.raises(SeveralRefused) as refused:
        offer(session, report)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["BZ-01", "BZ-02", "MZ-08", f"locatie-{world.location_id}", "stroom-opvang"]
    assert refused.value.problems[0].reason.startswith("BZ-01: 61,3 % (19 van 31). De norm is minstens 100 %. Geef een uitleg")
    tasks = task_list(session, report_id=report.id, provider_id=world.provider_id)
    assert tasks.cells.sentence == "1 van 3 ingevuld, 1 vraagt uitleg"
    assert [(group.family, group.progress.sentence) for group in tasks.groups] == [
        ("basiszorg", "1 van 2 ingevuld, 1 vraagt uitleg"),
        ("maatzorg", "0 van 1 ingevuld"),
    ]
    assert not tasks.is_complete


def test_a_reason_without_a_figure_is_an_answer(session: Session, world: World) -> None:
    report = start(session, world)
    fill(session, world, report)
    cell(session, report, "BZ-01", version=1, missing_reason="nog niet bekend")
    assert task_list(session, report_id=report.id, provider_id=world.provider_id).is_complete
    assert offer(session, report).state == life.AWAITING_SIGNATURE


def test_nobody_signs_what_he_offered(session: Session, world: World) -> None:
    report = start(session, world)
    fill(session, world, report)
    both = person(7, "Bo Beide", "invoerder", "tekenbevoegde")
    own: dict[str, Any] = {"report_id": report.id, "provider_id": world.provider_id, "at": NOW}
    version = offer_for_signature(session, version=again(session, report).version, by=both, **own).version
    with pytest.raises(Refused, match="Een andere tekenbevoegde"):
        sign_and_submit(session, version=version, by=both, **own)
    with pytest.raises(Refused, match="Alleen een tekenbevoegde"):
        sign_and_submit(session, version=version, by=WRITER, **own)
    with pytest.raises(Conflict) as lost:
        sign_and_submit(session, version=version - 1, by=SIGNER, **own)
    assert lost.value.by == "Bo Beide"
    assert sign_and_submit(session, version=version, by=SIGNER, **own).signed_by == "Tom Teken"
    with pytest.raises(Refused, match="al ingediend"):
        sign_and_submit(session, version=version + 1, by=SIGNER, **own)


def test_while_it_waits_for_a_signature_nothing_changes(session: Session, world: World) -> None:
    report = start(session, world)
    fill(session, world, report)
    waiting = offer(session, report)
    with pytest.raises(Refused, match="wacht op een handtekening"):
        cell(session, report, "MZ-08", "13", version=1)
    with pytest.raises(Refused, match="minstens 10 tekens"):
        send_back(session, report_id=report.id, provider_id=world.provider_id, version=waiting.version, note="nee", by=SIGNER, at=NOW)
    back = send_back(
        session, report_id=report.id, provider_id=world.provider_id, version=waiting.version, note="BZ-02 klopt niet.", by=SIGNER, at=NOW
    )
    assert back.state == life.BUSY
    assert cell(session, report, "MZ-08", "13", version=1).version == 2


def test_late_is_allowed_and_marked_once(session: Session, world: World) -> None:
    report = start(session, world)
    fill(session, world, report)
    offer(session, report)
    receipt = sign(session, report, at=report.due_at + timedelta(days=1))
    assert receipt.days_late == 2
    now = again(session, report)
    assert (now.is_late, now.days_late) == (True, 2)
    assert next(line for line in review_list(session, period="2026-K3") if line.report_id).is_late


def test_a_requested_change_does_not_make_a_report_late(session: Session, world: World) -> None:
    report = submitted(session, world, QUARTER)
    request_change(session, report_id=report.id, version=report.version, asks=[Ask("cel", "MZ-08", "Kijk MZ-08 nog eens na.")], by=MANAGER, at=NOW)
    offer(session, report)
    receipt = sign(session, report, at=report.due_at + timedelta(days=9))
    assert (receipt.number, receipt.days_late) == ("SZ-2026-K3-0002", 0)
    assert not again(session, report).is_late


def test_a_foreign_report_does_not_exist(session: Session, world: World) -> None:
    report = start(session, world)
    foreign: dict[str, Any] = {"report_id": report.id, "provider_id": world.other_provider_id, "version": 1, "by": WRITER, "at": NOW}
    for action in (offer_for_signature, sign_and_submit):
        with pytest.raises(NotFound):
            action(session, **foreign)
    for noted in (send_back, save_note):
        with pytest.raises(NotFound):
            noted(session, note="Dit klopt niet.", **foreign)
    with pytest.raises(NotFound):
        task_list(session, report_id=report.id, provider_id=world.other_provider_id)


def test_a_note_is_kept_and_a_lost_race_shows_both(session: Session, world: World) -> None:
    report = start(session, world)
    own: dict[str, Any] = {"report_id": report.id, "provider_id": world.provider_id, "by": WRITER, "at": NOW}
    saved = save_note(session, version=report.version, note="Een rustig kwartaal.", **own)
    assert (saved.note, saved.state) == ("Een rustig kwartaal.", life.BUSY)
    with pytest.raises(Conflict) as lost:
        save_note(session, version=report.version, note="Een druk kwartaal.", **own)
    assert lost.value.mine == [("Toelichting", "Een druk kwartaal.")]
    assert lost.value.theirs[0] == ("Toelichting", "Een rustig kwartaal.")
    with pytest.raises(Refused, match="e-mailadres"):
        save_note(session, version=saved.version, note="mail a@b.nl", **own)


def test_only_signed_quarters_are_compared_with(session: Session, world: World) -> None:
    before = start(session, world, Quarter(2026, 2))
    fill(session, world, before, {**CALM, "MZ-08": ("40", "")})
    report = start(session, world)
    assert cell(session, report, "MZ-08", "12").signals == ()
    offer(session, before)
    sign(session, before)
    row = cell(session, report, "MZ-08", "13", version=1)
    assert [found.rule for found in row.signals] == ["vorig kwartaal"]
    assert row.needs_explanation


def test_lists_of_reports(session: Session, world: World) -> None:
    submitted(session, world, Quarter(2026, 2))
    start(session, world)
    assert [line.period for line in reports_of_provider(session, provider_id=world.provider_id)] == ["2026-K3", "2026-K2"]
    review = review_list(session, period="2026-K2")
    assert [(line.provider_id, line.state, line.is_in) for line in review] == [
        (world.provider_id, "ingediend", True),
        (world.other_provider_id, "niet begonnen", False),
    ]
