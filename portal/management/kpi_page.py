"""The page of one KPI: what it means, and all aanbieders side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.domain.signals.norms import Verdict
from kpi.queries.indicator_picture import QuarterFigure
from kpi.queries.indicator_talk import SaidAtCell
from kpi.queries.indicators import IndicatorLine
from portal.management.kpi_charts import can_compare, funnel_of, is_share, multiples_of
from portal.management.kpi_words import DIRECTIONS, ELSEWHERE, DefinitionHistory, history_of, norm_text, valid_text
from portal.management.words import DEVIATION_STATES, FAMILIES, SEVERITIES, DeviationState, Severity, counted
from portal.web.cell_panel import SIDES
from portal.web.charts import Funnel, SmallMultiples
from portal.web.formatting import moment, quarter, short_quarter, with_quarters
from portal.web.series_chart import KpiFrame, frame_of

NO_FUNNEL_KIND = "De cijfers van dit kwartaal tellen geen hele mensen. Daarom vergelijken we niet naar grootte."
NO_FUNNEL_FEW = "In dit kwartaal heeft hoogstens één aanbieder een cijfer. Er valt niets te vergelijken."
NO_FUNNEL_EQUAL = "In dit kwartaal telt elke aanbieder evenveel mensen. De lijnen hierboven vergelijken hen al eerlijk."

NO_FUNNEL_VERSIONS = "In dit kwartaal telden niet alle aanbieders met dezelfde definitie. Daarom vergelijken we hen niet."


@dataclass(frozen=True, slots=True)
class OpenDeviation:
    """A deviation of this KPI with which people are not done."""

    id: int
    provider: str
    quarter: str
    severity: Severity
    state: DeviationState
    sentence: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One of the newest remarks, and where it stands."""

    href: str
    where: str
    at: str
    when: str
    who: str
    side: str
    text: str


@dataclass(frozen=True, slots=True)
class QuarterChoice:
    """A quarter to compare the aanbieders in."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class KpiPage:
    """One KPI. Without figures there are no charts; `elsewhere` says where they come from instead, when not from the aanbieders.

    `no_funnel` says why the aanbieders are not compared by size.
    """

    code: str
    name: str
    family: str
    lead: str
    elsewhere: str
    definition: str
    numerator_label: str
    denominator_label: str
    norm: str
    norm_note: str
    better: str
    valid: str
    source: str
    multiples: SmallMultiples | None
    series_hrefs: tuple[str, ...]
    funnel: Funnel | None
    no_funnel: str
    compared: str
    choices: tuple[QuarterChoice, ...]
    other_unit: str
    deviations: tuple[OpenDeviation, ...]
    remarks: tuple[Remark, ...]
    history: DefinitionHistory

    @property
    def title(self) -> str:
        """The heading."""
        return f"{self.code} {self.name}"


def kpi_page(versions: Sequence[IndicatorLine], figures: Sequence[QuarterFigure], said: Sequence[SaidAtCell], asked: str) -> KpiPage:
    """Put a KPI in words, and make its charts. `asked` is the quarter to compare in; "" or an unknown one is the newest with a figure."""
    frame = frame_of(versions, figures)
    line = frame.newest
    chosen, periods = _compared(frame, figures, asked)
    funnel = funnel_of(frame, figures, chosen) if chosen else None
    return KpiPage(
        code=line.code,
        name=line.name,
        family=FAMILIES[line.family],
        lead=_lead(figures),
        elsewhere="" if figures else ELSEWHERE.get(line.reported_by, ""),
        definition=line.definition,
        numerator_label=line.numerator_label,
        denominator_label=line.denominator_label,
        norm=norm_text(line),
        norm_note=line.norm_note,
        better=DIRECTIONS.get(line.direction, ""),
        valid=valid_text(line),
        source=line.source,
        multiples=multiples_of(frame, figures) if frame.periods else None,
        series_hrefs=tuple(f"/beheer/kpis/{line.code}/aanbieders/{number}" for number in dict.fromkeys(one.provider_id for one in figures)),
        funnel=funnel,
        no_funnel="" if funnel is not None or not chosen else _no_funnel(frame, figures, chosen),
        compared=chosen,
        choices=tuple(QuarterChoice(short_quarter(one), f"?kwartaal={one.lower()}#vergelijking", one == chosen) for one in periods),
        other_unit=_other_unit(frame, versions, figures),
        deviations=tuple(_deviation(one) for one in _newest_first(figures) if one.is_open),
        remarks=tuple(_remark(one, line.code) for one in said),
        history=history_of(versions),
    )


def _compared(frame: KpiFrame, figures: Sequence[QuarterFigure], asked: str) -> tuple[str, list[str]]:
    """The quarter to compare in, and all that can be chosen, the newest first; nothing when the figures are no shares of people."""
    if not can_compare(frame, figures):
        return "", []
    known = {one.period for one in figures if one.value is not None and one.definition_version in frame.comparable}
    periods = sorted(known, reverse=True)
    wanted = asked.upper()
    return (wanted if wanted in known else periods[0] if periods else ""), periods


def _lead(figures: Sequence[QuarterFigure]) -> str:
    """How the aanbieders stand in the newest quarter, in two sentences."""
    newest = max((one.period for one in figures if one.value is not None), default="")
    if not newest:
        return "Er is nog geen ondertekend cijfer. Hieronder leest u wat deze KPI telt."
    now = [one.judged for one in figures if one.period == newest and one.value is not None]
    missed = sum(one is not None and one.norm_verdict == Verdict.MISSED for one in now)
    out = sum(one is not None and one.severity > 0 for one in now)
    held = any(one is not None and one.norm_verdict for one in now)
    norm = f"{missed} van {counted(len(now), 'aanbieder', 'aanbieders')} {'haalt' if missed == 1 else 'halen'} de norm zeker niet. " if held else ""
    return f"{quarter(newest)}: {norm}{out} van {counted(len(now), 'aanbieder', 'aanbieders')} {'valt' if out == 1 else 'vallen'} op."


def _no_funnel(frame: KpiFrame, figures: Sequence[QuarterFigure], chosen: str) -> str:
    """Why there is no comparison by size in this quarter."""
    known = [one for one in figures if one.period == chosen and one.value is not None]
    if not is_share(frame, known):
        return NO_FUNNEL_KIND
    return NO_FUNNEL_FEW if len(known) < 2 else NO_FUNNEL_EQUAL if len({one.denominator for one in known}) < 2 else NO_FUNNEL_VERSIONS


def _other_unit(frame: KpiFrame, versions: Sequence[IndicatorLine], figures: Sequence[QuarterFigure]) -> str:
    """Which versions are not drawn, because they count in another unit."""
    told = sorted({one.definition_version for one in figures} - set(frame.comparable))
    names = [f"versie {one.version} ({valid_text(one)})" for one in versions if one.version in told]
    return f"Niet in de lijnen: {', '.join(names)}. Dat is een andere eenheid." if names else ""


def _newest_first(figures: Sequence[QuarterFigure]) -> list[QuarterFigure]:
    return sorted(figures, key=lambda one: (one.period, one.deviation_severity), reverse=True)


def _deviation(one: QuarterFigure) -> OpenDeviation:
    heaviest = max(one.judged.findings, key=lambda found: found.weight, default=None) if one.judged is not None else None
    sentence = with_quarters(heaviest.sentence) if heaviest is not None else "De aanbieder past de rapportage aan."
    state = DEVIATION_STATES[one.deviation_state]
    return OpenDeviation(one.deviation_id, one.provider_name, short_quarter(one.period), SEVERITIES[one.deviation_severity], state, sentence)


def _remark(one: SaidAtCell, code: str) -> Remark:
    where, href = f"{one.provider_name}, {short_quarter(one.period)}", f"/beheer/rapportages/{one.report_id}/cijfers/{code}#draad"
    return Remark(href, where, one.at.isoformat(), moment(one.at), one.who, SIDES[one.side], one.text)
