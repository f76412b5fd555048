"""What a flow is made of: at most eight sources, at most twelve goals, and a band for each pair with money between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_LEFT, MOST_RIGHT = 8, 12


@dataclass(frozen=True, slots=True)
class Flow:
    """Money from one source to one goal, in cents. `is_loose`: its source is no line of the begroting; it is drawn apart, and in another way."""

    left: str
    right: str
    cents: int
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A source or a goal as it is drawn. `joined`: how many were taken together under this name (0: it is one)."""

    name: str
    cents: int
    is_loose: bool = False
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Band:
    """What goes from one node to another, by their places."""

    left: int
    right: int
    cents: int
    is_loose: bool


@dataclass(frozen=True, slots=True)
class Bands:
    """Both sides, each from top to bottom, and the bands between them. Every side adds up to all that flows."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    bands: tuple[Band, ...]

    @property
    def cents(self) -> int:
        """All that flows."""
        return sum(band.cents for band in self.bands)


def bands_of(flows: Sequence[Flow]) -> Bands:
    """The flows with money, the smallest on a side taken together where there are too many.

    The sources keep their order; the goals stand across their sources, so that few bands cross.
    """
    paid = [flow for flow in flows if flow.cents > 0]
    loose = {flow.left for flow in paid if flow.is_loose}
    left_names = _kept([(flow.left, flow.cents) for flow in paid], MOST_LEFT, "Overige regels", loose)
    right_names = _kept([(flow.right, flow.cents) for flow in paid], MOST_RIGHT, "Overige", set())
    left = _nodes([(left_names[flow.left], flow.cents) for flow in paid], left_names, loose)
    places = {node.name: place for place, node in enumerate(left)}
    right = _nodes([(right_names[flow.right], flow.cents) for flow in paid], right_names, set())
    right.sort(key=lambda node: (bool(node.joined), _middle(node.name, paid, left_names, right_names, places)))
    goals = {node.name: place for place, node in enumerate(right)}
    sums: dict[tuple[int, int], int] = {}
    for flow in paid:
        key = (places[left_names[flow.left]], goals[right_names[flow.right]])
        sums[key] = sums.get(key, 0) + flow.cents
    bands = tuple(Band(start, end, cents, left[start].is_loose) for (start, end), cents in sorted(sums.items()))
    return Bands(tuple(left), tuple(right), bands)


def _kept(wanted: Sequence[tuple[str, int]], most: int, others: str, loose: set[str]) -> dict[str, str]:
    """The name under which each is drawn: its own for the largest, that of the others for the rest. What is loose is never joined."""
    sums: dict[str, int] = {}
    for name, cents in wanted:
        sums[name] = sums.get(name, 0) + cents
    if len(sums) <= most:
        return {name: name for name in sums}
    largest = sorted(sums, key=lambda name: (name not in loose, -sums[name]))[: most - 1]
    return {name: name if name in largest else f"{others} ({len(sums) - len(largest)})" for name in sums}


def _nodes(paid: Sequence[tuple[str, int]], names: dict[str, str], loose: set[str]) -> list[Node]:
    """In the order in which they come, what was joined last."""
    sums: dict[str, int] = {}
    for name, cents in paid:
        sums[name] = sums.get(name, 0) + cents
    joined = {name: sum(drawn == name for drawn in names.values()) for name in sums}
    made = [Node(name, cents, name in loose, joined[name] if joined[name] > 1 else 0) for name, cents in sums.items()]
    return sorted(made, key=lambda node: (node.is_loose, bool(node.joined)))


def _middle(name: str, paid: Sequence[Flow], left_names: dict[str, str], right_names: dict[str, str], places: dict[str, int]) -> float:
    """Where the sources of a goal stand, on average."""
    own = [(places[left_names[flow.left]], flow.cents) for flow in paid if right_names[flow.right] == name]
    return sum(place * cents for place, cents in own) / sum(cents for _, cents in own)
