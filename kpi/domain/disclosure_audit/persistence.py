"""A published figure does not change its looks: not rounded anew, and not shown after it was left out. Two patterns protect only what both hide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kpi.domain.disclosure_audit.figures import Facts, Figure, Seen

Changed = tuple[int, str, Seen, Seen]


def changes(facts: Facts) -> Iterator[Changed]:
    """Figure by figure (by number): which rule of the publication scheme two editions break together, and how each told it."""
    for place, figure in enumerate(facts.figures):
        for earlier, later in _pairs(figure):
            if later.told is None:
                continue
            if earlier.hidden:
                yield place, "pattern", earlier, later
            elif earlier.base is not None and (earlier.told, earlier.base) != (later.told, later.base):
                yield place, "rounding", earlier, later


def _pairs(figure: Figure) -> Iterator[tuple[Seen, Seen]]:
    """Each edition that told the figure, or openly left it out, with the next one that did."""
    told = [one for one in figure.seen if one.hidden or one.told is not None]
    return pairwise(told)
