"""The three dates of a report: the end of its period, the deadline that is shown, and the last day on which it may be changed.

Days are days in Amsterdam. A deadline holds until the end of its day: stored as the midnight after it, exclusive, in UTC. No clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.domain.region import Region
from contracts.domain.working_days import add_working_days, is_working_day, working_day_from, working_days_between
from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM, Quarter, day_in_words, last_day, local_midnight_after
from kpi.domain.reporting_period import ReportingPeriod, of_quarter, of_year

CHANGE_WORKING_DAYS = 10  # what an aanbieder gets at least for a change that the municipality asks

LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the region agreed: working days from the period's end to the deadline, and from there to the last edit.

    `has_yearly_report`: yearly KPIs get a report of their own; else they join the fourth quarter.
    """

    due_working_days: int
    last_edit_working_days: int
    has_yearly_report: bool = False


def terms_of(region: Region) -> Terms:
    """What this region's settings say."""
    return Terms(region.report_due_working_days, region.report_last_edit_working_days, region.has_yearly_report)


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one report, all inclusive days in Amsterdam."""

    period_ends_on: date
    due_on: date
    last_edit_on: date

    def __post_init__(self) -> None:
        if not self.period_ends_on <= self.due_on <= self.last_edit_on:
            raise ValueError(f"the dates of a report follow each other: {self.period_ends_on}, {self.due_on}, {self.last_edit_on}")

    @property
    def due_at(self) -> datetime:
        """The exclusive end of the deadline's day, in UTC."""
        return local_midnight_after(self.due_on)

    @property
    def last_edit_at(self) -> datetime:
        """The exclusive end of the last day on which the report may be changed or handed in, in UTC."""
        return local_midnight_after(self.last_edit_on)


def dates_of(ends_on: date, *, terms: Terms) -> Dates:
    """The dates of a period that ends on this day. Neither deadline falls on a weekend or a holiday."""
    due_on = add_working_days(ends_on, terms.due_working_days)
    return Dates(ends_on, due_on, add_working_days(due_on, terms.last_edit_working_days))


def dates_until(ends_on: date, *, due_on: date, terms: Terms) -> Dates:
    """The dates of a request whose deadline was chosen. Raises Refused at "due_on" when it is no working day or before the period's end."""
    require_working_day(due_on, field="due_on")
    if due_on < ends_on:
        raise Refused("due_on", "De inleverdatum ligt voor het einde van de periode.")
    return Dates(ends_on, due_on, add_working_days(due_on, terms.last_edit_working_days))


def require_working_day(day: date, *, field: str) -> None:
    """A deadline falls on a day on which people work. Raises Refused, with the next day that can be chosen."""
    if not is_working_day(day):
        other = day_in_words(working_day_from(day))
        raise Refused(field, f"{day_in_words(day).capitalize()} is geen werkdag. Kies bijvoorbeeld {other}.")


def require_soon(day: date, *, today: date, field: str) -> None:
    """A chosen deadline lies after today and within a year. Raises Refused."""
    if not today < day <= today + LONGEST_AHEAD:
        raise Refused(field, "Kies een dag na vandaag en binnen een jaar.")


def ended_periods(on: date, *, terms: Terms) -> list[ReportingPeriod]:
    """The quarters (and years, where they have a report) that have ended by this day and can still be handed in; the earliest first."""
    quarters = [Quarter.of(on).shift(-back) for back in range(8, 0, -1)]
    years = [of_year(on.year - back) for back in (2, 1)] if terms.has_yearly_report else []
    ended = sorted([*map(of_quarter, quarters), *years], key=lambda period: (period.ends_on, period.code))
    return [period for period in ended if dates_of(period.ends_on, terms=terms).last_edit_on >= on]


def require_open(at: datetime, *, last_edit_at: datetime) -> None:
    """Refuse a change after the last edit. Raises Refused."""
    if at >= last_edit_at:
        until = day_in_words(last_day(last_edit_at))
        raise Refused("", f"Wijzigen en indienen kon tot en met {until}. Vraag de contractmanager om uitstel.")


def extended(until_on: date, *, due_at: datetime, last_edit_at: datetime) -> tuple[datetime, datetime]:
    """The deadline and the last edit after an extension until this day: the last edit keeps its distance in working days.

    Raises Refused at "until_on" when it is no working day or not later than the present deadline.
    """
    require_working_day(until_on, field="until_on")
    due_on, last_on = last_day(due_at), last_day(last_edit_at)
    if until_on <= due_on:
        raise Refused("until_on", f"Kies een dag na {day_in_words(due_on)}. Dat is de inleverdatum van nu.")
    moved = add_working_days(until_on, working_days_between(due_on, last_on))
    return local_midnight_after(until_on), max(local_midnight_after(moved), last_edit_at)


def last_edit_for_change(at: datetime, *, last_edit_at: datetime) -> datetime:
    """Until when a change may be made that the municipality asks at this moment: ten working days at least, however late it asks.

    Only the last edit moves. The deadline stays, because it tells whether the first submission was in time.
    """
    asked_on = at.astimezone(AMSTERDAM).date()
    return max(last_edit_at, local_midnight_after(add_working_days(asked_on, CHANGE_WORKING_DAYS)))
