"""The page of one point: why it stands there, its figure, what both sides bring to it, and the own organisation's note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contracts.foundation.errors import Conflict
from kpi.domain.dialogue import AGENDA_STATES, INPUT_IS_SHARED, PARTS
from kpi.domain.reporting_period import QUARTER, kind_of
from kpi.queries.agenda_item import AgendaPoint
from kpi.queries.indicator_picture import QuarterFigure
from kpi.queries.indicators import IndicatorLine
from kpi.queries.preparation import Aside, InputLine, Prepared
from portal.dialogue.pages import TimelineEvent
from portal.dialogue.preparation_words import INPUT_LABELS, NOTE_LABELS, SAID, frozen_words, since_words, why_here
from portal.web.charts import RunChart
from portal.web.formatting import moment, short_quarter
from portal.web.series_chart import frame_of, run_chart

QUARTERS_SHOWN, LEAST_DRAWN = 12, 2
INPUT, NOTE = "inbreng", "notitie"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed and could not be kept: in which form, the texts, the version that was seen, and what is wrong by field."""

    form: str
    texts: Mapping[str, str]
    version: int
    mistakes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One text of a form. `mistake` is the sentence at it."""

    name: str
    label: str
    text: str
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Saving:
    """What is said at a form about its texts. `theirs`: what a colleague saved first (version `over`)."""

    word: str = ""
    tone: str = "goed"
    sentence: str = ""
    theirs: Sequence[tuple[str, str]] = ()
    by: str = ""
    over: int = 0
    back: str = ""


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One point of an agenda, for one organisation at its table."""

    point: AgendaPoint
    prepared: Prepared
    aside: Aside
    chart: RunChart | None
    own_name: str
    deviation_href: str
    typed: Typed | None = None
    has_errors: bool = field(default=False)

    @property
    def title(self) -> str:
        """The point's own title."""
        return self.point.title

    @property
    def part(self) -> str:
        """The part of the sturingsmodel that it belongs to."""
        return PARTS[self.point.part][0]

    @property
    def why(self) -> str:
        """Why it stands there."""
        return why_here(self.point)

    @property
    def is_shared(self) -> bool:
        """Do the others read what is brought in?"""
        return self.point.state in INPUT_IS_SHARED

    @property
    def may_bring(self) -> bool:
        """Can the input be changed now?"""
        return self.point.state in AGENDA_STATES and not self.point.is_removed

    @property
    def lead(self) -> str:
        """What to do now."""
        if self.point.is_removed:
            return "Dit punt is van de agenda gehaald."
        if not self.may_bring:
            return "De inbreng bij dit punt staat vast."
        return "U leest elkaars inbreng. Vul aan wat nog ontbreekt." if self.is_shared else "Schrijf op wat u meeneemt naar het gesprek."

    @property
    def frozen(self) -> str:
        """When the figure was frozen."""
        return "" if self.prepared.figure is None else frozen_words(self.prepared.figure)

    @property
    def since(self) -> str:
        """Why the figure is another one now."""
        return "" if self.prepared.figure is None else since_words(self.prepared.figure)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The three questions with the own answers."""
        own = self.prepared.own
        kept = {} if own is None else {"seen": own.seen, "meaning": own.meaning, "doing": own.doing}
        return self._fields(INPUT, INPUT_LABELS, kept)

    @property
    def note(self) -> tuple[Question, ...]:
        """The own organisation's note."""
        return self._fields(NOTE, NOTE_LABELS, {} if self.aside.note is None else {"text": self.aside.note.text})

    def version(self, form: str) -> int:
        """The version that goes with a save: the one that was seen, also after a refusal."""
        if self.typed is not None and self.typed.form == form:
            return self.typed.version
        kept = self.prepared.own if form == INPUT else self.aside.note
        return 0 if kept is None else kept.version

    def saving(self, form: str) -> Saving:
        """Who wrote last, or that what was typed is not saved."""
        if self.typed is not None and self.typed.form == form:
            return Saving("Niet opgeslagen", "zorg", " ".join(self.typed.mistakes.values()))
        kept = self.prepared.own if form == INPUT else self.aside.note
        return Saving() if kept is None else Saving(sentence=f"Laatst geschreven door {kept.changed_by}, {moment(kept.changed_at)}.")

    @property
    def mistakes(self) -> tuple[dict[str, str], ...]:
        """The mistakes with where they are."""
        if self.typed is None:
            return ()
        given = self.typed.mistakes.items()
        return tuple({"href": f"#{self.typed.form}-{name}" if name and self.may_bring else "", "text": text} for name, text in given)

    @property
    def unsaved(self) -> tuple[Question, ...]:
        """What was typed in a form that is not there any more, to be kept by its writer."""
        has_form = self.may_bring if self.typed is not None and self.typed.form == INPUT else not self.point.is_removed
        if self.typed is None or has_form:
            return ()
        labels = INPUT_LABELS | NOTE_LABELS
        return tuple(Question(name, labels[name], text) for name, text in self.typed.texts.items() if text)

    @property
    def said(self) -> tuple[TimelineEvent, ...]:
        """What was asked and explained about its deviation, the oldest first."""
        return tuple(
            TimelineEvent(
                one.at.isoformat(timespec="minutes"), moment(one.at), f"{one.person_name}, {one.organisation_name}", SAID[one.kind], one.text
            )
            for one in self.aside.said
        )

    @property
    def readable(self) -> tuple[InputLine, ...]:
        """What is read beside the form: that of the others, and once it is fixed the own input too."""
        return self.prepared.others if self.may_bring else self.prepared.brought

    def _fields(self, form: str, labels: Mapping[str, str], kept: Mapping[str, str]) -> tuple[Question, ...]:
        typed = self.typed if self.typed is not None and self.typed.form == form else None
        texts = kept if typed is None else typed.texts
        mistakes = {} if typed is None else typed.mistakes
        return tuple(Question(name, label, texts.get(name, ""), mistakes.get(name, "")) for name, label in labels.items())


@dataclass(frozen=True, slots=True)
class GonePage:
    """What somebody wrote at a point that is not there any more."""

    session_id: int
    typed: Typed
    title: str = "Dit punt staat niet meer op de agenda"
    has_errors: bool = True

    @property
    def mistakes(self) -> tuple[dict[str, str], ...]:
        """Why it was not kept."""
        return tuple({"href": "", "text": text} for text in self.typed.mistakes.values())

    @property
    def unsaved(self) -> tuple[Question, ...]:
        """What was typed."""
        labels = INPUT_LABELS | NOTE_LABELS
        return tuple(Question(name, labels[name], text) for name, text in self.typed.texts.items() if text)


@dataclass(frozen=True, slots=True)
class PrepConflictPage:
    """Two texts of one organisation for one form."""

    point: AgendaPoint
    conflict: Conflict
    action: str
    back: str
    form: str
    names: tuple[str, ...]
    title: str = "Twee teksten voor één punt"
    has_errors: bool = True

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What I typed, to be sent again."""
        return [(name, text) for name, (_, text) in zip(self.names, self.conflict.mine, strict=True)]

    @property
    def together(self) -> tuple[Question, ...]:
        """Both texts below each other, to start from."""
        pairs = zip(self.names, self.conflict.mine, self.conflict.theirs, strict=True)
        return tuple(Question(name, label, theirs if mine == theirs else f"{theirs}\n\n{mine}".strip()) for name, (label, mine), (_, theirs) in pairs)


def chart_of(point: AgendaPoint, versions: Sequence[IndicatorLine], figures: Sequence[QuarterFigure]) -> RunChart | None:
    """The newest quarters of the point's KPI with their limits; None when there are too few for a line."""
    quarters = [one for one in figures if kind_of(one.period) == QUARTER][-QUARTERS_SHOWN:]
    if not versions or sum(one.value is not None for one in quarters) < LEAST_DRAWN:
        return None
    frame = frame_of(versions, quarters)
    return run_chart(f"{point.code} {frame.newest.name}, tot en met {short_quarter(quarters[-1].period)}", frame, quarters)
