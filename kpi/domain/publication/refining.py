"""Editions of one quarter with other tables: a coarse figure is a sum of fine ones, and a reader of both knows it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations, product

from kpi.domain.publication.choice import Ages, Choice, Forms, Municipalities
from kpi.domain.publication.coarsening import Axis, axes_of
from kpi.domain.publication.ledger import Ledger
from kpi.domain.publication.people_cells import Axes3, inner, margin, write_cells
from kpi.domain.summary_input import Axes, PeopleInput


def finest(choices: Collection[Choice]) -> Choice:
    """The coarsest tables out of which those of all these choices can be added up."""
    return Choice(
        Municipalities.EACH if any(one.municipalities is Municipalities.EACH for one in choices) else Municipalities.CENTRE_AND_OTHERS,
        Forms.EACH if any(one.forms is Forms.EACH for one in choices) else Forms.GROUPS,
        Ages.EACH if any(one.ages is Ages.EACH for one in choices) else Ages.TWO,
    )


def tie_choices(
    ledger: Ledger, people: Sequence[PeopleInput], axes: Axes, choices: Sequence[Choice], *, offered: frozenset[str], period: str
) -> None:
    """Write down, for nobody to read, the tables of the other choices and how all of them hang together. The first choice is that of this edition."""
    if len(set(choices)) < 2:
        return
    fine = axes_of(axes, finest(choices), offered=offered)
    write_cells(ledger, people, fine, period=period, published=False)
    for choice in dict.fromkeys(choices):
        coarse = axes_of(axes, choice, offered=offered)
        write_cells(ledger, people, coarse, period=period, published=False)
        _sums(ledger, coarse, fine, period)


def _sums(ledger: Ledger, coarse: Axes3, fine: Axes3, period: str) -> None:
    """Every coarse figure is the sum of its fine ones."""
    finer = [_finer(one, other) for one, other in zip(coarse, fine, strict=True)]
    for place, axis in enumerate(coarse):
        for category, parts in finer[place].items():
            _sum(ledger, margin(period, axis, category), [margin(period, fine[place], part) for part in parts])
    for one, other in combinations(range(len(coarse)), 2):
        for row, column in product(finer[one], finer[other]):
            pairs = [inner(period, fine[one], fine[other], *pair) for pair in product(finer[one][row], finer[other][column])]
            _sum(ledger, inner(period, coarse[one], coarse[other], row, column), pairs)


def _finer(coarse: Axis, fine: Axis) -> dict[str, tuple[str, ...]]:
    """Of which fine categories a coarse one is made."""
    return {
        category.code: tuple(dict.fromkeys(fine.category_of[code] for code, group in coarse.category_of.items() if group == category.code))
        for category in coarse.categories
    }


def _sum(ledger: Ledger, total: str, parts: list[str]) -> None:
    if parts != [total]:
        ledger.adds_up(total, parts)
