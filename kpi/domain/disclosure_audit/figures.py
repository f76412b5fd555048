"""The true figures behind a history, each once, with what everybody was told of them, and the equations between them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kpi.domain.disclosure.problem import Contributions, Rule

# An equation: figures by number, added up with these signs, make nothing.
Terms = tuple[tuple[int, int], ...]
# A total in which groups count, one of its parts, and the other parts.
Group = tuple[int, int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Seen:
    """How one edition told a figure: between `least` and `most`, as `told` (None: left out, or never part of it). `hidden`: openly left out."""

    edition: int
    least: Fraction | None = None
    most: Fraction | None = None
    told: Fraction | None = None
    base: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One true number. `least` and `most`: what everybody knows of it by itself. `rounding`: the smallest base it falls under, if any.

    `rules`: what is asked of it, by every edition that held it.
    """

    id: str
    label: str
    value: Fraction
    contributions: Contributions | None
    least: Fraction
    most: Fraction | None
    rounding: int | None
    seen: tuple[Seen, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether some edition rounded it or openly left it out."""
        return any(one.base is not None or one.hidden for one in self.seen)


@dataclass(frozen=True, slots=True)
class Facts:
    """All figures and equations. `corrected`: pairs of an old and a new figure under the same id. `groups`: a total, one of its parts, the others.

    `unchanged` are the equations between an old and a new figure of the same value, of which only changed who brings in what.
    """

    figures: tuple[Figure, ...]
    equations: tuple[Terms, ...]
    unchanged: tuple[Terms, ...]
    corrected: tuple[tuple[int, int], ...]
    groups: tuple[Group, ...]
