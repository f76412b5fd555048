"""Everything that was ever published, as it went out: edition after edition, with the equations that hold between them.

An edition that was withdrawn stays in the list: who read it still knows it. A figure is known by its id. When a later edition gives the same id
another true value, that is a correction: the old figure and the new one are both attacked, and so is the difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kpi.domain.disclosure.problem import Cell, Equation, Method, Prior, Problem, Rule, Wanted


@dataclass(frozen=True, slots=True)
class Flow:
    """The stand at the end is the stand at the beginning, with what came in and without what went out. All by id."""

    begin: str
    came: tuple[str, ...]
    left: tuple[str, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication: the true figures, and what of them was shown. A cell that is not named is shown as it is.

    `left_out` was openly left out, `unpublished` was never part of it, `rounded` was shown as a multiple of `base` less than `steps` + 1 times the
    base from the truth. `rounds`: what is asked of it is what docs/bescherm.md asks of rounded tables. `rules`: what is asked of these figures;
    None is what the history asks. `flows` were known to hold when it came out; after a correction elsewhere they hold for the older figures. So
    do its equations when they are not `lasting`: then a later edition may correct some of its figures and not tell the others again.
    """

    name: str
    cells: tuple[Cell, ...]
    equations: tuple[Equation, ...] = ()
    unpublished: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    rounded: Mapping[str, Fraction] = field(default_factory=dict)
    base: int = 5
    steps: int = 0
    rounds: bool = False
    withdrawn: bool = False
    rules: tuple[Rule, ...] | None = None
    flows: tuple[Flow, ...] = ()
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Groups:
    """In these totals the parts say something about people: no part may be known to hold everybody but `members` of them at most."""

    members: int
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The whole history. `equations` and `flows` hold between editions: a year is the sum of its quarters, a stand follows from the one before."""

    editions: tuple[Edition, ...]
    equations: tuple[Equation, ...] = ()
    flows: tuple[Flow, ...] = ()
    integer: bool = True
    prior: Prior = field(default_factory=Prior)
    rules: tuple[Rule, ...] = ()
    protect: tuple[Wanted, ...] = ()
    groups: Groups | None = None


def edition_of(name: str, problem: Problem, *, withdrawn: bool = False) -> Edition:
    """One set of tables with what was published of it (`suppressed`, `rounded`, `steps`)."""
    return Edition(
        name,
        problem.cells,
        problem.equations,
        problem.unpublished,
        problem.suppressed,
        problem.rounded,
        problem.base,
        problem.steps,
        rounds=bool(problem.rounded) or problem.method is Method.ROUND,
        withdrawn=withdrawn,
    )


def history_of(problem: Problem) -> Published:
    """The history of one publication alone."""
    edition = edition_of("", problem)
    return Published((edition,), integer=problem.integer, prior=problem.prior, rules=problem.rules, protect=problem.protect)
