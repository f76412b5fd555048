"""Revisions of closed years and below what is promised, new lines and years, and taakvelden, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.actions.budget import revise_amount
from contracts.actions.budget_lines import make_line, open_year
from contracts.actions.reference import load_reference
from contracts.actions.taakvelden import set_taakvelden
from contracts.domain.budget_line import NewLine
from contracts.domain.decision import NewAmount
from contracts.foundation.actor import system
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.queries import budget
from contracts.queries.budget_line import line_picture
from contracts.queries.taakvelden import shares_of, taakveld_version
from contracts.tables.budget import BudgetAmount, BudgetLine
from tests.factories import contracts as make
from tests.support.queries import counted
from tests.support.reference import REGION, copy_with
from tests.support.revisions import revisions

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANNA, BEN = make.actor("Anna"), make.actor("Ben")
DECIDED = NewAmount("800", date(2026, 11, 1), "Besluit van de raad")


def told(session: Session) -> list[tuple[str, str]]:
    return [(entry.action, entry.object) for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.id))]


def revise(session: Session, line: int, new: NewAmount, *, year: int = 2026, revision: int = 1) -> int:
    return revise_amount(session, line_id=line, year=year, new=new, revision=revision, by=ANNA, at=AT)


@pytest.mark.parametrize("year", [2025, 2024])
def test_a_closed_year_asks_a_confirmation_of_its_own(session: Session, year: int) -> None:
    line = make.budget_line(session, amounts={year: 100_000})
    with pytest.raises(Refused) as refused:
        revise(session, line, DECIDED, year=year)
    assert (refused.value.field, refused.value.reason) == (
        "confirms_closed",
        f"{year} is afgesloten. Bevestig dat u dit jaar toch wilt wijzigen, en leg bij de reden uit waarom.",
    )
    assert told(session) == [] and len(revisions(session, line_id=line, year=year)) == 1
    assert revise(session, line, replace(DECIDED, confirms_closed=True), year=year) == 2
    (entry,) = session.scalars(select(JournalEntry))
    assert '"closed_year": true' in entry.details


def test_the_last_evening_of_a_year_in_amsterdam_is_still_that_year(session: Session) -> None:
    line = make.budget_line(session, amounts={2026: 1})
    late = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    assert revise_amount(session, line_id=line, year=2026, new=DECIDED, revision=1, by=ANNA, at=late) == 2
    with pytest.raises(Refused, match="2026 is afgesloten"):
        revise_amount(session, line_id=line, year=2026, new=DECIDED, revision=2, by=ANNA, at=late.replace(minute=0, hour=23))


@pytest.mark.parametrize(("text", "room"), [("899,99", "-€ 0,01"), (None, "-€ 900,00")])
def test_less_than_is_promised_is_possible_for_who_knows_it(session: Session, text: str | None, room: str) -> None:
    line = make.budget_line(session, name="MO", amounts={2026: 100_000})
    earmark = make.budget_line(session, parent_id=line, amounts={2026: 40_000})
    promised = make.commitment(session, provider_id=make.organisation(session), years={2026: 90_000})
    make.allocation(session, commitment_id=promised, line_id=line, amount_cents=60_000)
    make.allocation(session, commitment_id=promised, line_id=earmark, amount_cents=30_000)
    lower = replace(DECIDED, amount_text=text, note="Gestopt")
    with pytest.raises(Refused) as refused:
        revise(session, line, lower)
    assert refused.value.field == "accepts_shortage"
    assert refused.value.reason.startswith(f"Op MO is in 2026 al € 900,00 vastgelegd. De ruimte wordt dan {room}.")
    assert revise(session, line, replace(lower, accepts_shortage=True)) == 2
    assert revise(session, line, replace(DECIDED, amount_text="900"), revision=2) == 3  # exactly enough asks nothing


def test_a_line_and_an_earmark_are_made_with_a_reason(session: Session) -> None:
    line = make_line(session, new=NewLine("actieplan-wonen", " Actieplan  wonen ", None, "Nieuw. ", "Besluit van de raad"), by=ANNA, at=AT)
    earmark = make_line(session, new=NewLine("waarvan-jong", "waarvan jongeren", line, "", "Besluit van de raad"), by=ANNA, at=AT)
    stored = session.get_one(BudgetLine, line)
    assert (stored.name, stored.note, stored.source) == ("Actieplan wonen", "Nieuw.", "Toegevoegd op 22-11-2026 door Anna")
    assert [(row.line.id, row.depth, row.line.budgeted_cents) for row in budget.matrix(session, year=2026).rows] == [
        (line, 0, None),
        (earmark, 1, None),
    ]
    assert told(session) == [("begrotingsregel gemaakt", f"budget_line:{line}"), ("begrotingsregel gemaakt", f"budget_line:{earmark}")]
    fine = NewLine("nog-een", "Nog een", None, "", "Besluit van de raad")
    wrong = [
        ("code", replace(fine, code="actieplan-wonen")), ("code", replace(fine, code="Met Hoofdletter")), ("code", replace(fine, code="x" * 41)),
        ("name", replace(fine, name=" ")), ("parent_id", replace(fine, parent_id=earmark)), ("parent_id", replace(fine, parent_id=10**6)),
        ("reason", replace(fine, reason="te kort")), ("note", replace(fine, note="x" * 2001)),
    ]  # fmt: skip
    for field, new in wrong:
        with pytest.raises(Refused) as refused:
            make_line(session, new=new, by=ANNA, at=AT)
        assert refused.value.field == field
    assert len(told(session)) == 2


def opened(session: Session, year: int, at: datetime = AT) -> int:
    return open_year(session, year=year, decided_on=date(2026, 11, 1), reason="Begroting vastgesteld", note="Overgenomen", by=ANNA, at=at)


def test_a_new_year_takes_the_latest_amounts_over_as_provisional_revisions(session: Session) -> None:
    line = make.budget_line(session, amounts={2026: 100})
    without = make.budget_line(session, amounts={2026: None})
    other = make.budget_line(session, amounts={2026: 5, 2027: 7})
    never = make.budget_line(session)
    revise(session, line, DECIDED)
    set_taakvelden(session, line_id=line, year=2026, shares={"6.81b": 10_000}, version=0, reason="Indeling van Iv3", by=ANNA, at=AT)
    assert opened(session, 2027) == 2
    there = {each.id: each for each in budget.lines(session, year=2027)}
    assert {key: (one.budgeted_cents, one.revision, one.is_provisional) for key, one in there.items()} == {
        line: (80_000, 1, True), without: (None, 1, True), other: (7, 1, False), never: (None, 0, False),
    }  # fmt: skip
    assert there[without].note == "Overgenomen" and shares_of(session, year=2027) == {2027: {line: {"6.81b": 10_000}}}
    assert told(session)[-2:] == [("begroting gewijzigd", f"budget_line:{line}:2027"), ("begroting gewijzigd", f"budget_line:{without}:2027")]
    assert line_picture(session, line_id=line).years[-1].revisions[0].by == "Anna (Gemeente)"
    for year, words in ((2027, "niets over te nemen"), (2040, "niets over te nemen"), (2025, "2025 is afgesloten")):
        with pytest.raises(Refused, match=words) as refused:
            opened(session, year)
        assert refused.value.field == "year"


def test_a_taakveld_that_ends_does_not_come_along(session: Session) -> None:
    line = make.budget_line(session, amounts={2022: 100})
    past = datetime(2022, 11, 22, tzinfo=UTC)
    set_taakvelden(session, line_id=line, year=2022, shares={"6.81": 10_000}, version=0, reason="Indeling van Iv3", by=ANNA, at=past)
    assert open_year(session, year=2023, decided_on=date(2022, 11, 1), reason="Begroting vastgesteld", note="", by=ANNA, at=past) == 1
    assert list(shares_of(session)) == [2022]


def test_taakvelden_are_replaced_with_what_was_there_in_the_journal(session: Session) -> None:
    line = make.budget_line(session, amounts={2026: 100})
    about = {"line_id": line, "year": 2026, "reason": "Indeling van Iv3", "at": AT}
    set_taakvelden(session, shares={"6.81a": 9_500, "6.71c": 500}, version=0, by=BEN, **about)
    version = taakveld_version(session, line_id=line, year=2026)
    with pytest.raises(Conflict) as lost:
        set_taakvelden(session, shares={"6.81b": 10_000}, version=0, by=ANNA, **about)
    assert (lost.value.mine, lost.value.theirs) == ([("Taakvelden", "6.81b")], [("Taakvelden", "6.81a 95,00 %, 6.71c 5,00 %")])
    assert (lost.value.by, lost.value.version) == ("Ben (Gemeente)", version)
    set_taakvelden(session, shares={}, version=version, by=ANNA, **about)
    assert shares_of(session) == {} and len(told(session)) == 2
    assert '"was": {"6.71c": 500, "6.81a": 9500}' in session.scalars(select(JournalEntry.details).order_by(JournalEntry.id.desc())).first()  # type: ignore[operator]


def test_wrong_taakvelden_change_nothing(session: Session) -> None:
    line = make.budget_line(session, amounts={2026: 100})
    earmark = make.budget_line(session, parent_id=line)
    attempts: list[tuple[int, dict[str, int], str, str]] = [
        (line, {"6.81": 10_000}, "Indeling van Iv3", "taakvelden"), (line, {"6.81a": 9_999}, "Indeling van Iv3", "taakvelden"),
        (line, {"6.81a": 10_000, "6.81b": 0}, "Indeling van Iv3", "taakvelden"), (earmark, {"6.81a": 10_000}, "Indeling van Iv3", "taakvelden"),
        (line, {"6.81a": 10_000}, "kort", "reason"),
    ]  # fmt: skip
    for line_id, shares, reason, field in attempts:
        with pytest.raises(Refused) as refused:
            set_taakvelden(session, line_id=line_id, year=2026, shares=shares, version=0, reason=reason, by=ANNA, at=AT)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        set_taakvelden(session, line_id=10**6, year=2026, shares={}, version=0, reason="Indeling van Iv3", by=ANNA, at=AT)
    assert shares_of(session) == {} and told(session) == []


def test_the_file_leaves_alone_what_people_chose(session: Session, tmp_path: Path) -> None:
    load_reference(session, folder=REGION, by=system("test"), at=AT)
    codes = {row.code: row.id for row in session.execute(select(BudgetLine.code, BudgetLine.id))}
    mo, vo = codes["mo"], codes["vo-opvang"]
    assert shares_of(session, line_id=mo) == {
        year: {mo: {code: 10_000}} for year, code in zip(range(2021, 2025), ("6.81", "6.81", "6.81b", "6.81b"), strict=True)
    }
    about = {"line_id": mo, "year": 2024, "reason": "Indeling van Iv3", "by": ANNA, "at": AT}
    set_taakvelden(session, shares={}, version=0, **about)
    changed = copy_with(REGION, tmp_path / "regio", file="budget.toml", old='last = 2024, code = "6.81b"', new='last = 2024, code = "6.71d"')
    assert load_reference(session, folder=changed, by=system("test"), at=AT)["taakvelden"] == (1, 0)
    session.expire_all()
    assert mo not in shares_of(session, year=2024)[2024]
    assert shares_of(session, line_id=vo)[2024] == {vo: {"6.81b": 10_000}} and shares_of(session, line_id=mo)[2023] == {mo: {"6.71d": 10_000}}


def test_a_line_has_the_figures_of_the_matrix_in_every_year_and_as_many_queries(session: Session) -> None:
    lines = [make.budget_line(session, amounts={2025: 90_000, 2026: 100_000}) for _ in range(3)]
    earmarks = [make.budget_line(session, parent_id=line, amounts={2026: 10_000}) for line in lines]
    sent = []
    for rounds in (1, 5):
        for number in range(rounds):
            promised = make.commitment(session, provider_id=make.organisation(session), years={2025: (900, 77), 2026: (1_000, 333)})
            for place, line in enumerate((*lines, *earmarks)):
                make.allocation(session, commitment_id=promised, line_id=line, amount_cents=31 + place * 7 + number)
                make.allocation(session, commitment_id=promised, line_id=line, amount_cents=13 + place, year=2025)
        with counted(session) as asked:
            line_picture(session, line_id=lines[0])
        sent.append(len(asked))
    assert sent == [5, 5]
    for year in (2025, 2026):
        rows = {row.line.id: row for row in budget.matrix(session, year=year).rows}
        for line in (*lines, *earmarks):
            (own,) = (each for each in line_picture(session, line_id=line).years if each.year == year)
            for row in own.rows:
                whole = rows[row.line.id]
                assert (row.line, row.allocated_cents, row.realised_cents) == (whole.line, whole.allocated_cents, whole.realised_cents)
                assert (row.room_cents, row.cover_percent) == (whole.room_cents, whole.cover_percent)
            assert sum(each.amount_cents for each in own.payments) == rows[line].allocated_cents
            if own.free_cents is not None:
                assert own.free_cents + own.earmarked_cents == rows[line].line.budgeted_cents


def test_an_unknown_line_is_not_found_and_a_line_without_amounts_has_no_years(session: Session) -> None:
    line = make.budget_line(session)
    assert line_picture(session, line_id=line).years == ()
    with pytest.raises(NotFound):
        line_picture(session, line_id=line + 1)
    assert session.scalar(select(func.count()).select_from(BudgetAmount)) == 0
