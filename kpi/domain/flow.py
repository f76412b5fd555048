"""How people moved in a quarter: begin + in + through in - through out - out = end (domain paper A5, S001 §7.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kpi.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Flow:
    """People of one form of care in one quarter."""

    at_begin: int
    inflow: int
    through_in: int
    through_out: int
    outflow: int
    at_end: int

    @property
    def expected_end(self) -> int:
        """Where begin and movements lead to."""
        return self.at_begin + self.inflow + self.through_in - self.through_out - self.outflow


def flow_problem(flow: Flow, *, previous_end: int | None, field: str) -> Problem | None:
    """Why this row cannot be right; None when it balances and follows from the previous quarter's end."""
    if min(flow.at_begin, flow.inflow, flow.through_in, flow.through_out, flow.outflow, flow.at_end) < 0:
        return Problem(field, "Een aantal kan niet kleiner zijn dan 0.")
    if previous_end is not None and flow.at_begin != previous_end:
        return Problem(field, f"Het begin is {flow.at_begin}. Vorig kwartaal eindigde met {previous_end}. Die twee moeten gelijk zijn.")
    if flow.expected_end != flow.at_end:
        sum_text = (
            f"{flow.at_begin} + {flow.inflow} instroom + {flow.through_in} doorstroom in - {flow.through_out} doorstroom uit "
            f"- {flow.outflow} uitstroom = {flow.expected_end}"
        )
        return Problem(field, f"Dit telt niet op: {sum_text}. U vulde als eind {flow.at_end} in.")
    return None


def through_problem(flows: Iterable[Flow], *, field: str) -> Problem | None:
    """Whoever moves on inside an aanbieder leaves one form and enters another: the totals are equal."""
    listed = list(flows)
    into, out_of = (sum(flow.through_in for flow in listed), sum(flow.through_out for flow in listed))
    if into == out_of:
        return None
    return Problem(field, f"Doorstroom in is samen {into} en doorstroom uit is samen {out_of}. Die twee moeten gelijk zijn.")
