"""What the screens about the cooperation show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from contracts.foundation.period import AMSTERDAM
from kpi.domain.cooperation import DAYS_OPEN, LEAST, MIDDLE, MOST, Tally, is_closed, is_open, last_day, together, trend
from kpi.domain.minutes import MUNICIPALITY, PROVIDER
from kpi.queries.dialogue_ratings import AllProviders, RatedHead, Remark, SideTally, ToRate
from portal.dialogue.rating_words import SHORT, about_whom, mean_text, trend_sentence
from portal.web.charts import Spark, SparkValue, sparkline
from portal.web.formatting import day

JOINT_NAME = "Alle aanbieders samen"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What some people answered: who and about whom, how many, the mean of each question and of all of them."""

    who: str
    people: int
    means: tuple[tuple[str, str], ...]
    mean: str


@dataclass(frozen=True, slots=True)
class RatingPage:
    """The answers about one session, for one person."""

    head: RatedHead
    is_centre: bool
    at: datetime
    tallies: tuple[SideTally, ...]
    everybody: tuple[AllProviders, ...]
    remarks: tuple[Remark, ...]
    has_errors: bool = False
    title: str = "Hoe was de samenwerking?"

    @property
    def other(self) -> str:
        """Whom this person's answers are about."""
        head = self.head
        return about_whom(is_centre=self.is_centre, municipality_name=head.municipality_name, provider_name=head.provider_name)

    @property
    def reader(self) -> str:
        """Who reads words that are shared, besides colleagues."""
        return (self.head.provider_name or "de aanbieders") if self.is_centre else self.head.municipality_name

    @property
    def is_open(self) -> bool:
        """Can answers be given or changed now?"""
        return is_open(state=self.head.state, settled_at=self.head.settled_at, at=self.at)

    @property
    def is_closed(self) -> bool:
        """Is the time for answers over?"""
        return is_closed(self.head.settled_at, at=self.at)

    @property
    def until(self) -> str:
        """Until when answers can be given."""
        if self.head.settled_at is None:
            return f"tot {DAYS_OPEN} dagen na de vaststelling van het verslag"
        return f"tot en met {day(last_day(self.head.settled_at))}"

    @property
    def is_waiting(self) -> bool:
        """Are the other side's answers still hidden, because one's own side did not answer yet?"""
        side = MUNICIPALITY if self.is_centre else PROVIDER
        return not self.is_closed and not any(one.side == side for one in self.tallies)

    @property
    def lines(self) -> tuple[AnswerLine, ...]:
        """What each organisation answered, as far as the viewer may know it."""
        theirs = self.head.provider_name or "de aanbieders"
        about = {MUNICIPALITY: theirs, PROVIDER: self.head.municipality_name}
        found = [_line(f"{one.organisation_name} over {about[one.side]}", one.tally) for one in self.tallies]
        if not self.is_centre:
            found += [_line(f"{JOINT_NAME} ({one.providers}) over {self.head.municipality_name}", one.tally) for one in self.everybody]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Direction:
    """How one side rates the other, session after session. `line` is the chart, when there are two sessions or more."""

    title: str
    sentence: str
    line: Spark | None


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One session: the mean of each direction with its short name, or "" when there is none (yet)."""

    session_id: int
    title: str
    planned_on: date
    means: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableTrend:
    """The trend of one table."""

    key: str
    name: str
    directions: tuple[Direction, ...]
    rows: tuple[TrendRow, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns of the table."""
        return tuple(one.title for one in self.directions)


@dataclass(frozen=True, slots=True)
class CooperationPage:
    """The trends of every table of the viewer, and what can still be answered."""

    tables: tuple[TableTrend, ...]
    waiting: tuple[ToRate, ...]
    title: str = "Samenwerking"
    lead: str = "Zo beoordelen gemeente en aanbieders hun samenwerking, na elk gesprek. Een laag cijfer is een reden voor een gesprek, geen oordeel."


def tables_of(tallies: Iterable[SideTally], everybody: Iterable[AllProviders], *, is_centre: bool) -> tuple[TableTrend, ...]:
    """The trend of each table, by its name; the joint one last."""
    combined = {} if is_centre else {one.session_id: one.tally for one in everybody}
    of_table = sorted(tallies, key=lambda one: (one.provider_id is None, one.provider_name or "", one.provider_id or 0))
    grouped = groupby(of_table, key=lambda one: (one.provider_id, one.provider_name))
    return tuple(_table(key[0], key[1], tuple(group), combined) for key, group in grouped)


def _table(provider_id: int | None, name: str | None, tallies: tuple[SideTally, ...], combined: dict[int, Tally]) -> TableTrend:
    sessions = {one.session_id: one for one in tallies}
    ours = {one.organisation_name for one in tallies if one.side == PROVIDER}
    who = ours.pop() if len(ours) == 1 else name or "De aanbieders"
    columns = {
        ("Aanbieder" if name else "Aanbieders", f"{who} over de gemeente"): _by_session(tallies, PROVIDER),
        ("Gemeente", f"De gemeente over {name or 'de aanbieders'}"): _by_session(tallies, MUNICIPALITY),
        ("Samen", f"{JOINT_NAME} over de gemeente"): {number: tally for number, tally in combined.items() if number in sessions},
    }
    told = {names: found for names, found in columns.items() if found}
    rows = [_row(one, {short: found.get(number) for (short, _), found in told.items()}) for number, one in sessions.items()]
    directions = [
        _direction(title, [(_on(one), found[number]) for number, one in sessions.items() if number in found]) for (_, title), found in told.items()
    ]
    return TableTrend("samen" if provider_id is None else str(provider_id), name or JOINT_NAME, tuple(directions), tuple(reversed(rows)))


def _row(one: SideTally, means: dict[str, Tally | None]) -> TrendRow:
    texts = tuple((short, "" if tally is None else mean_text(tally.mean)) for short, tally in means.items())
    return TrendRow(one.session_id, one.title, _on(one), texts)


def _by_session(tallies: tuple[SideTally, ...], side: str) -> dict[int, Tally]:
    """What one side answered about each session."""
    found: dict[int, Tally] = {}
    for number in dict.fromkeys(one.session_id for one in tallies):
        tally = together(one.tally for one in tallies if one.session_id == number and one.side == side)
        if tally is not None:
            found[number] = tally
    return found


def _direction(title: str, answered: list[tuple[date, Tally]]) -> Direction:
    means = [tally.mean for _, tally in answered]
    values = [SparkValue(day(on), _decimal(tally.mean), mean_text(tally.mean)) for on, tally in answered]
    line = sparkline(title, values, norm_values=map(Decimal, (LEAST, MIDDLE, MOST)))
    return Direction(title, trend_sentence(trend(means), answered[-1][1]), line)


def _line(who: str, tally: Tally) -> AnswerLine:
    means = tuple(zip(SHORT.values(), map(mean_text, tally.means), strict=True))
    return AnswerLine(who, tally.people, means, mean_text(tally.mean))


def _on(one: SideTally) -> date:
    return one.planned_at.astimezone(AMSTERDAM).date()


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
