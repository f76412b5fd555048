"""The KPIs of one arrangement or subsidie in words: what was agreed, and whether it is being delivered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from contracts.queries.commitment_head import CommitmentHead
from kpi.domain.agreed_norm import advice, held_to, norm_of, seen_as
from kpi.domain.cell import Figures
from kpi.domain.signals.series import Kind
from kpi.queries.agreed_kpis import AgreedKpi
from kpi.queries.indicators import IndicatorLine
from kpi.queries.judged import JudgedFigure
from kpi.queries.provider_picture import DatedFigure
from portal.management.commitment_sections import Section, sections_of
from portal.management.kpi_words import NO_NORM, definition_of, norm_text
from portal.management.provider_kpis import bullet_of
from portal.management.signs import Sign, norm_sign, value_words
from portal.management.words import FAMILIES, counted, norm_words
from portal.web.charts import Bullet
from portal.web.formatting import short_quarter

OFFERED = ("aanbieder", "berekend")  # what the gemeente counts itself is not of one aanbieder
OF_GEMEENTE = ("voorzorg",)  # nor is its own work at the door
STEERING_KPIS = "stuur-KPI's"
NOT_YET = Sign("○", "nog geen cijfer")


class KpiRow(NamedTuple):
    """One KPI of the contract. `norm` holds here; `catalogue`: the catalogue's, when another was agreed."""

    code: str
    name: str
    href: str
    norm: str
    note: str
    catalogue: str
    value: str
    period: str
    bullet: Bullet | None
    sign: Sign
    version: int


@dataclass(frozen=True, slots=True)
class CommitmentKpisPage:
    """The KPIs, steering ones and context. `chosen`: the one that is being changed. `offered`: what can be attached, by family."""

    id: int
    title: str
    reference: str
    kicker: str
    lead: str
    sections: tuple[Section, ...]
    advice: str
    groups: tuple[tuple[str, tuple[KpiRow, ...]], ...]
    shows_figures: bool
    differs: bool
    chosen: KpiRow | None
    offered: bool
    has_errors: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a contract's KPIs. `figures`: judged figures of its aanbieder, by KPI, the oldest first; None: the viewer may not see them."""

    head: CommitmentHead
    kpis: tuple[AgreedKpi, ...]
    catalogue: Mapping[str, IndicatorLine]
    figures: Sequence[DatedFigure] | None

    def find(self, code: str) -> AgreedKpi | None:
        """One of its KPIs."""
        return next((each for each in self.kpis if each.code == code), None)

    def choices(self) -> list[tuple[str, str]]:
        """The KPIs that can begin to belong to it: those of an aanbieder, and not there yet."""
        taken = {each.code for each in self.kpis}
        own = [line for line in self.catalogue.values() if line.reported_by in OFFERED and line.family not in OF_GEMEENTE]
        offered = [line for line in own if line.code not in taken]
        return [(line.code, f"{FAMILIES.get(line.family, line.family)}: {line.code} {line.name} ({norm_text(line)})") for line in offered]


def commitment_kpis_page(known: Known, *, chosen: str = "", has_errors: bool = False) -> CommitmentKpisPage:
    """Put the KPIs in words."""
    head = known.head
    latest = _latest(known.figures or ())
    rows = {each.code: _row(each, known, latest.get(each.code)) for each in known.kpis}
    steering = tuple(rows[each.code] for each in known.kpis if each.is_steering)
    others = tuple(rows[each.code] for each in known.kpis if not each.is_steering)
    return CommitmentKpisPage(
        id=head.id,
        title="KPI's",
        reference=head.reference,
        kicker=f"{head.reference} {head.name}, {head.provider_name}",
        lead=_lead(steering) if known.figures is not None else "Wat is afgesproken. De cijfers zijn voor de contractmanager.",
        shows_figures=known.figures is not None,
        sections=sections_of(head.id, head.kind, here="management.commitment_kpis"),
        advice=advice(steering=len(steering), others=len(others)),
        groups=tuple((name, group) for name, group in (("Hierop wordt gestuurd", steering), ("Context", others)) if group),
        differs=any(each.catalogue for each in rows.values()),
        chosen=rows.get(chosen),
        offered=bool(known.choices()),
        has_errors=has_errors,
    )


def _latest(figures: Iterable[DatedFigure]) -> dict[str, DatedFigure]:
    """The newest judged figure of each KPI: they come by KPI, the oldest first."""
    return {each.figure.code: each for each in figures if each.figure.is_judged}


def _lead(steering: Sequence[KpiRow]) -> str:
    """Is it being delivered? Only what the steering KPIs say for sure."""
    if not steering:
        return "Kies de KPI's waarop u bij dit contract stuurt."
    tones = [row.sign.tone for row in steering]
    met, missed = tones.count("goed"), tones.count("zorg")
    unclear = len(tones) - met - missed
    told = [
        f"{met} {'haalt' if met == 1 else 'halen'} de norm" if met else "",
        f"{missed} {'haalt' if missed == 1 else 'halen'} de norm niet" if missed else "",
        f"van {unclear} is het niet te zeggen" if unclear else "",
    ]
    return f"Van {counted(len(tones), 'stuur-KPI', STEERING_KPIS)}: {', '.join(filter(None, told))}."


def _row(kpi: AgreedKpi, known: Known, dated: DatedFigure | None) -> KpiRow:
    line = known.catalogue.get(kpi.code)
    own = norm_of(kpi.norm_low, kpi.norm_high)
    one = None if dated is None else _held(dated, kpi, line)
    usual = NO_NORM if line is None else norm_text(line)
    here = usual if own is None else norm_words(own.kind, own.low, own.high, kpi.unit)
    return KpiRow(
        code=kpi.code,
        name=kpi.name,
        href=f"/beheer/kpis/{kpi.code}/aanbieders/{known.head.provider_id}",
        norm=here,
        note=kpi.norm_note,
        catalogue="" if own is None or usual == here else usual,
        value="" if one is None else value_words(one),
        period="" if dated is None else short_quarter(dated.period),
        bullet=None if one is None else bullet_of(one, None),
        sign=NOT_YET if one is None or one.value is None else norm_sign(one),
        version=seen_as(is_steering=kpi.is_steering, low=kpi.norm_low, high=kpi.norm_high, note=kpi.norm_note),
    )


def _held(dated: DatedFigure, kpi: AgreedKpi, line: IndicatorLine | None) -> JudgedFigure:
    """The figure against the norm that holds in this contract."""
    one, norm = dated.figure, norm_of(kpi.norm_low, kpi.norm_high)
    if norm is None or line is None or one.kind is None:
        return one
    figures = Figures(one.numerator, one.denominator, one.missing_reason)
    found, side = held_to(norm, definition_of(line), Kind(one.kind), dated.period, figures)
    return one._replace(norm_kind=norm.kind, norm_low=norm.low, norm_high=norm.high, norm_verdict=found, norm_side=side)
