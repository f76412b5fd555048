"""Who is in care on the last day: per form of care a table of gemeente of origin by age group (the klankbordgroep's tables are made of these).

A form is told whole: in a table in which anything was typed, empty is zero. A table in which nothing was typed was not told. What is told adds
up to the end of the form in the flow; a report may be signed without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.domain.region import AgeBand
from contracts.foundation.errors import Refused
from kpi.domain.numbers import read_count
from kpi.domain.problems import Problem
from kpi.domain.summary_input import Axes, Category

Key = tuple[str, str]
"""A gemeente of origin and an age group, by their codes."""
Table = Mapping[Key, int]
"""People by key. A key that is not there has nobody."""

ELSEWHERE, UNKNOWN = Category("overig", "Overig of onbekend"), Category("onbekend", "Onbekend")


def axes_of(municipalities: Sequence[Category], bands: Sequence[AgeBand]) -> Axes:
    """Rows and columns of the tables: what the region names, with one for all that it does not."""
    ages = tuple(Category(band.code, band.label) for band in bands)
    return Axes(municipalities=(*municipalities, ELSEWHERE), ages=(*ages, UNKNOWN))


def keys_of(axes: Axes) -> tuple[Key, ...]:
    """Every cell of a table, row by row."""
    return tuple((row.code, column.code) for row in axes.municipalities for column in axes.ages)


def fitted(table: Table, axes: Axes) -> dict[Key, int]:
    """The same people on these axes: a gemeente or age group that is no longer named joins the rest. Nobody is lost."""
    rows, columns = {one.code for one in axes.municipalities}, {one.code for one in axes.ages}
    found: dict[Key, int] = {}
    for (row, column), people in table.items():
        key = (row if row in rows else ELSEWHERE.code, column if column in columns else UNKNOWN.code)
        found[key] = found.get(key, 0) + people
    return found


def field_of(form: str, key: Key | None = None) -> str:
    """The name of a table, or of one cell of it, in forms and error summaries."""
    return f"mensen-{form}" if key is None else f"mensen-{form}_{key[0]}_{key[1]}"


def read_table(typed: Mapping[Key, str], *, form: str, axes: Axes, problems: list[Problem]) -> dict[Key, int] | None:
    """A table as typed; None when nothing was. What cannot be read joins the problems, each with its gemeente and age group."""
    if not any(text.strip() for text in typed.values()):
        return None
    found: dict[Key, int] = {}
    for key in keys_of(axes):
        text = typed.get(key, "")
        field = field_of(form, key)
        try:
            people = read_count(text, field=field) if text.strip() else 0
            if people < 0:
                raise Refused(field, "Een aantal kan niet kleiner zijn dan 0.")
            found[key] = people
        except Refused as refused:
            problems.append(Problem(field, f"{said(key, axes)}: {refused.reason}"))
    return found


def said(key: Key, axes: Axes) -> str:
    """ "Maastricht, 18 tot en met 22 jaar"; a code that is not named any more stays a code."""
    rows, columns = ({one.code: one.name for one in axis} for axis in (axes.municipalities, axes.ages))
    return f"{rows.get(key[0], key[0])}, {columns.get(key[1], key[1]).lower()}"


def gap(told: int | None, at_end: int | None) -> str:
    """How far a table is from the end of its form, in a sentence; "" when they are equal or cannot be compared yet."""
    if told is None or at_end is None or told == at_end:
        return ""
    return (
        f"De tabel telt op tot {told}. Bij in-, door- en uitstroom is het eind {at_end}. "
        f"Dat is {abs(told - at_end)} te {'veel' if told > at_end else 'weinig'}."
    )
