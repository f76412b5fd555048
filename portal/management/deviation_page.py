"""One deviation as it is shown: its figures in words, who said what, and what the contractmanager can do with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from kpi.domain import follow_up
from kpi.domain.reporting_period import QUARTER, kind_of
from kpi.domain.reporting_period import before as earlier_period
from kpi.queries.deviation_beside import Beside
from kpi.queries.deviations import DeviationPage
from kpi.queries.dialogues import SessionChoice
from kpi.queries.indicator_picture import Judged, QuarterFigure
from kpi.queries.indicators import IndicatorLine
from portal.management.deviation_basis import Claim, claim_of
from portal.management.forms import AgendaForm, ClosingForm, EffectForm, QuestionForm
from portal.management.words import DEVIATION_EVENTS, DEVIATION_STATES, SEVERITIES, DeviationState, Fact, Severity, norm_words
from portal.management.worklist_page import changed_on
from portal.web.charts import RunChart
from portal.web.formatting import NOTHING, figure, moment, quarter, typed, with_quarters
from portal.web.series_chart import frame_of, missing_words, run_chart

QUARTERS_SHOWN, LEAST_DRAWN = 12, 2
LEADS = {
    follow_up.NEW: "Vraag de aanbieder om uitleg, of handel dit punt af met een reden.",
    follow_up.ASKED: "De aanbieder is aan zet. U hoort het als er uitleg is.",
    follow_up.EXPLAINED: "De aanbieder heeft uitleg gegeven. Is het zo duidelijk?",
    follow_up.ON_AGENDA: "Dit punt staat op de agenda van een gesprek. Maak daar een afspraak, of handel het daarna af.",
    follow_up.RUNNING: "Er loopt een afspraak over dit punt. Volg of die wordt gedaan.",
    follow_up.EFFECT: "Het effect van de afspraak is gezien. Handel dit punt af met een reden.",
    follow_up.CLOSED: "Dit punt is afgehandeld. Hieronder leest u waarom.",
}
LEADS_AGAIN = {
    follow_up.ON_AGENDA: "Dit punt is besproken, zonder afspraak. Zet het opnieuw op een agenda, of handel het af.",
    follow_up.RUNNING: "De afspraak is gedaan. Kijk of het effect heeft.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was found, asked, answered or decided."""

    at: str
    when: str
    what: str
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page, with what was typed in them."""

    question: QuestionForm = field(default_factory=QuestionForm)
    closing: ClosingForm = field(default_factory=ClosingForm)
    agenda: AgendaForm = field(default_factory=AgendaForm)
    effect: EffectForm = field(default_factory=EffectForm)

    @property
    def wrong(self) -> QuestionForm | ClosingForm | AgendaForm | EffectForm | None:
        """The form with a mistake in it."""
        return next((form for form in (self.question, self.closing, self.agenda, self.effect) if form.errors), None)


@dataclass(frozen=True, slots=True)
class Steps:
    """What can be done with it now. `unsent` keeps a text that can no longer be sent."""

    may_take: bool
    question_action: str
    question_title: str
    can_close: bool
    can_see_effect: bool
    sessions: tuple[SessionChoice, ...]
    unsent: str


@dataclass(frozen=True, slots=True)
class OneDeviationPage:
    """Everything about one deviation."""

    id: int
    version: int
    report_id: int
    title: str
    kicker: str
    lead: str
    severity: Severity
    state: DeviationState
    changed: str
    owner: str
    claims: tuple[Claim, ...]
    quiet: tuple[Claim, ...]
    chart: RunChart | None
    series_href: str
    provider_href: str
    beside: Beside
    facts: tuple[Fact, ...]
    definition: str
    source: str
    cell_explanation: str
    said: tuple[Said, ...]
    provider: str
    steps: Steps
    has_errors: bool


def _facts(found: Found) -> tuple[Fact, ...]:
    """The two numbers, the value, its norm and the quarter before."""
    cell, asked = found.page.cell, found.definition
    norm = norm_words(asked.norm_kind, asked.norm_low, asked.norm_high, cell.unit)
    value = cell.missing_reason or figure(cell.value, cell.unit, cell.decimals)
    facts = [Fact("Waarde", value, _parts(asked, cell.numerator, cell.denominator)), Fact("Norm", norm or "geen norm", asked.norm_note)]
    return (*facts, _previous(found))


def _parts(asked: IndicatorLine, first: Decimal | None, second: Decimal | None) -> str:
    """The two numbers with what each counts: "22: mensen die ... 40: mensen die ..."."""
    if first is None:
        return ""
    parts = [f"{typed(first)}: {asked.numerator_label}"]
    if second is not None:
        parts.append(f"{typed(second)}: {asked.denominator_label}")
    return "\n".join(parts)


def _previous(found: Found) -> Fact:
    cell, before = found.page.cell, found.at(earlier_period(found.page.line.period))
    if before is None or not before.is_signed:
        return Fact("Vorig kwartaal", NOTHING, "Er is geen ondertekend cijfer van het kwartaal ervoor.")
    value = missing_words(before) or figure(before.value, cell.unit, cell.decimals)
    changed = before.definition_version != cell.definition_version
    corrected = "Gecorrigeerd in een latere rapportage." if before.is_corrected else ""
    return Fact("Vorig kwartaal", value, "Toen gold een andere definitie. Vergelijk de twee niet." if changed else corrected)


@dataclass(frozen=True, slots=True)
class Found:
    """All that the queries found of one deviation: the versions of its KPI, and all figures of its series, the oldest first."""

    page: DeviationPage
    versions: list[IndicatorLine]
    figures: list[QuarterFigure]
    beside: Beside

    @property
    def definition(self) -> IndicatorLine:
        """How the KPI was defined when the figure was asked."""
        return next(one for one in self.versions if one.version == self.page.cell.definition_version)

    @property
    def own(self) -> Judged | None:
        """What was judged of the period it is about; None while its report lies with the aanbieder."""
        found = self.at(self.page.line.period)
        return None if found is None else found.judged

    def at(self, period: str | None) -> QuarterFigure | None:
        """The figure of a period."""
        return next((one for one in self.figures if one.period == period), None)

    def chart(self, title: str) -> RunChart | None:
        """The newest quarters with their limits; None when there are too few for a line."""
        quarters = [one for one in self.figures if kind_of(one.period) == QUARTER][-QUARTERS_SHOWN:]
        if sum(one.value is not None for one in quarters) < LEAST_DRAWN:
            return None
        return run_chart(title, frame_of(self.versions, quarters), quarters)


def deviation_page(found: Found, forms: Forms, *, me: int, unsent: str = "") -> OneDeviationPage:
    """Put a deviation in words."""
    line, asked = found.page.line, found.definition
    name = f"{line.indicator_code} {line.indicator_name}"
    return OneDeviationPage(
        id=line.id,
        version=line.version,
        report_id=line.report_id,
        title=name,
        kicker=f"{line.provider_name}, {quarter(line.period)}",
        lead=LEADS[line.state] if line.ahead else LEADS_AGAIN.get(line.state, LEADS[line.state]),
        severity=SEVERITIES[line.severity],
        state=DEVIATION_STATES[line.state],
        changed="" if line.changed_at is None else changed_on(line.changed_at),
        owner=line.owner_name,
        claims=_claims(found),
        quiet=_quiet(found),
        chart=found.chart(name),
        series_href=f"/beheer/kpis/{line.indicator_code}/aanbieders/{line.provider_id}",
        provider_href=f"/beheer/aanbieders/{line.provider_id}",
        beside=found.beside,
        facts=_facts(found),
        definition=asked.definition,
        source=asked.source,
        cell_explanation=found.page.cell.explanation,
        said=_said(found.page),
        provider=line.provider_name,
        steps=_steps(found, me, unsent),
        has_errors=forms.wrong is not None,
    )


def _steps(found: Found, me: int, unsent: str) -> Steps:
    """What the contractmanager can do with it now."""
    line = found.page.line
    is_open, is_explained = line.state != follow_up.CLOSED, line.state == follow_up.EXPLAINED
    can_ask = line.state in (follow_up.NEW, follow_up.EXPLAINED)
    return Steps(
        may_take=is_open and line.owner_id != me,
        question_action=("uitleg-teruggeven" if is_explained else "uitleg-vragen") if can_ask else "",
        question_title="Nog niet duidelijk? Stel een vraag" if is_explained else "Vraag om uitleg",
        can_close=is_open,
        can_see_effect=line.state == follow_up.RUNNING,
        sessions=found.beside.agenda if is_open and found.beside.stands_on is None else (),
        unsent=unsent if not can_ask else "",
    )


def _claims(found: Found) -> tuple[Claim, ...]:
    """Why it stands out, the heaviest first."""
    newest = found.own or next(
        (one.judged for one in reversed(found.figures) if one.judged), None
    )  # an open report is judged again when it is signed
    kind, about = "" if newest is None else newest.kind, f"{found.page.line.period}: "  # the quarter stands above the page
    return tuple(claim_of(one.nature, one.sentence.removeprefix(about), one.numbers, kind) for one in found.page.findings)


def _quiet(found: Found) -> tuple[Claim, ...]:
    """What is known of the same figure and is no deviation: that there was too little to judge, what is usual, what is good news."""
    own, about = found.own, f"{found.page.line.period}: "
    if own is None:
        return ()
    return tuple(claim_of(one.nature, one.sentence.removeprefix(about), one.numbers, own.kind) for one in own.findings if not one.weight)


def _said(page: DeviationPage) -> tuple[Said, ...]:
    return tuple(
        Said(
            each.at.isoformat(),
            moment(each.at),
            DEVIATION_EVENTS.get(each.kind, each.kind),
            _who(each.person_name, each.organisation_name),
            with_quarters(each.text),
        )
        for each in reversed(page.events)
    )


def _who(person: str, organisation: str) -> str:
    return person if person == organisation else f"{person}, {organisation}"
