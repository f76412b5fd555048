"""What the screens of afspraken show: all of the viewer's, and one with what it did to the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import url_for

from kpi.domain import action_point as life
from kpi.domain.action_effect import Effect
from kpi.domain.dialogue import UNFINISHED
from kpi.domain.numbers import with_unit
from kpi.queries.action_point_whole import AgreementHead, AgreementWhole
from kpi.queries.action_points import AgreementLine
from portal.access.identity import Identity
from portal.dialogue.agreement_words import EVENTS, FILTERS, RUNS, STATES, Step, steps_now
from portal.dialogue.pages import TimelineEvent
from portal.web.charts import PERCENT, Measure, Sparkline, SparkPoint
from portal.web.formatting import moment, quarter

SHARE_UNIT = "%"


@dataclass(frozen=True, slots=True)
class AgreementsPage:
    """All afspraken that the viewer may know of, those that wait for the viewer first."""

    lines: tuple[AgreementLine, ...]
    counts: Mapping[str, int]
    chosen: str
    me: Identity
    today: date
    title: str = "Afspraken"
    states: Mapping[str, tuple[str, str]] = field(default_factory=lambda: STATES)

    @property
    def is_centre(self) -> bool:
        """Does the viewer see those of every aanbieder?"""
        return self.me.provider_id is None

    @property
    def filters(self) -> tuple[tuple[str, str, int, bool], ...]:
        """The name, address, number and whether it is shown now, of every state."""
        running = sum(self.counts[state] for state in (life.OPEN, life.BUSY, life.DONE))
        return tuple(
            (
                word,
                url_for("dialogue.agreements", stand=None if code == RUNS else code),
                running if code == RUNS else self.counts[code],
                code == self.chosen,
            )
            for code, word in FILTERS.items()
        )

    @property
    def groups(self) -> tuple[tuple[str, str, tuple[AgreementLine, ...]], ...]:
        """A key, a heading and its afspraken: what waits for the viewer, then for one's own organisation, then for others."""
        if self.chosen != RUNS:
            return (("gekozen", FILTERS[self.chosen], self.lines),) if self.lines else ()
        own = tuple(one for one in self.lines if one.state in life.TO_DO and one.owner_organisation == self.me.organisation_name)
        judged = tuple(one for one in self.lines if self.is_for_me_to_judge(one))
        others = tuple(one for one in self.lines if one not in own and one not in judged)
        headings = ("Wacht op uw bevestiging", f"Doet {self.me.organisation_name}", "Ligt bij een ander")
        found = zip(("bevestigen", "eigen", "ander"), headings, (judged, own, others), strict=True)
        return tuple(group for group in found if group[2])

    @property
    def lead(self) -> str:
        """What to do first."""
        judged = sum(self.is_for_me_to_judge(one) for one in self.lines)
        late = sum(self.is_late(one) and one.owner_organisation == self.me.organisation_name for one in self.lines)
        if judged:
            return f"{_counted(judged, 'afspraak wacht', 'afspraken wachten')} op uw bevestiging. Kijk of het is gedaan."
        if late:
            return f"{_counted(late, 'afspraak van u is', 'afspraken van u zijn')} over de datum. Meld gereed wat klaar is, of verzet de datum."
        return "Wat u samen hebt afgesproken, met wie het doet en wanneer. Een afspraak is klaar als de andere organisatie hem bevestigt."

    def is_for_me_to_judge(self, one: AgreementLine) -> bool:
        """Does it wait for somebody like the viewer?"""
        return one.state == life.DONE and may_judge(self.me, one)

    def is_late(self, one: AgreementLine) -> bool:
        """Must somebody still do it, and is its day over?"""
        return one.state in life.TO_DO and one.due_on < self.today

    def carried(self, one: AgreementLine) -> str:
        """ "3x doorgeschoven", or nothing."""
        return life.carried_words(one.carried)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One quarter in the table of then and now."""

    when: str
    shown: str
    note: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed at a step that was refused, and the sentences at its fields."""

    slug: str
    text: str = ""
    day: str = ""
    mistakes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One afspraak, for one viewer."""

    whole: AgreementWhole
    me: Identity
    today: date
    typed: Typed | None = None
    notice: str = ""

    @property
    def title(self) -> str:
        """What was agreed on, on one line."""
        text = self.whole.head.text
        return text if len(text) <= 120 else f"{text[:119]}…"

    @property
    def has_errors(self) -> bool:
        """Was something refused?"""
        return bool(self.typed and self.typed.mistakes) or bool(self.notice)

    @property
    def head(self) -> AgreementHead:
        """Its own facts."""
        return self.whole.head

    @property
    def state(self) -> tuple[str, str]:
        """Its state in a word, with a tone."""
        return STATES[self.head.state]

    @property
    def is_late(self) -> bool:
        """Must somebody still do it, and is its day over?"""
        return self.head.state in life.TO_DO and self.head.due_on < self.today

    @property
    def carried(self) -> str:
        """ "3x doorgeschoven" while it runs, or nothing."""
        return life.carried_words(self.head.carried) if self.head.state in UNFINISHED else ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """What the viewer can do now, the next step first."""
        return steps_now(self.head.state, may_judge=may_judge(self.me, self.head), is_record_open=self.head.is_record_open)

    @property
    def next_heading(self) -> str:
        """What happens now, in one line."""
        head, own = self.head, self.head.owner_organisation == self.me.organisation_name
        if head.state in life.TO_DO:
            return "U bent aan zet" if own else f"{head.owner_organisation} is aan zet"
        if head.state == life.DONE:
            return "U bevestigt deze afspraak" if may_judge(self.me, head) else "Wacht op bevestiging door een andere organisatie"
        return "Deze afspraak is gedaan" if head.state == life.CONFIRMED else "Deze afspraak is vervallen"

    @property
    def next_text(self) -> str:
        """Why, or what comes after it."""
        head, last = self.head, self.whole.events[-1] if self.whole.events else None
        if last is not None and last.kind == life.RETURNED:
            return f"{last.person_name} gaf de afspraak terug: {last.text}"
        if head.state in life.TO_DO:
            return "Is het gedaan? Meld de afspraak gereed, met het resultaat. Daarna bevestigt iemand van een andere organisatie aan tafel."
        if head.state == life.DONE:
            return f"{head.done_by} meldde de afspraak gereed voor {head.reported_for}. Lees het resultaat."
        if head.state == life.CONFIRMED:
            return (
                "Hij staat niet meer op een agenda. Kijk hieronder wat de cijfers laten zien."
                if self.effect
                else "Hij staat niet meer op een agenda."
            )
        return f"De reden: {head.closed_reason}"

    @property
    def effect(self) -> Effect | None:
        """What the KPI's figures say since."""
        return self.whole.effect

    @property
    def effect_tone(self) -> str:
        """The tone of the verdict."""
        is_good = None if self.effect is None else self.effect.is_good
        return {True: "goed", False: "zorg", None: "rustig"}[is_good]

    @property
    def expected(self) -> str:
        """The expected figure with its unit, or nothing."""
        kpi, value = self.whole.kpi, self.head.expected_value
        return "" if kpi is None or value is None else with_unit(value, kpi.unit, kpi.decimals)

    @property
    def figures(self) -> tuple[FigureRow, ...]:
        """Then, each signed quarter since, and what was intended."""
        kpi, head = self.whole.kpi, self.head
        if kpi is None or self.effect is None:
            return ()
        then = (FigureRow(quarter(head.baseline_period), head.baseline_shown, "Bij het maken van de afspraak"),) if head.baseline_period else ()
        since = tuple(
            FigureRow(quarter(one.period), one.missing if one.value is None else with_unit(one.value, kpi.unit, kpi.decimals), "")
            for one in self.whole.later
        )
        return (*then, *since, *((FigureRow("De bedoeling", self.expected, ""),) if self.expected else ()))

    @property
    def line(self) -> Sparkline | None:
        """The last quarters as a small line; None when there are too few."""
        kpi = self.whole.kpi
        if kpi is None or sum(one.value is not None for one in self.whole.quarters) < 2:
            return None
        measure = PERCENT if kpi.unit == SHARE_UNIT else Measure(kpi.unit, kpi.decimals)
        return Sparkline(f"{kpi.code} {kpi.name}", measure, tuple(SparkPoint(one.period, one.value) for one in self.whole.quarters))

    @property
    def deviation_href(self) -> str:
        """Where its deviation stands for this viewer."""
        desk = "beheer" if self.me.provider_id is None else "aanbieder"
        return f"/{desk}/afwijkingen/{self.head.deviation_id}" if self.head.deviation_id else ""

    @property
    def contract_href(self) -> str:
        """Where its contract stands for this viewer."""
        desk = "beheer/overeenkomsten" if self.me.provider_id is None else "aanbieder/contracten"
        return f"/{desk}/{self.head.commitment_id}" if self.head.commitment_id else ""

    @property
    def timeline(self) -> tuple[TimelineEvent, ...]:
        """What happened to it, the newest first."""
        return tuple(
            TimelineEvent(
                one.at.isoformat(timespec="minutes"),
                moment(one.at),
                f"{one.person_name}, {one.organisation_name}",
                EVENTS[one.kind],
                life.moved_words(one.text) if one.kind == life.MOVED else one.text,
            )
            for one in reversed(self.whole.events)
        )


def may_judge(me: Identity, one: AgreementLine | AgreementHead) -> bool:
    """May this viewer confirm it or give it back?"""
    return life.may_judge(reported_by_id=one.done_by_id, reported_for=one.reported_for, person_id=me.person_id, organisation=me.organisation_name)


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
