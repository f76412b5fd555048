"""The region's flow and places as figures: begin + joined = left + end, and occupied + unoccupied = places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kpi.domain.publication.layout import TOTAL, MovementPlace, PlacesPlace
from kpi.domain.publication.ledger import ZERO, Brought, Ledger, brought
from kpi.domain.summary_input import FlowInput, PlacesInput


def movement(ledger: Ledger, flows: Sequence[FlowInput], *, period: str, before: str, told_by: Iterable[int] = ()) -> MovementPlace:
    """All forms of care together; who moved from one form to another did not come or go.

    The begin is the end of the quarter before: the same figure, so the same cell. Begin and joined together are everybody who was helped; nobody
    publishes that, but both sides add up to it. `told_by`: the aanbieders that count in. The end names all of them, also who has nobody in care: a
    later edition of the quarter counts the same ones.
    """
    begin, joined, left, end = (
        _of(flows, lambda flow: flow.at_begin),
        _of(flows, lambda flow: flow.inflow),
        _of(flows, lambda flow: flow.outflow),
        _of(flows, lambda flow: flow.at_end),
    )
    place = MovementPlace(
        begin=ledger.tell(f"{before}|{TOTAL}", begin),
        joined=ledger.tell(f"{period}|erbij", joined),
        left=ledger.tell(f"{period}|weg", left),
        end=ledger.tell(f"{period}|{TOTAL}", {**{str(one): ZERO for one in sorted(told_by)}, **end}),
    )
    if _together(begin, joined) == _together(left, end):
        helped = ledger.tell(f"{period}|geholpen", _together(begin, joined), published=False)
        ledger.adds_up(helped, (place.begin, place.joined))
        ledger.adds_up(helped, (place.left, place.end))
    return place


def places(ledger: Ledger, inputs: Sequence[PlacesInput], *, period: str) -> PlacesPlace:
    """Places on the last day. Free and closed places stand together: apart they are nearly always few."""
    if not inputs:
        return PlacesPlace()
    occupied = brought((one.provider, one.occupied) for one in inputs)
    unoccupied = brought((one.provider, one.free + one.closed) for one in inputs)
    place = PlacesPlace(
        places=ledger.tell(f"{period}|plekken", _together(occupied, unoccupied)),
        occupied=ledger.tell(f"{period}|bezet", occupied),
        unoccupied=ledger.tell(f"{period}|onbezet", unoccupied),
        waiting=ledger.tell(f"{period}|wachtend", brought((one.provider, one.waiting) for one in inputs)),
    )
    ledger.adds_up(place.places, (place.occupied, place.unoccupied))
    return place


def _of(flows: Sequence[FlowInput], number: Callable[[FlowInput], int]) -> Brought:
    return brought((flow.provider, number(flow)) for flow in flows)


def _together(one: Brought, other: Brought) -> Brought:
    sums = {name: one.get(name, ZERO) + other.get(name, ZERO) for name in sorted({*one, *other})}
    return {name: amount for name, amount in sums.items() if amount}
