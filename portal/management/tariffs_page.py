"""The tariffs of one arrangement in words: what held when, how it came about, what is wrong, and what an indexation would make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from contracts.domain.commitment import ARRANGEMENT
from contracts.domain.rounding import whole_cents
from contracts.domain.staffel import Step, seen_as
from contracts.domain.tariff import OF_TIME, Tariff, gaps, tariff_problems, units_in
from contracts.domain.tariff_change import follows, index_running, percentage_text
from contracts.domain.variant import MEANING, Variant
from contracts.queries.commitment_head import CommitmentHead
from contracts.queries.tariffs import TariffItem
from portal.management.commitment_sections import Section, sections_of
from portal.web.formatting import bound, day, euros, moment, number

ADD, INDEX, STEPS, CORRECT, END = "toevoegen", "indexeren", "staffel", "corrigeren", "beeindigen"
PLURALS = {"dag": "dagen", "etmaal": "etmalen", "week": "weken", "maand": "maanden", "uur": "uren", "traject": "trajecten", "stuk": "stuks"}
_YEAR = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One tariff. `holds`: in the past, now, or to come, with its tone; `story`: why, and what was changed later."""

    id: int
    version: int
    period: str
    price: str
    holds: tuple[str, str]
    origin: str
    story: str
    by: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an indexation would make of the tariff. `a_year`: what that is in a year at all agreed places ("" when that cannot be told).

    `late`: it begins after the arrangement's end.
    """

    was: str
    becomes: str
    change: str
    closes: str
    begins: str
    a_year: str
    late: str
    version: int


@dataclass(frozen=True, slots=True)
class TariffsPage:
    """The tariffs, with the one thing that is being done (`doing`)."""

    id: int
    title: str
    reference: str
    kicker: str
    lead: str
    sections: tuple[Section, ...]
    is_bought: bool
    problems: tuple[str, ...]
    rows: tuple[TariffRow, ...]
    steps: tuple[tuple[str, str, str], ...]
    steps_version: int
    terms: tuple[tuple[str, str], ...]
    doing: str
    chosen: TariffRow | None
    preview: Preview | None
    has_errors: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an arrangement's tariffs."""

    head: CommitmentHead
    items: tuple[TariffItem, ...]
    steps: tuple[Step, ...]
    today: date

    @property
    def tariffs(self) -> tuple[Tariff, ...]:
        """As the engines take them."""
        return tuple(each.tariff for each in self.items)

    @property
    def running(self) -> Tariff | None:
        """The one that holds today."""
        return next((each for each in self.tariffs if each.holds_on(self.today)), None)

    @property
    def usual(self) -> str:
        """What is done most: indexing when a tariff runs, else adding one."""
        return INDEX if self.running is not None else ADD

    def first_free(self) -> date:
        """The first day without a tariff: where a new one is likely to begin."""
        found = gaps(self.tariffs, starts_on=self.head.starts_on, ends_on=self.head.ends_on)
        return found[0][0] if found else self.head.starts_on


def tariffs_page(told: Told, *, doing: str, chosen_id: int = 0, preview: Preview | None = None, has_errors: bool = False) -> TariffsPage:
    """Put the tariffs in words."""
    head, rows = told.head, _rows(told)
    term = {"starts_on": head.starts_on, "ends_on": head.ends_on}
    pays_units = head.kind == ARRANGEMENT and head.variant is not Variant.TASK
    return TariffsPage(
        id=head.id,
        title="Tarieven",
        reference=head.reference,
        kicker=f"{head.reference} {head.name}, {head.provider_name}",
        lead=_lead(told),
        sections=sections_of(head.id, head.kind, here="management.tariffs"),
        is_bought=head.kind == ARRANGEMENT,
        problems=tariff_problems(told.tariffs, **term) if told.items and pays_units else (),
        rows=rows,
        steps=_steps(told),
        steps_version=seen_as(told.steps),
        terms=_terms(head),
        doing=doing,
        chosen=next((each for each in rows if each.id == chosen_id), None),
        preview=preview,
        has_errors=has_errors,
    )


def preview_of(told: Told, *, from_on: date | None, thousandths: int) -> Preview:
    """What the indexation would do. Raises Refused where it cannot be."""
    running, closed, raised = index_running(told.tariffs, from_on=from_on, thousandths=thousandths)
    item = next(each for each in told.items if each.valid_from == running.valid_from)
    more = raised.cents - running.cents
    word = "meer" if more > 0 else "minder"
    return Preview(
        was=_price(running),
        becomes=_price(raised),
        change=f"{euros(abs(more))} {word} per {raised.unit} ({percentage_text(thousandths)})" if more else "Afgerond op centen verandert er niets",
        closes="" if closed.valid_until is None else day(closed.valid_until),
        begins=day(raised.valid_from),
        a_year=_a_year(told, raised, more, word),
        late=f"Let op: het arrangement eindigt op {day(told.head.ends_on)}." if raised.valid_from > told.head.ends_on else "",
        version=item.version,
    )


def _a_year(told: Told, raised: Tariff, more: int, word: str) -> str:
    places = told.head.agreed_places
    if not places or not more or raised.unit not in OF_TIME or told.head.variant is Variant.TASK:
        return ""
    units = units_in(raised.unit, first_on=raised.valid_from, last_on=raised.valid_from + _YEAR)
    cents = whole_cents(abs(more) * units * Fraction(places))
    staffel = ", zonder de staffel" if told.steps else ""
    return f"In een jaar is dat {euros(cents)} {word}, als alle {bound(places, '')} plekken steeds bezet zijn{staffel}."


def _lead(told: Told) -> str:
    if told.head.kind != ARRANGEMENT:
        return "Een subsidie heeft geen tarieven. De gemeente verleent een bedrag."
    if not told.items:
        return "Er is nog geen tarief. Voeg het tarief toe dat is afgesproken."
    running = told.running
    if running is None:
        return "Vandaag geldt geen tarief."
    until = "zonder einddatum" if running.valid_until is None else f"tot en met {day(running.valid_until)}"
    return f"Vandaag geldt {_price(running)}, {until}."


def _price(tariff: Tariff) -> str:
    return f"{euros(tariff.cents)} per {tariff.unit}"


def _rows(told: Told) -> tuple[TariffRow, ...]:
    """The latest tariff first: that is the one people look for."""
    formers = {later.id: former for former, later in pairwise(told.items)}
    return tuple(_row(each, formers.get(each.id), told.today) for each in reversed(told.items))


def _row(item: TariffItem, former: TariffItem | None, today: date) -> TariffRow:
    period = f"vanaf {day(item.valid_from)}" if item.valid_until is None else f"{day(item.valid_from)} tot en met {day(item.valid_until)}"
    holds = ("komt nog", "actie") if item.valid_from > today else ("geldt nu", "goed") if item.tariff.holds_on(today) else ("voorbij", "rustig")
    return TariffRow(item.id, item.version, period, _price(item.tariff), holds, _origin(item, former), item.reason, _by(item))


def _by(item: TariffItem) -> str:
    return f"{item.made_by}, {moment(item.made_at)}"


def _origin(item: TariffItem, former: TariffItem | None) -> str:
    if item.indexed_by is None:
        return "Afgesproken"
    told = f"Geïndexeerd met {percentage_text(item.indexed_by)}"
    if former is None or not follows(former.tariff, item.tariff, item.indexed_by):
        return f"{told}. Let op: het volgt niet meer uit het tarief ervoor, want dat is later veranderd."
    return f"{told} vanaf {euros(former.cents)}"


def _steps(told: Told) -> tuple[tuple[str, str, str], ...]:
    """Of each bracket: which units, which part of the tariff, and what that is now."""
    if not told.steps:
        return ()
    running, unit = told.running, _unit(told)
    starts = [Step(0, 100_000), *told.steps]
    ends = [each.above_units for each in told.steps]
    found = []
    for place, step in enumerate(starts):
        upto = f"tot en met {number(ends[place])}" if place < len(ends) else "en meer"
        price = "" if running is None else euros(whole_cents(Fraction(running.cents * step.thousandths, 100_000)))
        found.append((f"{number(step.above_units + 1)} {upto} {unit}", percentage_text(step.thousandths), price))
    return tuple(found)


def _unit(told: Told) -> str:
    units: Sequence[str] = [told.running.unit] if told.running is not None else [each.unit for each in told.items[-1:]]
    return PLURALS[units[0]] if units else "eenheden"


def _terms(head: CommitmentHead) -> tuple[tuple[str, str], ...]:
    """What the arrangement is paid for."""
    variant = "nog niet vastgelegd" if head.variant is None else f"{head.variant.value.capitalize()}. {MEANING[head.variant]}"
    product = " ".join(part for part in (head.product_category, head.product_code) if part)
    told = (
        ("Variant", variant),
        ("Product (iWmo)", product),
        ("Afgesproken plekken", "" if head.agreed_places is None else bound(head.agreed_places, "")),
        ("Looptijd", f"{day(head.starts_on)} tot en met {day(head.ends_on)}"),
    )
    return tuple((name, text) for name, text in told if text)
