"""Time that somebody was active: stretches of work, whatever the order, never less for more saves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.burden import active_minutes, burden_of

MORNING = datetime(2026, 10, 12, 9, tzinfo=UTC)
moments = st.lists(st.integers(0, 8 * 3600).map(lambda seconds: MORNING + timedelta(seconds=seconds)), max_size=40)


def at(*minutes: float) -> list[datetime]:
    return [MORNING + timedelta(minutes=each) for each in minutes]


def test_a_pause_of_more_than_five_minutes_does_not_count_and_a_single_save_is_a_minute() -> None:
    assert active_minutes([]) == 0
    assert active_minutes(at(0)) == 1
    assert active_minutes(at(0, 5, 10)) == 10
    assert active_minutes(at(0, 5, 10.1)) == 6
    assert active_minutes(at(0, 0.5, 240, 243.5)) == 5


@given(moments, moments)
def test_more_saves_are_never_less_work_and_order_does_not_matter(some: list[datetime], more: list[datetime]) -> None:
    assert active_minutes(some) <= active_minutes(some + more)
    assert active_minutes(some) == active_minutes(some[::-1]) == active_minutes(some + some)


@given(moments.filter(bool))
def test_the_work_lies_between_a_minute_and_the_whole_span(some: list[datetime]) -> None:
    span = max(some) - min(some)
    assert 1 <= active_minutes(some) <= span // timedelta(minutes=1) + len(some) + 1
    stretches = 1 + sum(later - earlier > timedelta(minutes=5) for earlier, later in zip(sorted(some), sorted(some)[1:], strict=False))
    assert active_minutes(some) >= stretches


def test_every_cell_counts_once_by_how_it_was_filled() -> None:
    found = burden_of(at(0), {"getypt": 3, "geplakt": 2, "upload": 4, "vorig kwartaal": 1, "capaciteit": 1, "stromen": 1, "niets te melden": 5})
    assert (found.typed, found.pasted, found.uploaded, found.proposed, found.cells) == (3, 2, 4, 8, 17)
