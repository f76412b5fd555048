"""What the screens of the partnership table show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from kpi.domain.action_point import TO_DO
from kpi.domain.dialogue import AGENDA_STATES, OFFERED, OVER, SETTLED, TALKING
from kpi.queries.advice import OpenAdvice
from kpi.queries.dialogue_session import ActionLine, ItemLine, PartOfAgenda, SessionWhole
from kpi.queries.dialogues import OpenAction, SessionLine
from portal.dialogue.agenda_pages import AgendaShown
from portal.dialogue.agreement_words import STATES as ACTION_STATES
from portal.dialogue.planning_words import LINE_STATES
from portal.dialogue.preparation_words import since_words
from portal.dialogue.words import STEPS, NextStep, Seat, all_items, next_step
from portal.web.formatting import clock_time


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """Conversations and the afspraken that are still open. `is_centre`: those of every aanbieder, concepts, and `advice` that waits."""

    coming: tuple[SessionLine, ...]
    past: tuple[SessionLine, ...]
    actions: tuple[OpenAction, ...]
    today: date
    is_centre: bool
    concepts: tuple[SessionLine, ...] = ()
    advice: tuple[OpenAdvice, ...] = ()
    title: str = "Dialoog"

    @property
    def advice_label(self) -> str:
        """Where the advice of the klankbordgroep is, with how much of it waits for an answer."""
        waiting = len(self.advice)
        return f"Adviezen ({waiting} {'wacht' if waiting == 1 else 'wachten'})" if waiting else "Adviezen"

    @property
    def overdue(self) -> int:
        """How many afspraken are past their date."""
        return sum(action.state in TO_DO and action.due_on < self.today for action in self.actions)

    @staticmethod
    def state(line: SessionLine) -> tuple[str, str]:
        """The word and tone of a conversation's state."""
        return LINE_STATES[line.state]


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened, in words."""

    at: str
    when: str
    who: str
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class MinutesStatus:
    """What is said at an item about its minutes. `theirs` is the text that somebody else saved first (version `over`), beside what I sent.

    `is_off`: the point was taken off the agenda; it can be put back, over version `over`.
    """

    word: str = ""
    tone: str = "goed"
    sentence: str = ""
    theirs: str | None = None
    by: str = ""
    over: int = 0
    mine: str = ""
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One conversation, for one viewer."""

    whole: SessionWhole
    seat: Seat
    today: date
    has_errors: bool = False
    notice: str = ""
    agenda: AgendaShown = field(default_factory=AgendaShown)

    @property
    def title(self) -> str:
        """The conversation's own title."""
        return self.whole.title

    @property
    def step(self) -> NextStep:
        """What the viewer does now."""
        return next_step(self.whole, self.seat)

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The way of a conversation: each step, and whether it is done, now or to come."""
        if self.whole.state not in STEPS:
            return ()
        at = list(STEPS).index(self.whole.state)
        return tuple((name, "now" if number == at else "done" if number < at else "") for number, name in enumerate(STEPS.values()))

    @property
    def may_write(self) -> bool:
        """Can minutes be written and afspraken be made now?"""
        return self.whole.state in (TALKING, OFFERED) and not self.whole.editions

    @property
    def may_add_items(self) -> bool:
        """Is the agenda open?"""
        return self.whole.state in AGENDA_STATES

    @property
    def shows_answers(self) -> bool:
        """Do the minutes lie before both sides, or did they?"""
        return self.whole.state in (OFFERED, SETTLED)

    @property
    def items(self) -> tuple[ItemLine, ...]:
        """Every point on the agenda."""
        return all_items(self.whole)

    @property
    def parts(self) -> tuple[PartOfAgenda, ...]:
        """What comes from earlier conversations first, then the four parts; in each what is folded comes last."""
        earlier = (PartOfAgenda("eerder", "Eerdere afspraken", self.whole.carried_over),) if self.whole.carried_over else ()
        return (*earlier, *(replace(part, items=(*self.agenda.full(part), *self.agenda.folded(part))) for part in self.whole.parts))

    @property
    def outline_items(self) -> tuple[ItemLine, ...]:
        """The points that stand in full, for the way through the page."""
        return tuple(item for part in self.parts for item in self.agenda.full(part))

    @property
    def folded(self) -> int:
        """How many points are folded."""
        return len(self.items) - len(self.outline_items)

    @property
    def is_live(self) -> bool:
        """Does the screen follow what others do?"""
        return self.whole.state not in OVER

    @property
    def outline(self) -> tuple[object, ...]:
        """What the way through the page shows: the points, which of them have minutes, and how many afspraken there are."""
        return (*((item.item_id, item.title, bool(item.minutes)) for item in self.items), len(self.whole.actions))

    @property
    def written(self) -> int:
        """At how many points something was written down."""
        return sum(bool(item.minutes) for item in self.items)

    @property
    def action_states(self) -> dict[str, tuple[str, str]]:
        """The word and tone of each state of an afspraak."""
        return ACTION_STATES

    def actions_of(self, item_id: int | None) -> tuple[ActionLine, ...]:
        """The afspraken at one point (None: those of no point)."""
        return tuple(action for action in self.whole.actions if action.agenda_item_id == item_id)

    @staticmethod
    def since(item: ItemLine) -> str:
        """Why the figure of a point is another one now than when the agenda was shared; "" when it is not."""
        figure = item.prepared.figure
        return since_words(figure) if figure is not None and figure.is_changed else ""

    def status_of(self, item: ItemLine) -> MinutesStatus:
        """Who wrote last at this point."""
        return MinutesStatus(sentence=f"Laatst geschreven door {item.changed_by}.") if item.minutes and item.changed_by else MinutesStatus()


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Two texts for one point."""

    session_id: int
    item_id: int
    mine: str
    theirs: str
    by: str
    version: int
    title: str = "Twee teksten voor één punt"
    has_errors: bool = True

    @property
    def both(self) -> str:
        """Both texts below each other, to start from."""
        return f"{self.theirs}\n\n{self.mine}".strip()


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A text that could not be kept, and what to do with it. `version`: the point was taken off; it can be put back over this version."""

    session_id: int
    item_id: int
    lead: str
    advice: str
    text: str
    theirs: str = ""
    version: int | None = None
    is_reachable: bool = True
    title: str = "Uw tekst is niet opgeslagen"
    has_errors: bool = True


def saved(at: datetime) -> MinutesStatus:
    """The minutes at a point were just saved."""
    return MinutesStatus(f"Opgeslagen {clock_time(at)}")
