"""Splitting a figure on both databases: the total follows, all or nothing, who was first, and that it is signed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions.parts import save_parts
from kpi.domain.breakdown import Mismatch, mismatches
from kpi.domain.problems import SeveralRefused
from kpi.queries.breakdown import breakdown_of_cell
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import ReportPart
from kpi.tables.report import Receipt
from tests.factories.reporting import NOW, WRITER, World, add_indicator, add_world, cell, fill, offer, person, sign, start
from tests.support.queries import counted

COLLEAGUE = person(5, "Cor Collega", "invoerder")
BANDS = (AgeBand("0-22", "tot en met 22 jaar", 0, 22, "proef"), AgeBand("23+", "23 jaar en ouder", 23, None, "proef"))
SPLIT = "BZ-08"


@pytest.fixture
def world(session: Session) -> World:
    made = add_world(session)
    add_indicator(session, SPLIT, position=8, value_kind="aantal", denominator_label="", unit="personen", breakdown="gemeente leeftijd")
    add_indicator(session, "BZ-09", position=9, breakdown="voorziening")
    return made


@pytest.fixture
def report(session: Session, world: World) -> ReportHeader:
    return start(session, world)


def split(session: Session, report: ReportHeader, dimension: str = "gemeente", code: str = SPLIT, **other: Any) -> GridRow:
    told: dict[str, Any] = {"version": 0, "by": WRITER, "at": NOW, "age_bands": BANDS} | other
    typed = {category: text if isinstance(text, tuple) else (text, "") for category, text in told.pop("typed").items()}
    own = {"report_id": report.id, "provider_id": report.provider_id}
    return save_parts(session, indicator_code=code, dimension=dimension, typed=typed, **own, **told)


def row_of(session: Session, report: ReportHeader, code: str = SPLIT) -> GridRow:
    return grid_rows(session, report=report, code=code)[0]


def wrong(session: Session, report: ReportHeader) -> tuple[Mismatch, ...]:
    row = row_of(session, report)
    found = breakdown_of_cell(session, report_id=report.id, row=row, age_bands=BANDS)
    return mismatches(row.figures, {each.code: each.parts for each in found})


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ReportPart)) or 0


def test_the_first_dimension_makes_the_total_and_the_total_cannot_be_typed_any_more(session: Session, report: ReportHeader) -> None:
    row = split(session, report, typed={"0935": "3", "overig": "1"})
    assert (row.numerator, row.origin, row.version) == (Decimal(4), "uitsplitsing", 1)
    assert row == row_of(session, report)
    with pytest.raises(Refused) as refused:
        cell(session, report, SPLIT, "5", version=1)
    assert refused.value.field == "numerator" and "totaal van de uitsplitsing" in refused.value.reason
    explained = cell(session, report, SPLIT, "4", version=1, explanation="Twee gezinnen erbij.")
    assert (explained.origin, explained.version) == ("uitsplitsing", 2)


def test_a_further_dimension_leaves_the_total_and_says_what_it_adds_up_to(session: Session, report: ReportHeader) -> None:
    split(session, report, typed={"0935": "3", "overig": "1"})
    row = split(session, report, "leeftijd", typed={"0-22": "1", "23+": "2", "overig": "0"})
    assert row.numerator == Decimal(4)
    found = wrong(session, report)
    assert [one.sentence for one in found] == ["Per leeftijd: 1 + 2 + 0 = 3. Het totaal is 4. Dat is 1 te weinig."]
    split(session, report, typed={"0935": "2", "overig": "1"}, version=1)
    assert row_of(session, report).numerator == Decimal(3)
    assert wrong(session, report) == ()


def test_all_parts_or_none_and_each_within_its_limits(session: Session, report: ReportHeader) -> None:
    for typed, field in (
        ({"0935": "3"}, "numerator-overig"),
        ({"0935": "-1", "overig": "1"}, "numerator-0935"),
        ({"0935": "1,5", "overig": "1"}, "numerator-0935"),
        ({"0935": "3", "overig": "veel"}, "numerator-overig"),
        ({"0935": ("3", "4"), "overig": "1"}, "denominator-0935"),
    ):
        with pytest.raises(SeveralRefused) as refused:
            split(session, report, typed=typed)
        assert [problem.field for problem in refused.value.problems] == [field]
    with pytest.raises(SeveralRefused) as refused:
        split(session, report, "voorziening", "BZ-09", typed={"opvang": ("5", "4"), "woning": ("1", "1")})
    assert "Opvang: De teller (5) kan niet groter zijn dan de noemer (4)." in refused.value.problems[0].reason
    assert stored(session) == 0 and row_of(session, report).version == 0


def test_a_ratio_is_split_in_both_its_numbers(session: Session, report: ReportHeader) -> None:
    row = split(session, report, "voorziening", "BZ-09", typed={"opvang": ("3", "4"), "woning": ("1", "6")})
    assert (row.numerator, row.denominator) == (Decimal(4), Decimal(10))


def test_a_lost_race_shows_both_and_changes_nothing(session: Session, report: ReportHeader) -> None:
    split(session, report, typed={"0935": "3", "overig": "1"})
    with pytest.raises(Conflict) as lost:
        split(session, report, typed={"0935": "4", "overig": "1"}, by=COLLEAGUE)
    assert lost.value.mine[0] == ("Maastricht", "4") and lost.value.theirs[0] == ("Maastricht", "3")
    assert (lost.value.by, lost.value.version) == (WRITER.name, 1)
    split(session, report, typed={"0935": "3", "overig": "1"}, by=COLLEAGUE)  # the same again is no race
    assert row_of(session, report).numerator == Decimal(4)


def test_emptied_it_is_gone_and_the_total_may_be_typed_again(session: Session, report: ReportHeader) -> None:
    split(session, report, typed={"0935": "3", "overig": "1"})
    row = split(session, report, typed={"0935": "", "overig": " "}, version=1)
    assert (stored(session), row.numerator, row.origin) == (0, Decimal(4), "getypt")
    assert cell(session, report, SPLIT, "6", version=row_of(session, report).version).numerator == Decimal(6)


def test_a_total_that_was_typed_and_fits_is_from_then_on_the_sum(session: Session, report: ReportHeader) -> None:
    cell(session, report, SPLIT, "4")
    assert split(session, report, typed={"0935": "3", "overig": "1"}).origin == "uitsplitsing"
    assert row_of(session, report).origin == "uitsplitsing"


def test_what_is_not_asked_or_not_ones_own_does_not_exist(session: Session, world: World, report: ReportHeader) -> None:
    for other in ({"dimension": "voorziening"}, {"code": "BZ-01"}, {"code": "XX-99"}):
        with pytest.raises(NotFound):
            split(session, report, typed={"0935": "3"}, **other)
    with pytest.raises(NotFound):
        save_parts(
            session, report_id=report.id, provider_id=world.other_provider_id, indicator_code=SPLIT, dimension="gemeente", version=0, typed={},
            age_bands=BANDS, by=WRITER, at=NOW,
        )  # fmt: skip


def test_every_category_is_asked_in_one_question(session: Session, report: ReportHeader) -> None:
    row = row_of(session, report)
    with counted(session) as sent:
        found = breakdown_of_cell(session, report_id=report.id, row=row, age_bands=BANDS)
    assert len(sent) == 1
    assert [(each.name, [line.label for line in each.lines]) for each in found] == [
        ("Gemeente van herkomst", ["Maastricht", "Overig of onbekend"]),
        ("Leeftijd", ["tot en met 22 jaar", "23 jaar en ouder", "Onbekend"]),
    ]
    assert breakdown_of_cell(session, report_id=report.id, row=row_of(session, report, "BZ-01"), age_bands=BANDS) == []


def test_the_parts_are_signed_with_the_report_and_stand_in_the_journal(session: Session, world: World, report: ReportHeader) -> None:
    fill(session, world, report, explanation="Dit is al langer zo.")
    split(session, report, typed={"0935": "0", "overig": "0"})
    cell(session, report, "BZ-09", "3", "3")
    offer(session, report)
    sign(session, report)
    content = json.loads(session.scalar(select(Receipt.content)) or "")
    told_parts = [(one["kpi"], one["soort"], one["deel"], int(one["teller"]), one["noemer"]) for one in content["uitsplitsing"]]
    assert told_parts == [(SPLIT, "gemeente", "0935", 0, None), (SPLIT, "gemeente", "overig", 0, None)]
    told = session.scalar(select(JournalEntry.details).where(JournalEntry.action == "uitsplitsing opgeslagen")) or ""
    assert json.loads(told)["is"] == {"Maastricht": "0", "Overig of onbekend": "0"}
    with pytest.raises(Refused):
        split(session, report, typed={"0935": "1", "overig": "0"}, version=1)
