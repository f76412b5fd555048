"""What one edition says, as the reader of tests/support/board_attacker takes it down; and what is true of it, for an aanbieder and for the judge."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import product

from kpi.domain.summary_input import SummaryInput
from tests.support.board_attacker import TOTAL, Counts, Name, Page

OVER_TIME = "eerder en nu"
REGION = {
    "begin": "begin", "joined": "erbij", "left": "weg", "end": "eind", "places": "plekken", "occupied": "bezet", "unoccupied": "onbezet",
    "waiting": "wachtend",
}  # fmt: skip
KINDS = {("gemeente", "voorziening"): "gv", ("gemeente", "leeftijd"): "gl", ("voorziening", "leeftijd"): "vl"}


def page_of(text: str) -> Page:
    """The figures of one edition, out of its open data (CSV) and nothing else."""
    rows = list(csv.DictReader(io.StringIO(text)))
    axes: dict[str, dict[str, None]] = {}
    told: dict[Name, int] = {}
    exact: set[Name] = set()
    for row in rows:
        groups = {row[f"{side}_soort"]: row[side] for side in ("rij", "kolom") if row[f"{side}_soort"]}
        for axis, group in groups.items():
            axes.setdefault(axis, {})[group] = None
        if row["waarde"]:
            names = dict(_named(row, groups))
            told |= names
            exact |= set() if row["afgerond_op"] else names.keys()
    period = next(row["kwartaal"] for row in rows if row["onderdeel"] != OVER_TIME)
    categories = [tuple(axes[axis]) for axis in ("gemeente", "voorziening", "leeftijd")]
    return Page(period, (categories[0], categories[1], categories[2]), told, frozenset(exact))


def _named(row: dict[str, str], groups: dict[str, str]) -> Iterator[tuple[Name, int]]:
    """What a row of the open data tells, by the names of the reader. A total stands in each table that has its axis."""
    if row["onderdeel"] == "mensen":
        for (one, other), kind in KINDS.items():
            if groups.keys() <= {one, other}:
                yield (kind, groups.get(one, TOTAL), groups.get(other, TOTAL)), int(row["waarde"])
    elif row["onderdeel"] in ("verloop van mensen", "plekken"):
        yield (REGION[row["code"]],), int(row["waarde"])
    elif row["onderdeel"] == "cijfer" and row["noemer"]:
        yield from ((((row["code"], name), int(Decimal(row[name])))) for name in ("teller", "noemer"))
    elif row["onderdeel"] == "cijfer":
        yield (row["code"], "teller"), int(Decimal(row["waarde"]))


def told_of_others(text: str, earlier: Mapping[str, set[Decimal]]) -> list[tuple[str, str, str]]:
    """What an edition says of other quarters that their own editions did not say: (quarter, code, value). `earlier` holds each quarter's values."""
    rows = csv.DictReader(io.StringIO(text))
    return [
        (row["kwartaal"], row["code"], row["waarde"])
        for row in rows
        if row["onderdeel"] == OVER_TIME and row["waarde"] and Decimal(row["waarde"]) not in earlier.get(row["kwartaal"], set())
    ]


def values_of(text: str) -> set[Decimal]:
    """Every value that an edition tells of its own quarter."""
    return {Decimal(row["waarde"]) for row in csv.DictReader(io.StringIO(text)) if row["onderdeel"] != OVER_TIME and row["waarde"]}


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
