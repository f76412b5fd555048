"""The life of a subsidie: a fold of what happened (house rule 8). An event that cannot be is refused, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.changes import CHANGES
from contracts.domain.subsidy.events import Event
from contracts.domain.subsidy.moves import next_state
from contracts.domain.subsidy.standing import Standing
from contracts.foundation.errors import Refused
from contracts.foundation.period import day_in_words

BEGIN = Standing()
USUAL = Rulebook()


def follow(standing: Standing, event: Event, *, book: Rulebook = USUAL) -> Standing:
    """The standing after one more event. Raises Refused when it cannot happen now, comes before the last one, or its amount or day cannot be."""
    state = next_state(standing.state, event.kind)
    if standing.last_on is not None and event.on < standing.last_on:
        raise Refused("on", f"Deze dag ligt voor de vorige gebeurtenis, van {day_in_words(standing.last_on)}.")
    return replace(CHANGES[event.kind](standing, event, book), state=state, last_on=event.on)


def fold(events: Iterable[Event], *, book: Rulebook = USUAL) -> Standing:
    """Where a subsidie stands after all of these, from the beginning."""
    standing = BEGIN
    for event in events:
        standing = follow(standing, event, book=book)
    return standing
