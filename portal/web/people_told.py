"""Who was in care on the last day, to read: one table per form of care, from what was signed or is about to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToldTable:
    """One form of care: gemeenten of origin with the people of each age group, only those that have anybody."""

    form: str
    ages: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    sums: tuple[int, ...]

    @property
    def total(self) -> int:
        """Everybody in it."""
        return sum(self.sums)


def told_tables(lines: Iterable[tuple[str, str, str, int, str]]) -> list[ToldTable]:
    """From lines of (form, gemeente, age group, people, name); the name holds all three in words ("Opvang, Vaals, 18-22 jaar")."""
    forms: dict[str, dict[tuple[str, str], int]] = {}
    titles, origins, ages = dict[str, str](), dict[str, str](), dict[str, str]()
    for form, municipality, age, people, name in lines:
        titles[form], origins[municipality], ages[age] = name.rsplit(", ", 2)
        forms.setdefault(form, {})[municipality, age] = people
    return [_table(titles[form], cells, origins, ages) for form, cells in forms.items()]


def _table(title: str, cells: dict[tuple[str, str], int], origins: dict[str, str], ages: dict[str, str]) -> ToldTable:
    columns = sorted({age for _, age in cells})
    rows = sorted({municipality for municipality, _ in cells})
    told = [(origins[row][0].upper() + origins[row][1:], tuple(cells.get((row, age), 0) for age in columns)) for row in rows]
    sums = tuple(sum(people) for people in zip(*(people for _, people in told), strict=True))
    return ToldTable(title, tuple(ages[age] for age in columns), tuple((name, people, sum(people)) for name, people in told), sums)
