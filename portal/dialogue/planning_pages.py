"""What the screens of planning show: a conversation with its people, and the series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.foundation.period import AMSTERDAM
from kpi.domain.dialogue import CANCELLED, CONCEPT
from kpi.domain.dialogue_series import odd_days
from kpi.domain.participation import ATTENDANCE_STATES, MOVABLE_STATES, PEOPLE_STATES
from kpi.queries.dialogue_planning import Participant, Planned
from kpi.queries.dialogue_series import SeriesLine, SeriesSession
from kpi.queries.dialogue_session import JOINT
from portal.dialogue.planning_words import LINE_STATES, PRESENCE, from_to


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Planning a conversation, or a series of them."""

    is_series: bool = False
    has_errors: bool = False

    @property
    def title(self) -> str:
        """One or several."""
        return "Plan een reeks gesprekken" if self.is_series else "Plan een gesprek"

    @property
    def lead(self) -> str:
        """What happens with it."""
        return "U kiest daarna wie er komt. De aanbieder ziet het pas als u de uitnodiging verstuurt."


@dataclass(frozen=True, slots=True)
class ParticipantsPage:
    """A conversation's moment and people. `may_chair`: the centre; `own_id`: the organisation of the viewer; `notice`: what somebody else changed."""

    planned: Planned
    people: tuple[Participant, ...]
    own_id: int
    may_chair: bool
    addresses: dict[int, str]
    now: datetime
    can_add: bool
    has_errors: bool = False
    notice: str = ""
    title: str = "Deelnemers"

    @property
    def with_whom(self) -> str:
        """The aanbieder, or all of them."""
        return self.planned.provider_name or JOINT

    @property
    def when(self) -> str:
        """Day and time in words."""
        return from_to(self.planned.planned_at, self.planned.duration_minutes)

    @property
    def state(self) -> tuple[str, str]:
        """The word and tone of its state."""
        return LINE_STATES[self.planned.state]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is unusual about the day, as long as it is to come."""
        day = self.planned.planned_at.astimezone(AMSTERDAM).date()
        return odd_days([day]) if self.is_movable and self.planned.planned_at > self.now else ()

    @property
    def is_concept(self) -> bool:
        """Was nobody invited yet?"""
        return self.planned.state == CONCEPT

    @property
    def is_movable(self) -> bool:
        """Can the moment still be changed?"""
        return self.planned.state in MOVABLE_STATES

    @property
    def is_open(self) -> bool:
        """Can people come and go?"""
        return self.planned.state in PEOPLE_STATES and not self.planned.is_settled

    @property
    def shows_presence(self) -> bool:
        """Has it begun, so that somebody can say who was there?"""
        return not self.is_movable and self.planned.state != CANCELLED

    @property
    def may_fill_in_presence(self) -> bool:
        """Can that still be changed?"""
        return self.planned.state in ATTENDANCE_STATES and not self.planned.is_settled

    @property
    def present(self) -> tuple[Participant, ...]:
        """Who is on the list."""
        return tuple(one for one in self.people if one.removed_at is None)

    @property
    def gone(self) -> tuple[Participant, ...]:
        """Who was taken off it after they were invited."""
        return tuple(one for one in self.people if one.removed_at is not None and one.invited_sequence is not None)

    def may_remove(self, one: Participant) -> bool:
        """The centre takes anybody off; an aanbieder its own people."""
        return self.is_open and (self.may_chair or one.organisation_id == self.own_id)

    def told(self, one: Participant) -> tuple[str, str]:
        """Was this person invited? A word and its tone."""
        return ("Nog niet uitgenodigd", "rustig") if one.invited_sequence is None else ("Uitgenodigd", "goed")

    @staticmethod
    def presence(one: Participant) -> tuple[str, str]:
        """Was this person there? The value in a form, and the word."""
        return PRESENCE[one.is_present]


@dataclass(frozen=True, slots=True)
class SeriesListPage:
    """All series."""

    lines: tuple[SeriesLine, ...]
    title: str = "Reeksen"

    @staticmethod
    def with_whom(line: SeriesLine) -> str:
        """The aanbieder, or all of them."""
        return line.provider_name or JOINT


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """One series with its conversations."""

    line: SeriesLine
    sessions: tuple[SeriesSession, ...]
    now: datetime
    has_errors: bool = False
    notice: str = ""

    @property
    def title(self) -> str:
        """The name of the series."""
        return self.line.title

    @property
    def with_whom(self) -> str:
        """The aanbieder, or all of them."""
        return self.line.provider_name or JOINT

    @property
    def coming(self) -> tuple[SeriesSession, ...]:
        """What is still to come."""
        return tuple(one for one in self.sessions if one.planned_at > self.now and one.state != CANCELLED)

    @property
    def follows(self) -> SeriesSession | None:
        """The first conversation that changes with the series."""
        return next((one for one in self.coming if one.state in MOVABLE_STATES and not one.is_apart), None)

    @property
    def concepts(self) -> tuple[SeriesSession, ...]:
        """To which nobody was invited yet."""
        return tuple(one for one in self.coming if one.state == CONCEPT)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is unusual about the days to come."""
        return odd_days(one.planned_at.astimezone(AMSTERDAM).date() for one in self.coming)

    @staticmethod
    def when(one: SeriesSession) -> str:
        """Day and time in words."""
        return from_to(one.planned_at, one.duration_minutes)

    @staticmethod
    def state(one: SeriesSession) -> tuple[str, str]:
        """The word and tone of a state."""
        return LINE_STATES[one.state]
