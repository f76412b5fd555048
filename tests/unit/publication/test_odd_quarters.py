"""Quarters of odd shape, one after another, through all of the making: each ends in an edition that is safe beside all before it, or in words.

An aanbieder that stops or joins, a quarter that is skipped, a table that was not told, nobody at all, noemers of 0, figures that contradict each
other, corrections, other tables and other rules than the edition before.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.chosen import ALL_CHOICES
from kpi.domain.publication.content import SummaryContent, canonical, parse
from kpi.domain.publication.joint import audit_jointly
from kpi.domain.publication.kept import kept_bundle, kept_text
from kpi.domain.publication.labels import Labels
from kpi.domain.publication.rules import PublicationRules
from kpi.domain.publication.scheme import scheme
from kpi.domain.publication.showing import shown
from kpi.domain.publication.taken_out import taken_out
from kpi.domain.publication.writing import summarise, texts
from kpi.domain.summary_input import SummaryInput
from tests.support.figures import measured, size
from tests.support.publication_history import clock, jointly
from tests.unit.publication.region import QUARTER, quarter

Oddity = Callable[[random.Random, SummaryInput], SummaryInput]


def _stops(dice: random.Random, one: SummaryInput) -> SummaryInput:
    """An aanbieder has nobody any more, and no report."""
    gone = dice.choice(one.flows).provider
    told = {name: tuple(row for row in getattr(one, name) if row.provider != gone) for name in ("flows", "people", "cells", "places")}
    return replace(one, **told, accepted=one.accepted - 1)


def _joins(_dice: random.Random, one: SummaryInput) -> SummaryInput:
    """An aanbieder that has just begun and has nobody yet."""
    flow = replace(one.flows[0], provider=9, at_begin=0, inflow=0, outflow=0, at_end=0)
    return replace(one, flows=(*one.flows, flow), accepted=one.accepted + 1, expected=one.expected + 1)


def _nobody(_dice: random.Random, one: SummaryInput) -> SummaryInput:
    """Everything is 0."""
    flows = tuple(replace(flow, at_begin=0, inflow=0, outflow=0, at_end=0) for flow in one.flows)
    places = tuple(replace(place, occupied=0, free=0, closed=0, waiting=0) for place in one.places)
    cells = tuple(replace(cell, numerator=Decimal(0), denominator=None if cell.denominator is None else Decimal(0)) for cell in one.cells)
    return replace(one, flows=flows, places=places, people=(), cells=cells)


def _untold(_dice: random.Random, one: SummaryInput) -> SummaryInput:
    return replace(one, people=())


def _one_too_many(dice: random.Random, one: SummaryInput) -> SummaryInput:
    """The table and the flow of one form do not agree."""
    people = list(one.people)
    place = dice.randrange(len(people))
    people[place] = replace(people[place], people=people[place].people + 1)
    return replace(one, people=tuple(people))


def _corrected(dice: random.Random, one: SummaryInput) -> SummaryInput:
    """A few people more, in the table and in the flow."""
    told, more = dice.choice(one.people), dice.choice((1, 2, 6))
    flows = (replace(flow, inflow=flow.inflow + more, at_end=flow.at_end + more) if _same(flow, told) else flow for flow in one.flows)
    people = (replace(row, people=row.people + more) if row == told else row for row in one.people)
    return replace(one, flows=tuple(flows), people=tuple(people))


def _same(flow: object, told: object) -> bool:
    return all(getattr(flow, name) == getattr(told, name) for name in ("provider", "form"))


def _figures(dice: random.Random, one: SummaryInput) -> SummaryInput:
    """KPIs that are not told, have nobody to count, or say more than the flow."""
    kept = (cell for cell in one.cells if dice.random() < 0.9)
    cells = (replace(cell, denominator=cell.denominator + dice.choice((0, 0, 0, 3))) if cell.denominator else cell for cell in kept)
    return replace(one, cells=tuple(cells), places=one.places[: dice.randint(0, len(one.places))])


def _as_it_was(_dice: random.Random, one: SummaryInput) -> SummaryInput:
    return one


ODD: tuple[Oddity, ...] = (_as_it_was, _corrected, _corrected, _figures, _stops, _joins, _untold, _one_too_many, _nobody)


def _rules(dice: random.Random) -> PublicationRules:
    least, base = dice.choice((5, 5, 10, 3)), dice.choice((5, 5, 10, 3))
    return PublicationRules(least, 3, Fraction(10), base, dominance=dice.choice((None, (1, Fraction(80)))), group=dice.choice((1, 0, None)))


def _tried(given_: SummaryInput, choice: Choice, rules: PublicationRules, history: Sequence[Bundle], earlier: Sequence[Choice]) -> Bundle | None:
    """The edition as it is kept; None when it is refused, in words."""
    name = f"{given_.period.code} ({len(history) + 1})"
    try:
        made = scheme(given_, choice, rules, name=name, earlier=earlier)
        outcome = jointly(made.bundle, history, rules, seconds=20)
    except Refused as refused:
        assert refused.reason.endswith(".")
        return None
    if not outcome.safe:
        assert outcome.refusal and all(Labels.of(made, given_.definitions).in_words(line).endswith((".", ".'")) for line in outcome.refusal)
        return None
    kept = kept_bundle(kept_text(outcome.bundle))
    assert all(one.safe for one in audit_jointly((*history, kept), rules, seconds=60, elapsed=clock()))
    _is_written(summarise(given_, shown(made, kept)))
    return kept


def _is_written(content: SummaryContent) -> None:
    assert parse(canonical(content)) == content
    assert all(text.endswith(".") and "None" not in text for text in texts(content))


@settings(max_examples=size(quick=8, full=60), deadline=None)
@given(st.integers(0, 10**6))
@example(0)
def test_every_odd_quarter_ends_in_a_safe_edition_or_in_words(seed: int) -> None:
    dice = random.Random(seed)
    people, providers, rules = dice.choice((1, 2, 6, 12, 40)), dice.choice((1, 2, 3, 4, 4, 5)), _rules(dice)
    period, history, told = QUARTER, list[Bundle](), list[tuple[str, Choice]]()
    for number in range(dice.choice((1, 2, 3))):
        region = quarter(seed + number, size=people, providers=providers, period=period)
        for _ in range(dice.choice((1, 1, 2))):  # the quarter, and sometimes a correction of it
            choice, odd = dice.choice(ALL_CHOICES), dice.choice(ODD)
            region = odd(dice, region) if region.flows and region.people else region
            kept = _tried(region, choice, rules, history, [one for when, one in told if when == period.code])
            measured("odd quarters that ended in words", int(kept is None))
            measured("odd quarters that were published and found safe", int(kept is not None))
            if kept is not None:
                history.append(kept)
                told.append((period.code, choice))
        period = period.shift(dice.choice((1, 1, 2)))
    if history:
        assert taken_out(history, rules)
