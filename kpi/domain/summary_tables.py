"""The region's flow and places: rows that add up, shown only where nobody can be recognised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from kpi.domain.plain_language import written_out
from kpi.domain.small_numbers import Figure, Row, protect_rows, why_hide_count
from kpi.domain.summary_content import FlowDetail, FlowRow, Places
from kpi.domain.summary_input import FlowInput, PlacesInput

COMBINED = "Vrije en gesloten plekken staan samen, omdat een van beide aantallen te klein is."
NO_PLACES = "We tonen niet alle plekken, omdat de aantallen te klein zijn."
_COLUMNS: tuple[Callable[[FlowInput], int], ...] = (
    lambda flow: flow.at_begin,
    lambda flow: flow.inflow + flow.through_in,
    lambda flow: flow.through_out + flow.outflow,
    lambda flow: flow.at_end,
)


def flow_rows(flows: Sequence[FlowInput]) -> tuple[tuple[FlowRow, ...], FlowRow, FlowDetail | None]:
    """A row per form of care in the order given, the total of all forms, and the total's detail when it may be shown.

    Inflow and doorstroom in stand together in a row, and so do those that left: apart they would nearly always be too few.
    """
    names = {flow.form: flow.form_name for flow in flows}
    rows = [Row(form, _cells([flow for flow in flows if flow.form == form])) for form in names]
    protection = protect_rows(rows)
    lines = tuple(_line(row.key, written_out(names[row.key]), row.cells, protection.hidden.get(row.key, "")) for row in rows)
    total = _line("", "Alle vormen samen", _cells(flows), protection.total_hidden)
    return lines, total, None if protection.total_hidden else _detail(flows)


def places(inputs: Sequence[PlacesInput]) -> Places:
    """The region's places. Free and closed places stand together when one of them is too small."""
    occupied, free, closed = (_figure(inputs, name) for name in ("occupied", "free", "closed"))
    waiting = _shown(_figure(inputs, "waiting"))
    apart = not any(why_hide_count(figure) for figure in (occupied, free, closed))
    protection = protect_rows([Row("occupied", (occupied,)), Row("unoccupied", (free + closed,))])
    return Places(
        places=None if protection.total_hidden else int((occupied + free + closed).value),
        occupied=None if "occupied" in protection.hidden else int(occupied.value),
        unoccupied=None if "unoccupied" in protection.hidden else int((free + closed).value),
        free=int(free.value) if apart else None,
        closed=int(closed.value) if apart else None,
        waiting=waiting,
        note=NO_PLACES if protection.hidden or protection.total_hidden else "" if apart else COMBINED,
    )


def _cells(flows: Sequence[FlowInput]) -> tuple[Figure, ...]:
    return tuple(
        Figure(Decimal(sum(column(flow) for flow in flows)), frozenset(flow.provider for flow in flows if column(flow) > 0)) for column in _COLUMNS
    )


def _line(code: str, name: str, cells: tuple[Figure, ...], hidden: str) -> FlowRow:
    begin, joined, left, end = (None if hidden else int(cell.value) for cell in cells) if cells else (None,) * 4
    return FlowRow(code, name, begin, joined, left, end, hidden)


def _detail(flows: Sequence[FlowInput]) -> FlowDetail | None:
    figures = [_figure(flows, name) for name in ("inflow", "through_in", "through_out", "outflow")]
    return None if any(why_hide_count(figure) for figure in figures) else FlowDetail(*(int(figure.value) for figure in figures))


def _figure(inputs: Sequence[FlowInput] | Sequence[PlacesInput], name: str) -> Figure:
    return Figure(Decimal(sum(getattr(i, name) for i in inputs)), frozenset(i.provider for i in inputs if getattr(i, name) > 0))


def _shown(figure: Figure) -> int | None:
    return None if why_hide_count(figure) else int(figure.value)
