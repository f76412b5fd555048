"""One deviation as it is shown: its figures in words, who said what, and what the contractmanager can do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kpi.domain import follow_up
from kpi.queries.comparison import Comparison
from kpi.queries.deviations import DeviationPage
from kpi.queries.dialogues import SessionChoice
from portal.management.forms import AgendaForm, ClosingForm, QuestionForm
from portal.management.words import DEVIATION_EVENTS, DEVIATION_STATES, SEVERITIES, DeviationState, Severity, norm_words
from portal.web.formatting import NOTHING, figure, moment, quarter, typed

LEADS = {
    follow_up.NEW: "Vraag de aanbieder om uitleg, of handel dit punt af met een reden.",
    follow_up.ASKED: "De aanbieder is aan zet. U hoort het als er uitleg is.",
    follow_up.EXPLAINED: "De aanbieder heeft uitleg gegeven. Is het zo duidelijk?",
    follow_up.ON_AGENDA: "Dit punt staat op de agenda van een gesprek. Handel het daarna af.",
    follow_up.CLOSED: "Dit punt is afgehandeld. Hieronder leest u waarom.",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its name; a note says what it is compared with."""

    label: str
    value: str
    note: str = ""


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

    @property
    def wrong(self) -> QuestionForm | ClosingForm | AgendaForm | None:
        """The form with a mistake in it."""
        return next((form for form in (self.question, self.closing, self.agenda) if form.errors), None)


@dataclass(frozen=True, slots=True)
class OneDeviationPage:
    """Everything about one deviation. `unsent` keeps a text that can no longer be sent."""

    id: int
    version: int
    report_id: int
    title: str
    kicker: str
    lead: str
    severity: Severity
    state: DeviationState
    findings: tuple[str, ...]
    facts: tuple[Fact, ...]
    definition: str
    source: str
    cell_explanation: str
    said: tuple[Said, ...]
    provider: str
    question_action: str
    question_title: str
    can_close: bool
    sessions: tuple[SessionChoice, ...]
    unsent: str
    has_errors: bool


def facts_of(page: DeviationPage, beside: Comparison | None) -> tuple[Fact, ...]:
    """The two numbers, the value, its norm and the quarter before."""
    cell = page.cell
    if beside is None:
        return (Fact("Waarde", figure(cell.value, cell.unit, cell.decimals)),)
    norm = norm_words(beside.norm_kind, beside.norm_low, beside.norm_high, cell.unit, cell.decimals)
    facts = [Fact("Waarde", cell.missing_reason or figure(cell.value, cell.unit, cell.decimals), _parts(beside, cell.numerator, cell.denominator))]
    facts.append(Fact("Norm", norm or "geen norm", beside.norm_note))
    facts.append(_previous(page, beside))
    return tuple(facts)


def _parts(beside: Comparison, first: Decimal | None, second: Decimal | None) -> str:
    """The two numbers with what each counts: "22: mensen die ... 40: mensen die ..."."""
    if first is None:
        return ""
    parts = [f"{typed(first)}: {beside.numerator_label}"]
    if second is not None:
        parts.append(f"{typed(second)}: {beside.denominator_label}")
    return "\n".join(parts)


def _previous(page: DeviationPage, beside: Comparison) -> Fact:
    if beside.previous_version is None:
        return Fact("Vorig kwartaal", NOTHING, "Er is geen ondertekend cijfer van het kwartaal ervoor.")
    value = beside.previous_missing_reason or figure(beside.previous_value, page.cell.unit, page.cell.decimals)
    changed = beside.previous_version != page.cell.definition_version
    corrected = "Gecorrigeerd in een latere rapportage." if beside.previous_is_corrected else ""
    return Fact("Vorig kwartaal", value, "Toen gold een andere definitie. Vergelijk de twee niet." if changed else corrected)


def deviation_page(
    page: DeviationPage, beside: Comparison | None, sessions: Sequence[SessionChoice], forms: Forms, *, unsent: str = ""
) -> OneDeviationPage:
    """Put a deviation in words."""
    line, state = page.line, page.line.state
    is_explained = state == follow_up.EXPLAINED
    can_ask = state in (follow_up.NEW, follow_up.EXPLAINED)
    return OneDeviationPage(
        id=line.id,
        version=line.version,
        report_id=line.report_id,
        title=f"{line.indicator_code} {line.indicator_name}",
        kicker=f"{line.provider_name}, {quarter(line.period)}",
        lead=LEADS[state],
        severity=SEVERITIES[line.severity],
        state=DEVIATION_STATES[state],
        findings=tuple(finding.sentence for finding in page.findings),
        facts=facts_of(page, beside),
        definition="" if beside is None else beside.definition,
        source="" if beside is None else beside.source,
        cell_explanation=page.cell.explanation,
        said=_said(page),
        provider=line.provider_name,
        question_action=("uitleg-teruggeven" if is_explained else "uitleg-vragen") if can_ask else "",
        question_title="Nog niet duidelijk? Stel een vraag" if is_explained else "Vraag om uitleg",
        can_close=state != follow_up.CLOSED,
        sessions=tuple(sessions) if state != follow_up.CLOSED else (),
        unsent=unsent if not can_ask else "",
        has_errors=forms.wrong is not None,
    )


def _said(page: DeviationPage) -> tuple[Said, ...]:
    return tuple(
        Said(
            each.at.isoformat(),
            moment(each.at),
            DEVIATION_EVENTS.get(each.kind, each.kind),
            _who(each.person_name, each.organisation_name),
            each.text,
        )
        for each in reversed(page.events)
    )


def _who(person: str, organisation: str) -> str:
    return person if person == organisation else f"{person}, {organisation}"
