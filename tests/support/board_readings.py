"""What one edition says, as the reader of tests/support/board_attacker takes it down; and what is true of it, for an aanbieder and for the judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product

from kpi.domain.publication.shown import Shown
from kpi.domain.summary_input import SummaryInput
from tests.support.board_attacker import TOTAL, Counts, Name, Page

KINDS = {("gemeente", "voorziening"): "gv", ("gemeente", "leeftijd"): "gl", ("voorziening", "leeftijd"): "vl"}


def page_of(period: str, shown: Shown) -> Page:
    """Every figure that is told."""
    told: dict[Name, int] = {}
    exact: set[Name] = set()
    axes: dict[str, tuple[str, ...]] = {}
    for table in shown.tables:
        axes |= {table.row_axis: table.rows[:-1], table.column_axis: table.columns[:-1]}
        kind = KINDS[table.row_axis, table.column_axis]
        for row, cells in zip(table.rows, table.cells, strict=True):
            told |= {(kind, row, column): cell for column, cell in zip(table.columns, cells, strict=True) if cell is not None}
    region = {"begin": shown.movement.begin, "erbij": shown.movement.joined, "weg": shown.movement.left, "eind": shown.movement.end}
    region |= {"plekken": shown.places.places, "bezet": shown.places.occupied, "onbezet": shown.places.unoccupied, "wachtend": shown.places.waiting}
    told |= {(name,): number for name, number in region.items() if number is not None}
    for one in shown.indicators:
        if one.value is None:
            continue
        parts = {"teller": one.value} if one.denominator is None else {"teller": one.numerator, "noemer": one.denominator}
        told |= {(one.code, name): int(number) for name, number in parts.items() if number is not None}
        exact |= set() if one.is_rounded else {(one.code, name) for name in parts}
    return Page(period, (axes["gemeente"], axes["voorziening"], axes["leeftijd"]), told, frozenset(exact))


def truth(given: SummaryInput, is_counted: Callable[[int], bool]) -> Counts:
    """The true figures of the aanbieders that are counted, by the names of the reader; zeros too."""
    found = Counter[Name]()
    gemeenten, ages, forms = ([one.code for one in axis] for axis in (given.axes.municipalities, given.axes.ages, given.axes.forms))
    for kind, rows, columns in (("gv", gemeenten, forms), ("gl", gemeenten, ages), ("vl", forms, ages)):
        found.update(dict.fromkeys(((kind, row, column) for row, column in product((*rows, TOTAL), (*columns, TOTAL))), 0))
    for one in given.people:
        if is_counted(one.provider):
            for kind, row, column in (("gv", one.municipality, one.form), ("gl", one.municipality, one.age), ("vl", one.form, one.age)):
                for names in product((row, TOTAL), (column, TOTAL)):
                    found[kind, *names] += one.people
    for name, number in _region(given, is_counted):
        found[name] += number
    return found


def _region(given: SummaryInput, is_counted: Callable[[int], bool]) -> Iterator[tuple[Name, int]]:
    for flow in given.flows:
        if is_counted(flow.provider):
            yield from ((("begin",), flow.at_begin), (("erbij",), flow.inflow), (("weg",), flow.outflow), (("eind",), flow.at_end))
    for place in given.places:
        if is_counted(place.provider):
            free = place.free + place.closed
            yield from ((("bezet",), place.occupied), (("onbezet",), free), (("plekken",), place.occupied + free), (("wachtend",), place.waiting))
    for cell in given.cells:
        if is_counted(cell.provider):
            numerator, denominator = int(cell.numerator), int(cell.denominator or Decimal(0))
            yield (cell.code, "teller"), numerator
            if cell.denominator is not None:
                yield from (((cell.code, "noemer"), denominator), ((cell.code, "rest"), denominator - numerator))
