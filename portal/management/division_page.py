"""How one year of an arrangement or subsidie is divided over budget lines: the whole year as one form."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.domain.allocation import read_amount
from contracts.domain.budget import LineInYear
from contracts.domain.budget_matrix import in_order
from contracts.domain.division import AMOUNTS, DECIMALS, SHARES, NewDivision, NotDivided, as_shares
from contracts.domain.overrun import overruns
from contracts.domain.splits import percent_text, read_share
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros
from contracts.queries.division import DivisionOfYear, YearToDivide
from portal.management.commitment_sections import Section, sections_of

WHOLE = 100 * 10**DECIMALS


@dataclass(frozen=True, slots=True)
class LineToDivide:
    """One budget line. `free`: what it has left for this commitment, what it pays now included. `told`: why it may be beyond its budget."""

    id: int
    name: str
    is_earmark: bool
    mark: str
    budgeted: str
    free: str
    is_short: bool
    now: str
    typed: str
    mistake: str
    told: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A sentence above the form, with where to mend it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class DivisionPage:
    """The form. `rest` is what was typed less than what was promised, as text; empty where something typed cannot be read."""

    id: int
    title: str
    kicker: str
    lead: str
    sections: tuple[Section, ...]
    years: tuple[YearToDivide, ...]
    year: int
    version: int
    kind: str
    is_shares: bool
    lines: tuple[LineToDivide, ...]
    committed: str
    together: str
    rest: str
    rest_word: str
    is_over: bool
    reason: str
    asks_reason: bool
    reason_mistake: str
    copies_from: int
    mistakes: tuple[Mistake, ...] = field(default=())

    @property
    def has_errors(self) -> bool:
        """Something has to be mended."""
        return bool(self.mistakes)


def stored(found: DivisionOfYear, kind: str = "") -> NewDivision:
    """What stands, as somebody would type it; in the other kind when that is asked."""
    asked = kind if kind in {AMOUNTS, SHARES} else found.year.kind
    if asked == AMOUNTS:
        return NewDivision(AMOUNTS, {line: plain(cents) for line, cents in found.divided.amounts.items()})
    shares = found.divided.shares or as_shares(found.divided.amounts, committed_cents=found.year.committed_cents)
    return NewDivision(SHARES, {line: percent_text(share, decimals=DECIMALS).removesuffix(" %") for line, share in shares.items() if share})


def plain(cents: int) -> str:
    """An amount as somebody types it: "1.234,50"."""
    return format_euros(cents).removeprefix("€ ")


def division_page(found: DivisionOfYear, typed: NewDivision, refused: Refused | None = None) -> DivisionPage:
    """Put a division in words, with what was typed and what is wrong with it."""
    at_line = refused.at_line if isinstance(refused, NotDivided) else {}
    asks = isinstance(refused, NotDivided) and refused.needs_reason
    total, whole = _typed_total(typed), WHOLE if typed.kind == SHARES else found.year.committed_cents
    rest = None if total is None else whole - total
    return DivisionPage(
        id=found.commitment_id,
        title=f"Verdeling {found.year.year}",
        kicker=f"{found.reference}, {found.name} van {found.provider_name}",
        lead=_lead(found),
        sections=sections_of(found.commitment_id, found.kind, here="management.division"),
        years=found.years,
        year=found.year.year,
        version=found.year.version,
        kind=typed.kind,
        is_shares=typed.kind == SHARES,
        lines=tuple(_lines(found, typed, at_line)),
        committed=format_euros(found.year.committed_cents),
        together="" if total is None else _told(total, typed.kind),
        rest="" if rest is None else _told(abs(rest), typed.kind),
        rest_word="" if rest is None else "sluit" if not rest else "nog te verdelen" if rest > 0 else "te veel verdeeld",
        is_over=rest is not None and rest < 0,
        reason=typed.reason,
        asks_reason=asks or bool(typed.reason),
        reason_mistake=refused.reason if asks and refused is not None else "",
        copies_from=found.year.year - 1 if found.before.amounts or found.before.shares else 0,
        mistakes=_mistakes(found, refused, at_line),
    )


def _lead(found: DivisionOfYear) -> str:
    rest = found.year.committed_cents - found.year.allocated_cents
    if not found.year.committed_cents:
        return "Voor dit jaar is geen bedrag toegezegd."
    if rest < 0:
        return f"Er is {format_euros(-rest)} meer verdeeld dan er is toegezegd. Verlaag een regel."
    if rest:
        return f"Er moet nog {format_euros(rest)} naar een begrotingsregel."
    follows = " De bedragen volgen de aandelen: verandert de toezegging, dan veranderen ze mee." if found.divided.shares else ""
    return f"Alles is verdeeld over begrotingsregels.{follows}"


def _typed_total(typed: NewDivision) -> int | None:
    try:
        return sum((read_share(text, DECIMALS) if typed.kind == SHARES else read_amount(text)) for text in typed.typed.values() if text.strip())
    except Refused:
        return None


def _told(value: int, kind: str) -> str:
    return percent_text(value, decimals=DECIMALS) if kind == SHARES else format_euros(value)


def _lines(found: DivisionOfYear, typed: NewDivision, at_line: dict[int, str]) -> list[LineToDivide]:
    """The lines that can pay in the year: those with a budget, those that pay already, and those that were typed."""
    room, now = _free(found), found.divided.amounts
    over = {line for each in overruns(found.lines, year=found.year.year, paid=found.paid, change={}) for line in each.payers}
    return [
        LineToDivide(
            id=line.id,
            name=line.name,
            is_earmark=depth > 0,
            mark=" ".join(filter(None, (line.mark, "voorlopig" if line.is_provisional else ""))),
            budgeted="n.v.t." if line.budgeted_cents is None else format_euros(line.budgeted_cents),
            free="–" if (free := room.get(line.id)) is None else format_euros(free),
            is_short=free is not None and free < now.get(line.id, 0),
            now=format_euros(now.get(line.id, 0)) if line.id in now else "–",
            typed=typed.typed.get(line.id, ""),
            mistake=at_line.get(line.id, ""),
            told=found.reasons.get(line.id, "") if line.id in over else "",
        )
        for line, depth in in_order(found.lines)
        if line.budgeted_cents is not None or line.id in now or typed.typed.get(line.id)
    ]


def _free(found: DivisionOfYear) -> dict[int, int]:
    """Per line with a budget what it has left beside the other commitments; its earmarks count as part of it."""
    below: dict[int, list[LineInYear]] = {}
    for line in found.lines:
        if line.parent_id is not None:
            below.setdefault(line.parent_id, []).append(line)
    others = found.others
    rolled: dict[int, int] = {}
    for line, _ in reversed(in_order(found.lines)):
        rolled[line.id] = others.get(line.id, 0) + sum(rolled[each.id] for each in below.get(line.id, ()))
    return {line.id: line.budgeted_cents - rolled[line.id] for line in found.lines if line.budgeted_cents is not None}


def _mistakes(found: DivisionOfYear, refused: Refused | None, at_line: dict[int, str]) -> tuple[Mistake, ...]:
    if refused is None:
        return ()
    asks = isinstance(refused, NotDivided) and refused.needs_reason
    told = [Mistake(refused.reason, "#reason")] if asks else []
    told += [Mistake(text, f"#line-{line.id}") for line, _ in in_order(found.lines) if (text := at_line.get(line.id))]
    return tuple(told) or (Mistake(refused.reason, "#verdelen"),)
