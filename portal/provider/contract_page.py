"""The aanbieder's own contracts in words: what was agreed, for how much, and what was realised of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.domain.commitment import ARRANGEMENT, SUBSIDIE
from contracts.domain.options import plan
from contracts.domain.spending import room_signal
from contracts.domain.staffel import Step
from contracts.domain.variant import MEANING, Variant
from contracts.queries.own_contracts import OwnAgreement, OwnContract, OwnRoom, OwnYear
from contracts.queries.tariffs import TariffItem
from kpi.queries.own_kpis import OwnKpi
from portal.provider.grid_page import norm_in_words
from portal.web.formatting import day, euros, number

UNKNOWN_UNTIL = "tot welke dag is niet bekend"
KINDS = {ARRANGEMENT: "Arrangement", SUBSIDIE: "Subsidie"}


@dataclass(frozen=True, slots=True)
class FrameShown:
    """A raamovereenkomst: how long it runs, and its options in sentences."""

    id: int
    name: str
    reference: str
    runs: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContractRow:
    """An arrangement or subsidie in the list, with the money of this year."""

    href: str
    name: str
    reference: str
    agreement: str
    runs: str
    committed: str
    realised: str
    until: str


@dataclass(frozen=True, slots=True)
class RoomShown:
    """What we may cost this year, what was used of it, and what comes next."""

    room: str
    used: str
    left: str
    is_over: bool
    next_step: str


@dataclass(frozen=True, slots=True)
class ContractsPage:
    """All of them."""

    year: int
    frames: tuple[FrameShown, ...]
    groups: tuple[tuple[str, str, tuple[ContractRow, ...]], ...]
    room: RoomShown | None
    title: str = "Contracten"
    lead: str = "Wat u met de gemeente hebt afgesproken, en hoe het met het geld staat."


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year's money."""

    year: int
    committed: str
    realised: str
    until: str


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One tariff. `note`: how it came about."""

    price: str
    unit: str
    runs: str
    note: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One KPI with its norm."""

    name: str
    norm: str
    norm_note: str
    part: str


@dataclass(frozen=True, slots=True)
class ContractPage:
    """One arrangement or subsidie."""

    id: int
    title: str
    kicker: str
    lead: str
    agreed: tuple[tuple[str, str], ...]
    years: tuple[YearRow, ...]
    tariffs: tuple[TariffRow, ...]
    steps: tuple[str, ...]
    kpis: tuple[KpiRow, ...]
    has_tariffs: bool
    sections: tuple[tuple[str, str, bool], ...]


def contracts_page(
    frames: Sequence[OwnAgreement], contracts: Sequence[OwnContract], room: OwnRoom | None, *, today: date, percent: int
) -> ContractsPage:
    """The list in words. `percent`: from which part of the room on there is a signal (0: the region does not use it)."""
    groups = (("arrangementen", "Arrangementen", ARRANGEMENT), ("subsidies", "Subsidies", SUBSIDIE))
    rows = {kind: tuple(_row(each, today.year) for each in contracts if each.kind == kind) for kind in KINDS}
    return ContractsPage(
        year=today.year,
        frames=tuple(_frame(each, today) for each in frames),
        groups=tuple((key, name, rows[kind]) for key, name, kind in groups),
        room=None if room is None else _room(room, contracts, today.year, percent),
    )


def _room(found: OwnRoom, contracts: Sequence[OwnContract], year: int, percent: int) -> RoomShown:
    """The room is for what is bought: a subsidie has an amount of its own."""
    years = (each.in_year(year) for each in contracts if each.kind == ARRANGEMENT)
    used = sum(each.realised_cents for each in years if each is not None)
    signal = room_signal(room_cents=found.room_cents, used_cents=used, clock=found.clock, share=Fraction(percent, 100)) if percent else None
    left = found.room_cents - used
    return RoomShown(euros(found.room_cents), euros(used), euros(abs(left)), left < 0, "" if signal is None else signal.step.sentence)


def contract_page(
    found: OwnContract,
    *,
    tariffs: Sequence[TariffItem],
    steps: Sequence[Step],
    kpis: Sequence[OwnKpi],
    today: date,
    sections: tuple[tuple[str, str, bool], ...],
) -> ContractPage:
    """One of them in words."""
    return ContractPage(
        id=found.id,
        title=found.name,
        kicker=f"{found.reference}, {found.kind}",
        lead=_lead(found.in_year(today.year), today.year),
        agreed=tuple(_agreed(found)),
        years=tuple(YearRow(each.year, euros(each.committed_cents), euros(each.realised_cents), until_text(each)) for each in found.years),
        tariffs=tuple(_tariff(each, today) for each in tariffs),
        steps=tuple(map(_step, steps)),
        kpis=tuple(map(_kpi, kpis)),
        has_tariffs=found.kind == ARRANGEMENT,
        sections=sections,
    )


def until_text(year: OwnYear) -> str:
    """Until which day the realised amount goes."""
    return f"tot en met {day(year.realised_until)}" if year.realised_until else UNKNOWN_UNTIL if year.realised_cents else ""


def runs_text(starts_on: date, ends_on: date) -> str:
    """ "1 januari 2024 tot en met 31 december 2026"."""
    return f"{day(starts_on)} tot en met {day(ends_on)}"


def _frame(found: OwnAgreement, today: date) -> FrameShown:
    planned = plan(found.base_ends_on, found.options, today=today)
    return FrameShown(
        found.id, found.name, found.reference, runs_text(found.starts_on, found.ends_on), tuple(each.sentence(today) for each in planned)
    )


def _row(found: OwnContract, year: int) -> ContractRow:
    money = found.in_year(year)
    return ContractRow(
        href=f"/aanbieder/contracten/{found.id}",
        name=found.name,
        reference=found.reference,
        agreement=f"onder {found.agreement_reference}" if found.agreement_reference else "",
        runs=runs_text(found.starts_on, found.ends_on),
        committed=euros(None if money is None else money.committed_cents),
        realised=euros(None if money is None else money.realised_cents),
        until="" if money is None else until_text(money),
    )


def _lead(money: OwnYear | None, year: int) -> str:
    if money is None:
        return f"Voor {year} is geen bedrag afgesproken."
    realised = ", ".join(part for part in (f"Daarvan is {euros(money.realised_cents)} gerealiseerd", until_text(money)) if part)
    return f"Voor {year} is {euros(money.committed_cents)} vastgelegd. {realised}."


def _agreed(found: OwnContract) -> list[tuple[str, str]]:
    told = [("Looptijd", runs_text(found.starts_on, found.ends_on))]
    if found.agreement_reference:
        told.append(("Raamovereenkomst", f"{found.agreement_name} ({found.agreement_reference})"))
    if found.care_form:
        told.append(("Vorm", found.care_form))
    if found.variant:
        told.append(("Hoe er wordt betaald", f"{found.variant.capitalize()}. {MEANING[Variant(found.variant)]}"))
    if found.product_code:
        told.append(("Productcode", found.product_code))
    if found.agreed_places is not None:
        told.append(("Afgesproken plekken", f"{number(found.agreed_places, _decimals(found))}. Meer plekken worden niet betaald."))
    return told


def _decimals(found: OwnContract) -> int:
    return 0 if found.agreed_places is None or found.agreed_places == found.agreed_places.to_integral_value() else 1


def _tariff(found: TariffItem, today: date) -> TariffRow:
    runs = runs_text(found.valid_from, found.valid_until) if found.valid_until else f"vanaf {day(found.valid_from)}"
    note = "" if found.indexed_by is None else f"na indexatie met {_percent(found.indexed_by)}"
    return TariffRow(euros(found.cents), found.unit, runs, note, found.tariff.holds_on(today))


def _percent(thousandths: int) -> str:
    whole, rest = divmod(abs(thousandths), 1000)
    return f"{'-' if thousandths < 0 else ''}{whole},{rest:03d}".rstrip("0").rstrip(",") + " %"


def _step(step: Step) -> str:
    return f"Boven {number(step.above_units)} eenheden in een jaar kost een eenheid {_percent(step.thousandths)} van het tarief."


def _kpi(found: OwnKpi) -> KpiRow:
    norm = norm_in_words(found.norm_kind, found.norm_low, found.norm_high, found.unit)
    note = "in dit contract afgesproken" if found.is_agreed else ""
    return KpiRow(f"{found.code} {found.name}", norm, note, "Hierop sturen we samen" if found.is_steering else "Achtergrond")
