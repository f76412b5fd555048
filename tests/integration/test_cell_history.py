"""One cell in time and the talk about it: the quarters before, every change with who and how, and who may read along from when."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions.comments import add_comment
from kpi.queries.cell_history import MOST_CHANGES, cell_in_time, comment_counts, comments_at, written_at
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.detail import CellComment
from kpi.tables.report import Report
from tests.factories.reporting import CALM, MANAGER, NOW, QUARTER, SIGNER, WRITER, World, add_world, cell, start, submitted
from tests.support.queries import counted


@pytest.fixture
def world(session: Session) -> World:
    return add_world(session)


@pytest.fixture
def report(session: Session, world: World) -> ReportHeader:
    return start(session, world)


def says(session: Session, report: ReportHeader, text: str, **other: Any) -> None:
    told: dict[str, Any] = {"provider_id": report.provider_id, "by": WRITER, "at": NOW} | other
    add_comment(session, report_id=report.id, indicator_code="BZ-01", text=text, **told)


def test_the_quarters_before_are_the_signed_ones_of_this_aanbieder(session: Session, world: World) -> None:
    calm = {"explanation": "Dit is al langer zo."}
    submitted(session, world, QUARTER.shift(-4), **calm)
    submitted(session, world, QUARTER.shift(-1), CALM | {"BZ-01": ("30", "31")}, **calm)
    unsigned = start(session, world, QUARTER.shift(-2))
    cell(session, unsigned, "BZ-01", "1", "31")
    foreign = start(session, world, QUARTER.shift(-1), provider_id=world.other_provider_id)
    cell(session, foreign, "BZ-01", "2", "31")
    report = start(session, world)
    cell(session, report, "BZ-01", "29", "31")
    with counted(session) as sent:
        found = cell_in_time(session, report=report, code="BZ-01")
    assert len(sent) == 2
    assert [(one.period, one.numerator) for one in found.earlier] == [("2025-K3", Decimal(31)), ("2026-K2", Decimal(30))]
    assert found.row.previous == found.earlier[1] and found.row.year_ago == found.earlier[0]
    with pytest.raises(NotFound):
        cell_in_time(session, report=report, code="XX-99")


def test_every_change_is_told_with_who_and_how_and_only_what_differs(session: Session, report: ReportHeader) -> None:
    cell(session, report, "BZ-01", "19", "31")
    cell(session, report, "BZ-01", "20", "31", version=1, by=SIGNER, origin="geplakt")
    cell(session, report, "BZ-01", "20", "31", version=2, explanation='Zie "kpi": "BZ-02" verderop.')
    cell(session, report, "BZ-02", "0")
    with counted(session) as sent:
        _, changes = written_at(session, report=report, code="BZ-01")
    assert len(sent) == 1
    assert [(one.who.partition(" (")[0], one.differences, one.origin) for one in changes] == [
        ("Iris Invoer", (("Toelichting", "", 'Zie "kpi": "BZ-02" verderop.'),), "geplakt"),
        ("Tom Teken", (("teller", "19", "20"),), "geplakt"),
        ("Iris Invoer", (("noemer", "", "31"), ("teller", "", "19")), ""),
    ]
    assert len(written_at(session, report=report, code="BZ-02")[1]) == 1


def test_a_cell_that_was_saved_very_often_shows_its_last_changes(session: Session, report: ReportHeader) -> None:
    for version in range(MOST_CHANGES + 5):
        cell(session, report, "MZ-08", str(version), version=version)
    changes = written_at(session, report=report, code="MZ-08")[1]
    assert len(changes) == MOST_CHANGES
    assert changes[0].differences == (("teller", str(version - 1), str(version)),)


def test_a_thread_of_both_sides_in_order(session: Session, world: World) -> None:
    report = submitted(session, world, QUARTER, explanation="Dit is al langer zo.")
    says(session, report, "  Klopt de noemer?  ", provider_id=None, by=MANAGER)
    says(session, report, "Ja, wij telden twee keer.\r\nZie de toelichting.", at=NOW + timedelta(minutes=3))
    comments, _ = written_at(session, report=report, code="BZ-01")
    assert comments == comments_at(session, report=report, code="BZ-01")
    assert [(one.side, one.who, one.text) for one in comments] == [
        ("gemeente", "Carla Contract", "Klopt de noemer?"),
        ("aanbieder", "Iris Invoer", "Ja, wij telden twee keer.\nZie de toelichting."),
    ]
    assert comment_counts(session, report_id=report.id)[1] == {"BZ-01": 2}
    assert (session.scalar(select(func.count()).where(JournalEntry.action == "opmerking bij cijfer"))) == 2


def test_the_same_remark_sent_again_is_there_once(session: Session, report: ReportHeader) -> None:
    for _ in range(3):
        says(session, report, "Wij zoeken dit uit.")
    says(session, report, "Wij zoeken dit uit.", by=SIGNER)
    assert comment_counts(session, report_id=report.id)[1] == {"BZ-01": 2}


def test_the_gemeente_reads_no_concept_and_strangers_nothing(session: Session, world: World, report: ReportHeader) -> None:
    for other in ({"provider_id": None, "by": MANAGER}, {"provider_id": world.other_provider_id}):
        with pytest.raises(NotFound):
            says(session, report, "Mag ik even?", **other)
    with pytest.raises(NotFound):
        add_comment(session, report_id=report.id, provider_id=report.provider_id, indicator_code="XX-99", text="Hallo", by=WRITER, at=NOW)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("  ", "Schrijf eerst"),
        ("Bel 06 12345678", "telefoonnummer"),
        ("Mail iris@voorbeeld.nl", "e-mailadres"),
        ("Het gaat om 111222333", "BSN"),
        ("x" * 1001, "te lang"),
    ],
)
def test_a_remark_says_something_and_holds_no_personal_data(session: Session, report: ReportHeader, text: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        says(session, report, text)
    assert refused.value.field == "text" and reason in refused.value.reason
    assert session.scalar(select(func.count()).select_from(CellComment)) == 0


def test_at_a_settled_report_nothing_is_said_any_more(session: Session, world: World) -> None:
    report = submitted(session, world, QUARTER, explanation="Dit is al langer zo.")
    stored = session.get(Report, report.id)
    assert stored is not None
    stored.state = "vastgesteld"
    with pytest.raises(Refused, match="vastgesteld"):
        says(session, find_report(session, report_id=report.id, provider_id=None), "Nog één ding.")
