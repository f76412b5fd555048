"""What people do about deviations, on both databases: in turn, with a name, and never across aanbieders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.period import Quarter
from kpi.actions import deviations, dialogues
from kpi.actions.findings import recompute
from kpi.domain import follow_up
from kpi.queries.deviations import DeviationLine, deviations_of_provider, find_deviation, open_count, worklist
from kpi.queries.grid import grid_rows
from kpi.queries.reports import find_report, reports_of_provider, review_list
from kpi.queries.tasks import task_list
from tests.factories.reporting import MANAGER, NOW, QUARTER, WRITER, World, add_indicator, add_world, cell, start, submitted

BECAUSE = "Er was weinig uitstroom naar woningen."
FIGURES = {"BZ-01": ("19", "31"), "BZ-02": ("4", ""), "MZ-08": ("12", "")}


@pytest.fixture
def world(session: Session) -> World:
    return add_world(session)


@pytest.fixture
def line(session: Session, world: World) -> DeviationLine:
    submitted(session, world, QUARTER, FIGURES, explanation=BECAUSE)
    return worklist(session).lines[0]


def test_an_aanbieder_may_explain_at_once_and_is_told_what_is_missing(session: Session, world: World, line: DeviationLine) -> None:
    own: dict[str, Any] = {"deviation_id": line.id, "at": NOW}
    page = deviations.explain(session, provider_id=world.provider_id, version=1, text="Er kwam geen woning vrij.", by=WRITER, **own)
    assert (page.line.state, page.line.version, page.line.explanation) == ("toegelicht", 2, "Er kwam geen woning vrij.")
    page = deviations.return_explanation(session, version=2, text="Hoeveel mensen wachten er?", by=MANAGER, **own)
    assert page.line.state == "uitleg gevraagd"
    page = deviations.explain(session, provider_id=world.provider_id, version=3, text="Er wachten twaalf mensen.", by=WRITER, **own)
    planned = dialogues.plan_session(session, provider_id=world.provider_id, title="Gesprek van 3 december", planned_at=NOW, by=MANAGER, at=NOW)
    dialogues.put_on_agenda(session, session_id=planned, deviation_ids=[line.id], viewer_provider_id=None, by=MANAGER, at=NOW)
    page = deviations.explain(session, provider_id=world.provider_id, version=5, text="Nu wachten er nog tien.", by=WRITER, **own)
    assert page.line.state == "op de agenda"
    page = deviations.close(session, version=6, reason="Afspraak gemaakt in het gesprek.", by=MANAGER, **own)
    assert page.line.state == follow_up.fold(event.kind for event in page.events) == "afgehandeld"
    assert {event.organisation_name for event in page.events} == {"Samenzicht", "De Proef"}
    for action in (deviations.ask, deviations.return_explanation):
        with pytest.raises(Refused, match="al afgehandeld"):
            action(session, version=7, text="Nog een vraag hierover.", by=MANAGER, **own)


def test_a_foreign_deviation_does_not_exist(session: Session, world: World, line: DeviationLine) -> None:
    other = world.other_provider_id
    with pytest.raises(NotFound):
        deviations.explain(session, deviation_id=line.id, provider_id=other, version=1, text=BECAUSE, by=WRITER, at=NOW)
    with pytest.raises(NotFound):
        find_deviation(session, deviation_id=line.id, provider_id=other)
    assert deviations_of_provider(session, provider_id=other) == []
    assert (open_count(session, provider_id=other), open_count(session)) == (0, 2)


def test_a_lost_race_shows_both_texts(session: Session, world: World, line: DeviationLine) -> None:
    deviations.explain(session, deviation_id=line.id, provider_id=world.provider_id, version=1, text=BECAUSE, by=WRITER, at=NOW)
    with pytest.raises(Conflict) as lost:
        deviations.close(session, deviation_id=line.id, version=1, reason="Niet van belang hier.", by=MANAGER, at=NOW)
    assert lost.value.mine == [("Uw tekst", "Niet van belang hier.")]
    assert lost.value.theirs == [("toegelicht", BECAUSE)]
    assert (lost.value.by, lost.value.version) == ("Iris Invoer", 2)
    assert find_deviation(session, deviation_id=line.id, provider_id=None).line.state == "toegelicht"


@pytest.mark.parametrize("text", ["te kort", "Bel mij op 06-12345678."])
def test_texts_must_say_something_and_name_nobody(session: Session, line: DeviationLine, text: str) -> None:
    with pytest.raises(Refused):
        deviations.ask(session, deviation_id=line.id, version=1, text=text, by=MANAGER, at=NOW)


def test_the_worklist_filters_and_orders(session: Session, world: World, line: DeviationLine) -> None:
    assert [found.indicator_code for found in worklist(session).lines] == ["BZ-01", "BZ-02"]
    assert worklist(session, family="maatzorg").total == 0
    assert worklist(session, family="basiszorg", provider_id=world.provider_id, period="2026-K3").total == 2
    assert worklist(session, period="2026-K2").total == 0
    deviations.ask(session, deviation_id=line.id, version=1, text="Hoe komt dit precies?", by=MANAGER, at=NOW)
    assert [found.id for found in worklist(session, states=["uitleg gevraagd"]).lines] == [line.id]
    assert worklist(session, page=9).page == 1


def test_the_worklist_has_pages_of_fifty(session: Session, world: World) -> None:
    codes = [f"CF-{number}" for number in range(60)]
    for code in codes:
        add_indicator(session, code, family="contract", value_kind="aantal", norm_kind="max", norm_high=0, direction="lager")
    submitted(session, world, QUARTER, FIGURES | dict.fromkeys(codes, ("9", "")), explanation=BECAUSE)
    first, second = worklist(session), worklist(session, page=2)
    assert (first.total, first.pages, len(first.lines), len(second.lines)) == (62, 2, 50, 12)
    assert not {found.id for found in first.lines} & {found.id for found in second.lines}


def test_computing_again_changes_nothing(session: Session, world: World, line: DeviationLine) -> None:
    before = find_deviation(session, deviation_id=line.id, provider_id=None)
    assert recompute(session, report_id=line.report_id, by=WRITER, at=NOW) == 0
    assert find_deviation(session, deviation_id=line.id, provider_id=None) == before


def counted(session: Session, question: Callable[[], object]) -> int:
    statements: list[str] = []

    def note(*told: Any) -> None:
        statements.append(told[2])

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    question()
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def test_the_number_of_queries_does_not_grow_with_the_rows(session: Session, world: World) -> None:
    def ask_all() -> list[int]:
        report = find_report(session, report_id=first.id, provider_id=None)
        return [
            counted(session, lambda: grid_rows(session, report=report)),
            counted(session, lambda: worklist(session)),
            counted(session, lambda: deviations_of_provider(session, provider_id=world.provider_id)),
            counted(session, lambda: task_list(session, report_id=first.id, provider_id=world.provider_id)),
            counted(session, lambda: review_list(session, period="2026-K3")),
            counted(session, lambda: reports_of_provider(session, provider_id=world.provider_id)),
        ]

    first = submitted(session, world, Quarter(2026, 2), FIGURES, explanation=BECAUSE)
    few = ask_all()
    codes = [f"CF-{number}" for number in range(20)]
    for code in codes:
        add_indicator(session, code, family="contract", value_kind="aantal", norm_kind="max", norm_high=0)
    submitted(session, world, QUARTER, FIGURES | dict.fromkeys(codes, ("9", "")), explanation=BECAUSE)
    assert ask_all() == few == [2, 2, 1, 5, 1, 1]


def test_two_hundred_cells_are_one_grid(session: Session, world: World) -> None:
    for number in range(200):
        add_indicator(session, f"X{number:03}", family="outcome", position=number)
    report = start(session, world)
    cell(session, report, "X007", "1", "2")
    rows = grid_rows(session, report=report, family="outcome")
    assert [row.code for row in rows] == [f"X{number:03}" for number in range(200)]
    assert [row.code for row in rows if row.is_filled] == ["X007"]
