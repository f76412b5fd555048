"""The in-, door- and uitstroom matrix: from every form of care to every other (domain paper A5 points 4, 5 and 7; S001 §7.2).

Who fills it in tells the begin, who came, who left, and who moved on from where to where. The sums of the inner cells and the
end follow from that, so the balance closes by itself; an end that was counted and differs is a problem, with the sum shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpi.domain.flow import Flow
from kpi.domain.problems import Problem

Moves = Mapping[tuple[str, str], int]
"""People by (from, to): the inner cells."""


def moved_into(moves: Moves, form: str) -> int:
    """Who came to this form from another form of the same aanbieder."""
    return sum(people for (_, to), people in moves.items() if to == form)


def moved_out_of(moves: Moves, form: str) -> int:
    """Who went from this form to another form of the same aanbieder."""
    return sum(people for (start, _), people in moves.items() if start == form)


def row_of(form: str, moves: Moves, *, at_begin: int, inflow: int, outflow: int, at_end: int | None) -> Flow:
    """One form of care with the sums of its inner cells. Without a counted end the end is computed."""
    flow = Flow(at_begin, inflow, moved_into(moves, form), moved_out_of(moves, form), outflow, 0)
    return Flow(at_begin, inflow, flow.through_in, flow.through_out, outflow, flow.expected_end if at_end is None else at_end)


def below_zero(flow: Flow, *, field: str) -> Problem | None:
    """More people left than there were: said with the sum, before anybody asks for a counted end."""
    if flow.expected_end >= 0:
        return None
    sum_text = (
        f"{flow.at_begin} + {flow.inflow} instroom + {flow.through_in} doorstroom in - {flow.through_out} doorstroom uit "
        f"- {flow.outflow} uitstroom = {flow.expected_end}"
    )
    return Problem(field, f"Er gaan meer mensen weg dan er waren: {sum_text}.")


def moves_agree(moves: Moves, flows: Mapping[str, Flow]) -> bool:
    """Whether the stored sums of every form are those of the inner cells."""
    return all((flow.through_in, flow.through_out) == (moved_into(moves, form), moved_out_of(moves, form)) for form, flow in flows.items())
