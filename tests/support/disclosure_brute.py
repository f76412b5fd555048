"""Every table of whole numbers that fits what was published, counted out one by one: what an attacker knows, without any solver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Table = dict[str, Any]
Range = tuple[int, int]


def own(cell: dict[str, Any], who: str | None) -> int:
    """What the attacker brings in itself."""
    return int((cell.get("contrib") or {}).get(who, 0)) if who else 0


def alone(cell: dict[str, Any], who: str | None) -> bool:
    """Whether the attacker is the only one."""
    return bool(0 < own(cell, who) == cell["value"])


def ranges(table: Table, who: str | None) -> dict[str, Range]:
    """What is known of each cell by itself."""
    upper, base, steps = table["prior"]["upper"], table.get("base", 5), table.get("steps", 0)
    hidden = {*table.get("suppressed", ()), *table.get("unpublished", ())}
    found = {}
    for cell in table["cells"]:
        name, value = cell["id"], cell["value"]
        least, most = own(cell, who), upper[name]
        if name in table.get("rounded", {}):
            reach = base * (steps + 1) - 1
            least, most = max(least, table["rounded"][name] - reach), min(most, table["rounded"][name] + reach)
        elif name not in hidden or alone(cell, who):
            least = most = value
        found[name] = (value, value) if alone(cell, who) else (least, most)
    return found


def counted(table: Table, who: str | None) -> dict[str, Range]:
    """The least and the most of each cell over all tables that fit. Every total is in the end a sum of inner cells."""
    known = ranges(table, who)
    sums = inner_of(table)
    inner = [name for name, parts in sums.items() if parts == {name}]
    found: dict[str, Range] = {}
    for whole in _tables(inner, known, {name: parts for name, parts in sums.items() if name not in inner}, {}):
        for name, parts in sums.items():
            value = sum(whole[part] for part in parts)
            least, most = found.get(name, (value, value))
            found[name] = (min(least, value), max(most, value))
    return found


def inner_of(table: Table) -> dict[str, set[str]]:
    """The inner cells that each cell is the sum of."""
    parts = {one["total"]: one["parts"] for one in table["equations"]}

    def within(name: str) -> set[str]:
        return {name} if name not in parts else {below for part in parts[name] for below in within(part)}

    return {cell["id"]: within(cell["id"]) for cell in table["cells"]}


def _tables(inner: list[str], known: dict[str, Range], totals: dict[str, set[str]], made: dict[str, int]) -> Iterator[dict[str, int]]:
    """All values of the inner cells, cell by cell; given up as soon as some total cannot come out any more."""
    if len(made) == len(inner):
        yield dict(made)
        return
    name = inner[len(made)]
    for value in range(known[name][0], known[name][1] + 1):
        made[name] = value
        if all(_can(parts, known[total], known, made) for total, parts in totals.items() if name in parts):
            yield from _tables(inner, known, totals, made)
        del made[name]


def _can(parts: set[str], within: Range, known: dict[str, Range], made: dict[str, int]) -> bool:
    least = sum(made[one] if one in made else known[one][0] for one in parts)
    most = sum(made[one] if one in made else known[one][1] for one in parts)
    return least <= within[1] and most >= within[0]
