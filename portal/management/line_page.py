"""One line of the begroting as it is shown: a year with its decisions, earmarks and what it pays, and all years beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from contracts.domain.budget import MatrixRow
from contracts.domain.budget_line import Amount, LinePicture, LineYear
from contracts.domain.splits import percent_text
from contracts.domain.taakveld import holding_in, named
from portal.web.formatting import NOTHING, day, euros, moment, number

NOT_APPLICABLE = "n.v.t."


class YearShown(NamedTuple):
    """One year in the table of all years."""

    year: int
    href: str
    budgeted: str
    marks: str
    allocated: str
    realised: str
    room: str
    is_short: bool
    cover: str
    taakvelden: str


class RevisionShown(NamedTuple):
    """One decision on the amount of the year."""

    number: int
    amount: str
    marks: str
    note: str
    decided: str
    reason: str
    by: str
    source: str


class PartShown(NamedTuple):
    """An earmark, or what is left for the rest."""

    name: str
    href: str
    budgeted: str
    allocated: str
    room: str
    is_short: bool


class PaidShown(NamedTuple):
    """What the line pays of one arrangement or subsidie."""

    href: str
    reference: str
    name: str
    about: str
    via: str
    amount: str


class ShareField(NamedTuple):
    """One taakveld that may be chosen in the year, with its share as text."""

    code: str
    label: str
    text: str


class Figure(NamedTuple):
    """A key figure of the year."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LinePage:
    """A line, with the year that is open."""

    id: int
    title: str
    kicker: str
    lead: str
    parent: tuple[str, str] | None
    note: str
    source: str
    year: int
    years: tuple[YearShown, ...]
    figures: tuple[Figure, ...]
    revisions: tuple[RevisionShown, ...]
    parts: tuple[PartShown, ...]
    paid: tuple[PaidShown, ...]
    paid_together: str
    difference: str
    shares: tuple[ShareField, ...]
    taakvelden: str
    taakveld_by: str
    versions: tuple[int, int]
    is_closed: bool
    has_errors: bool


def marks_of(mark: str, *, is_provisional: bool) -> str:
    """The footnote mark of the printed begroting, and whether the amount is provisional."""
    return " ".join(filter(None, (mark, "voorlopig" if is_provisional else "")))


def cover_text(row: MatrixRow) -> str:
    """How much of the line is promised, as a percentage."""
    return NOTHING if row.cover_percent is None else f"{number(row.cover_percent, 1)} %"


def budget_text(cents: int | None, revision: int) -> str:
    """An amount; "n.v.t." was decided, a dash means that nothing was ever decided. Neither is zero."""
    if cents is None:
        return NOT_APPLICABLE if revision else NOTHING
    return euros(cents)


def chosen_year(found: LinePicture, asked: int, today: int) -> int:
    """The asked year; else this year, or the last one that the line knows."""
    known = [each.year for each in found.years]
    return asked or (today if today in known or not known else known[-1])


def line_page(found: LinePicture, year: int, *, today: int, typed: dict[str, str] | None = None, has_errors: bool = False) -> LinePage:
    """Put a line in words. `typed`: shares of taakvelden as somebody filled them in, when they were refused."""
    here = next((each for each in found.years if each.year == year), None)
    shares = {} if here is None else here.shares
    texts = {code: percent_text(share, decimals=2).removesuffix(" %") for code, share in shares.items()} if typed is None else typed
    who = found.taakveld_by.get(year)
    return LinePage(
        id=found.id,
        title=found.name,
        kicker=f"Begrotingsregel, {year}" if found.parent_id is None else f"Oormerk binnen {found.parent_name}, {year}",
        lead=_lead(here, year),
        parent=None if found.parent_id is None else (found.parent_name, line_href(found.parent_id, year)),
        note=found.note,
        source=found.source,
        year=year,
        years=tuple(_shown(found.id, each) for each in found.years),
        figures=() if here is None else _figures(here),
        revisions=() if here is None else tuple(map(_revision, here.revisions)),
        parts=() if here is None or not here.earmarks else _parts(here),
        paid=() if here is None else _paid(found.id, here),
        paid_together=euros(0 if here is None else here.row.allocated_cents),
        difference="" if here is None else _difference(here),
        shares=() if found.parent_id is not None else tuple(ShareField(t.code, named(t.code), texts.get(t.code, "")) for t in holding_in(year)),
        taakvelden=_taakvelden(shares),
        taakveld_by="" if who is None else f"Gekozen door {who[0]} op {moment(who[1])}.",
        versions=(here.row.line.revision if here else 0, found.versions.get(year, 0)),
        is_closed=year < today,
        has_errors=has_errors,
    )


def line_href(line_id: int, year: int) -> str:
    """The address of a line in a year."""
    return f"/beheer/begroting/regels/{line_id}?jaar={year}"


def _lead(here: LineYear | None, year: int) -> str:
    if here is None or not here.row.line.revision:
        return f"Voor {year} is nog geen bedrag vastgesteld."
    row = here.row
    if row.line.budgeted_cents is None or row.room_cents is None:
        return f"In {year} is deze regel n.v.t. Dat is iets anders dan 0."
    if row.room_cents < 0:
        return f"In {year} is {euros(-row.room_cents)} meer vastgelegd dan begroot. Zoek dekking of stel het bedrag bij."
    return f"In {year} is {euros(row.line.budgeted_cents)} begroot. Daarvan is nog {euros(row.room_cents)} vrij."


def _figures(here: LineYear) -> tuple[Figure, ...]:
    row, of = here.row, here.row.line
    budgeted = budget_text(of.budgeted_cents, of.revision) if of.budgeted_cents is None else euros(of.budgeted_cents, whole=True)
    return (
        Figure(f"Begroot {here.year}", budgeted, marks_of(of.mark, is_provisional=of.is_provisional)),
        Figure("Vastgelegd", euros(row.allocated_cents, whole=True), "" if row.cover_percent is None else f"{cover_text(row)} van de regel"),
        Figure("Gerealiseerd", euros(row.realised_cents, whole=True), "naar verhouding van wat de regel betaalt"),
        Figure("Ruimte", euros(row.room_cents, whole=True), "▼ te veel vastgelegd" if (row.room_cents or 0) < 0 else ""),
    )


def _shown(line_id: int, each: LineYear) -> YearShown:
    row, of = each.row, each.row.line
    short = row.room_cents is not None and row.room_cents < 0
    marks = marks_of(of.mark, is_provisional=of.is_provisional)
    amounts = (euros(row.allocated_cents), euros(row.realised_cents), euros(row.room_cents), short, cover_text(row))
    return YearShown(
        each.year, line_href(line_id, each.year), budget_text(of.budgeted_cents, of.revision), marks, *amounts, ", ".join(each.shares) or NOTHING
    )


def _revision(one: Amount) -> RevisionShown:
    decided = "" if one.decided_on is None else day(one.decided_on)
    by = one.by if one.recorded_at is None else f"{one.by}, {moment(one.recorded_at)}"
    marks = marks_of(one.mark, is_provisional=one.is_provisional)
    return RevisionShown(one.revision, budget_text(one.amount_cents, one.revision), marks, one.note, decided, one.reason, by, one.source)


def _parts(here: LineYear) -> tuple[PartShown, ...]:
    """The earmarks, and last what is left for all the rest: together they are the line."""
    told = []
    for row in here.earmarks:
        text = budget_text(row.line.budgeted_cents, row.line.revision)
        told.append(_part(row.line.name, line_href(row.line.id, here.year), text, row.allocated_cents, row.room_cents))
    free, direct = here.free_cents, here.row.direct_cents
    return (*told, _part("Voor de rest van de regel", "", euros(free), direct, None if free is None else free - direct))


def _part(name: str, href: str, budgeted: str, allocated: int, room: int | None) -> PartShown:
    return PartShown(name, href, budgeted, euros(allocated), euros(room), room is not None and room < 0)


def _paid(line_id: int, here: LineYear) -> tuple[PaidShown, ...]:
    names = {row.line.id: row.line.name for row in here.earmarks}
    return tuple(
        PaidShown(
            f"/beheer/overeenkomsten/{one.commitment.id}?jaar={here.year}",
            one.commitment.reference,
            one.commitment.name,
            f"{one.commitment.kind} van {one.commitment.provider_name}",
            "" if one.line_id == line_id else names.get(one.line_id, ""),
            euros(one.amount_cents),
        )
        for one in here.payments
    )


def _difference(here: LineYear) -> str:
    """How far what it pays, one by one, plus the room is from the line; "" when there is no amount to compare with."""
    row = here.row
    if row.line.budgeted_cents is None or row.room_cents is None:
        return ""
    gap = row.line.budgeted_cents - row.room_cents - sum(one.amount_cents for one in here.payments)
    return euros(gap).removeprefix("€ ")


def _taakvelden(shares: dict[str, int]) -> str:
    if len(shares) == 1:
        return named(next(iter(shares)))
    return "; ".join(f"{named(code)}: {percent_text(share, decimals=2)}" for code, share in shares.items())
