"""The page of one series: one KPI of one aanbieder by quarter, with its limits, and where these begin anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi.queries.indicator_picture import Judged, QuarterFigure
from kpi.queries.indicators import IndicatorLine
from kpi.queries.rebases import RebaseLine
from portal.management.forms import RebaseForm, WithdrawalForm
from portal.management.kpi_words import norm_text
from portal.management.series_words import (
    ASSURED,
    FindingGroup,
    basis_words,
    finding_groups,
    is_too_little,
    smallest_words,
    too_little_words,
    verdict_words,
)
from portal.management.words import DEVIATION_STATES, DeviationState, Fact
from portal.web.charts import RunChart
from portal.web.formatting import figure, moment, short_quarter
from portal.web.series_chart import frame_of, missing_words, run_chart

SHOWN_AT_ONCE = 4
"""Quarters whose findings stand open on the page; the older ones can be opened."""


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """What was found in one quarter. `state` is that of its deviation, if there is one."""

    quarter: str
    value: str
    basis: str
    groups: tuple[FindingGroup, ...]
    deviation_id: int
    state: DeviationState | None


@dataclass(frozen=True, slots=True)
class RebaseRow:
    """One new beginning of the limits; `withdrawn` tells by whom and when it was taken back."""

    id: int
    quarter: str
    reason: str
    told: str
    withdrawn: str
    withdrawn_reason: str


@dataclass(frozen=True, slots=True)
class RebaseForms:
    """The forms of the page, with what was typed in them. `withdrawn_id`: the new beginning that the withdrawal was about."""

    rebase: RebaseForm = field(default_factory=RebaseForm)
    withdrawal: WithdrawalForm = field(default_factory=WithdrawalForm)
    withdrawn_id: int = 0

    @property
    def wrong(self) -> RebaseForm | WithdrawalForm | None:
        """The form with a mistake in it."""
        return next((form for form in (self.rebase, self.withdrawal) if form.errors), None)


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """One series. Without any quarter there is no chart."""

    code: str
    name: str
    provider_id: int
    provider: str
    lead: str
    chart: RunChart | None
    facts: tuple[Fact, ...]
    too_little: str
    awaited: str
    quarters: tuple[QuarterRow, ...]
    older: tuple[QuarterRow, ...]
    rebases: tuple[RebaseRow, ...]
    can_rebase: bool
    has_errors: bool

    @property
    def title(self) -> str:
        """The heading."""
        return f"{self.code} {self.name}"

    @property
    def href(self) -> str:
        """Its own address."""
        return f"/beheer/kpis/{self.code}/aanbieders/{self.provider_id}"


def series_page(
    versions: Sequence[IndicatorLine],
    provider: tuple[int, str],
    figures: Sequence[QuarterFigure],
    rebases: Sequence[RebaseLine],
    forms: RebaseForms,
) -> SeriesPage:
    """Put a series in words, and make its chart."""
    frame = frame_of(versions, figures)
    line, signed = frame.newest, [one for one in figures if one.is_signed]
    chart = run_chart(f"{line.code} {line.name}, {provider[1]}", frame, figures)
    choices = _choices(figures, rebases)
    forms.rebase.period.choices = [("", "Kies een kwartaal"), *((code, short_quarter(code)) for code in choices)]
    by_version = {one.version: one for one in versions}
    rows = tuple(_quarter_row(one, by_version[one.definition_version]) for one in reversed(signed))
    newest = signed[-1] if signed else None
    return SeriesPage(
        code=line.code,
        name=line.name,
        provider_id=provider[0],
        provider=provider[1],
        lead=_lead(newest, line),
        chart=chart if chart.points else None,
        facts=_facts(newest, line, rebases) if newest is not None else (),
        too_little=_too_little(newest),
        awaited=_awaited(figures),
        quarters=rows[:SHOWN_AT_ONCE],
        older=rows[SHOWN_AT_ONCE:],
        rebases=tuple(_rebase_row(one) for one in rebases),
        can_rebase=bool(choices),
        has_errors=forms.wrong is not None,
    )


def _choices(figures: Sequence[QuarterFigure], rebases: Sequence[RebaseLine]) -> list[str]:
    """Where the limits can begin anew: any signed quarter after the first, the newest first."""
    taken = {one.period for one in rebases if one.counts}
    signed = [one.period for one in figures if one.is_signed]
    return [period for period in reversed(signed[1:]) if period not in taken]


def _lead(newest: QuarterFigure | None, line: IndicatorLine) -> str:
    if newest is None:
        return "Van deze aanbieder is nog geen ondertekend cijfer. Na de eerste ondertekening ziet u hier hoe het cijfer zich ontwikkelt."
    judged = newest.judged
    if newest.is_open:
        return f"{short_quarter(newest.period)} valt op. Bekijk de afwijking, of kijk hieronder hoe het cijfer zich ontwikkelt."
    if judged is None or newest.value is None:
        return f"Van {short_quarter(newest.period)} is geen cijfer om te beoordelen: {missing_words(newest) or 'nog niet beoordeeld'}."
    return f"{short_quarter(newest.period)}: {figure(newest.value, line.unit, line.decimals)}. Hieronder ziet u hoe het cijfer zich ontwikkelt."


def _awaited(figures: Sequence[QuarterFigure]) -> str:
    """The quarters whose figures lie with the aanbieder."""
    told = [short_quarter(one.period) for one in figures if not one.is_signed]
    return f"Nog niet ondertekend, en dus niet te zien: {', '.join(told)}." if told else ""


def _facts(newest: QuarterFigure, line: IndicatorLine, rebases: Sequence[RebaseLine]) -> tuple[Fact, ...]:
    judged = newest.judged
    value = figure(newest.value, line.unit, line.decimals) if newest.value is not None else missing_words(newest)
    facts = [Fact(short_quarter(newest.period), value, basis_words(newest))]
    facts.append(Fact("Norm", norm_text(line), "" if judged is None else verdict_words(judged)))
    if judged is None or newest.value is None:
        return tuple(facts)
    smallest = smallest_words(judged, line)
    note = "Een kleinere verandering kan toeval zijn." if smallest else "Zelfs een grote verandering is nu niet van toeval te onderscheiden."
    facts.append(Fact("Kleinste verandering die opvalt", smallest or "geen", note))
    if judged.upper is not None:
        facts.append(Fact("Eerdere kwartalen", str(judged.earlier), _limits_stand_on(newest, judged, rebases)))
    return tuple(facts)


def _limits_stand_on(newest: QuarterFigure, judged: Judged, rebases: Sequence[RebaseLine]) -> str:
    """How firm the limits are, and since when they count."""
    begun = max((one.period for one in rebases if one.counts and one.period <= newest.period), default="")
    since = f"De grenzen tellen vanaf {short_quarter(begun)}. " if begun else ""
    firm = "Ze zijn voorlopig: ze staan op minder dan 12 kwartalen." if begun else "Voorlopig: er zijn minder dan 12 eerdere kwartalen."
    return since + (firm if judged.is_trial else ASSURED.get(judged.assurance, ""))


def _too_little(newest: QuarterFigure | None) -> str:
    if newest is None or newest.judged is None or newest.value is None or not is_too_little(newest.judged):
        return ""
    return too_little_words(newest.judged)


def _quarter_row(one: QuarterFigure, line: IndicatorLine) -> QuarterRow:
    value = figure(one.value, line.unit, line.decimals) if one.value is not None else missing_words(one)
    told = () if one.judged is None else finding_groups(one.judged)
    return QuarterRow(short_quarter(one.period), value, basis_words(one), told, one.deviation_id, DEVIATION_STATES.get(one.deviation_state))


def _rebase_row(one: RebaseLine) -> RebaseRow:
    withdrawn = "" if one.withdrawn_at is None else f"Ingetrokken door {one.withdrawn_by} op {moment(one.withdrawn_at)}."
    told = f"{one.person_name}, {moment(one.at)}"
    return RebaseRow(one.id, short_quarter(one.period), one.reason, told, withdrawn, one.withdrawn_reason)
