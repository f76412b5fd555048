"""The strongest proof of what is published: a reader who reckons, over all quarters and editions, as an outsider and as each of four aanbieders.

The quarters are published by the product's own scheme and protection; the reader (tests/support/board_attacker.py) has a model and code of its own.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.support.board_attacker import Page
from tests.support.board_readings import told_of_others, truth, values_of
from tests.support.board_world import ATTACKERS, Issue, World, findings, publish, too_near
from tests.support.figures import AT_LENGTH, FULL, measured

SEEDS, CLIENTS = ((1, 2) if FULL else (1,)), 700
MANY = 16 if FULL else 4 if AT_LENGTH else 2
TRIED = ATTACKERS if AT_LENGTH else ATTACKERS[:3:2]


@pytest.fixture(scope="module", params=SEEDS)
def world(request: pytest.FixtureRequest) -> World:
    """What was published of a region."""
    return publish(request.param, CLIENTS, MANY)


def test_a_reader_who_reckons_pins_nobody_down(world: World) -> None:
    quarters = world.by_quarter()
    found = [one for who in TRIED for one in findings(quarters, who)]
    near = [one for issue in world.issues for one in too_near(issue)]
    measured("editions attacked by a reader with a model of its own, as an outsider and as each aanbieder", len(world.issues))
    measured("figures that such a reader pins down", len(found) + len(near))
    measured("quarters that could not be published safely", MANY - len(quarters))
    assert found == [] and near == []
    assert len(quarters) == MANY
    told = sum(len(issue.page.told) for issue in world.issues)
    assert told > 100 * len(world.issues), "nearly nothing was published: then there is nothing to attack"
    assert any(issue.page.exact for issue in world.issues)


def test_no_edition_tells_of_another_quarter_what_that_one_did_not_tell(world: World) -> None:
    told: dict[str, set[Decimal]] = {}
    for issue in world.issues:
        told.setdefault(issue.page.period, set()).update(values_of(issue.text))
    assert [one for issue in world.issues for one in told_of_others(issue.text, told)] == []
    assert any("eerder en nu" in issue.text for issue in world.issues)
    silenced = {period: set[Decimal]() for period in told}
    assert told_of_others(world.issues[-1].text, silenced)


def _nearest(number: int) -> int:
    return (number + 2) // 5 * 5


def _rounded_by_itself(issue: Issue) -> Page:
    """What a spreadsheet would publish: every figure rounded to the nearest five."""
    true = truth(issue.given, lambda _: True)
    return replace(issue.page, told={name: true[name] if name in issue.page.exact else _nearest(true[name]) for name in issue.page.told})


def test_the_reader_sees_through_figures_that_are_rounded_one_by_one(world: World) -> None:
    mutant = [[replace(editions[0], page=_rounded_by_itself(editions[0]))] for editions in world.by_quarter()[:2]]
    assert any(True for who in ATTACKERS for _ in findings(mutant, who))


def test_the_reader_puts_two_roundings_of_one_quarter_together(world: World) -> None:
    first = world.by_quarter()[0][0]
    assert next(findings([[first, replace(first, page=_rounded_by_itself(first))]], ATTACKERS[0]))


def test_the_reader_reads_what_is_told_as_it_is(world: World) -> None:
    """Small figures that were not rounded are pinned down, each of them."""
    first = world.by_quarter()[0][0]
    true = truth(first.given, lambda _: True)
    small = {name for name, number in true.items() if 0 < number < 5 and name in first.page.told}
    assert small
    opened = replace(first.page, told={**first.page.told, **{name: true[name] for name in small}}, exact=first.page.exact | small)
    assert len(list(findings([[replace(first, page=opened)]], ATTACKERS[0]))) >= len(small)


def test_a_figure_that_is_told_as_it_is_needs_a_third_aanbieder(world: World) -> None:
    """The rule of ten per cent is judged by subtraction alone: a mutant with only two aanbieders behind an exact figure is found."""
    issue = next(one for one in world.issues if one.page.exact)
    name = next(iter(issue.page.exact))
    cells = tuple(cell for cell in issue.given.cells if cell.code != name[0] or cell.provider in (11, 12))
    assert too_near(replace(issue, given=replace(issue.given, cells=cells)))
