"""Categories put together: the axes of a publication's tables as its publisher chose them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi.domain.people import ELSEWHERE
from kpi.domain.publication.choice import Ages, Choice, Forms, Municipalities
from kpi.domain.summary_input import Axes, Category

ADULT_FROM = 23
"""Younger than 23 is young (S001 §2.2 counts "< 23 jaar" and "> 23 jaar"; who is 23 belongs to the older group)."""

YOUNGER = Category("-22", "Jonger dan 23 jaar")
OLDER = Category("23+", "23 jaar en ouder")
OTHERS = Category("heuvelland", "Heuvelland")
GROUPS = (
    Category("opvang", "Opvang"),
    Category("beschermd-wonen", "Beschermd wonen"),
    Category("zelfstandig", "Zelfstandig met begeleiding"),
)
_GROUP_OF = {
    "eerste-opvang": GROUPS[0],
    "bw-met-verblijf": GROUPS[1],
    "bw-zonder-verblijf": GROUPS[1],
    "doorstroomwoning": GROUPS[2],
    "zelfstandig-met-begeleiding": GROUPS[2],
}
_BAND = re.compile(r"^(\d+)(?:-(\d+)|\+)$")


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis as it is shown: its categories in order, and to which of them each category of the reports belongs. `key`: "g", "v" or "l"."""

    key: str
    name: str
    categories: tuple[Category, ...]
    category_of: Mapping[str, str]


def axes_of(axes: Axes, choice: Choice, *, offered: frozenset[str]) -> tuple[Axis, Axis, Axis]:
    """Gemeente, form of care and age. A form that nobody offers has no row: a zero that everybody knows would protect nothing."""
    forms = [form for form in axes.forms if form.code in offered]
    return (
        _axis("g", "gemeente", [(one, _gemeente(one, axes.centre, choice)) for one in axes.municipalities]),
        _axis("v", "voorziening", [(one, _form(one, choice)) for one in forms]),
        _axis("l", "leeftijd", [(one, _age(one, choice)) for one in axes.ages]),
    )


def _axis(key: str, name: str, pairs: Sequence[tuple[Category, Category]]) -> Axis:
    return Axis(key, name, tuple(dict.fromkeys(group for _, group in pairs)), {one.code: group.code for one, group in pairs})


def _gemeente(one: Category, centre: str, choice: Choice) -> Category:
    """Who came from elsewhere, or nobody knows from where, is a category like any other."""
    apart = choice.municipalities is Municipalities.EACH or one.code in (centre, ELSEWHERE.code)
    return one if apart else OTHERS


def _form(one: Category, choice: Choice) -> Category:
    return one if choice.forms is Forms.EACH else _GROUP_OF.get(one.code, one)


def _age(one: Category, choice: Choice) -> Category:
    """A group on both sides of 23 stands alone: nobody can say to which side its people belong."""
    bounds = _BAND.match(one.code)
    if choice.ages is Ages.EACH or bounds is None:
        return one
    if int(bounds[1]) >= ADULT_FROM:
        return OLDER
    return YOUNGER if bounds[2] is not None and int(bounds[2]) < ADULT_FROM else one
