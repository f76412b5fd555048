"""The matrix: its sums agree whatever moves there are, its end follows, and nothing is lost on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.flow import flow_problem, through_problem
from kpi.domain.flow_matrix import below_zero, moves_agree, row_of

FORMS = ("opvang", "verblijf", "woning", "thuis")
PAIRS = [(start, to) for start in FORMS for to in FORMS if start != to]
people = st.integers(0, 400)
matrices = st.dictionaries(st.sampled_from(PAIRS), people)


@given(matrices, st.lists(st.tuples(people, people, people), min_size=4, max_size=4))
def test_whatever_moves_the_sums_agree_and_the_balance_closes_by_itself(
    moves: dict[tuple[str, str], int], counts: list[tuple[int, int, int]]
) -> None:
    flows = {
        form: row_of(form, moves, at_begin=begin, inflow=came, outflow=left, at_end=None)
        for form, (begin, came, left) in zip(FORMS, counts, strict=True)
    }
    assert moves_agree(moves, flows)
    assert through_problem(flows.values(), field="doorstroom") is None
    assert sum(flow.at_end for flow in flows.values()) == sum(begin + came - left for begin, came, left in counts)
    for flow in flows.values():
        assert (below_zero(flow, field="x") is None) == (flow.at_end >= 0)
        assert flow.at_end < 0 or flow_problem(flow, previous_end=None, field="x") is None


@given(matrices, people, people)
def test_a_counted_end_that_differs_is_a_problem_with_the_sum(moves: dict[tuple[str, str], int], begin: int, wrong_by: int) -> None:
    computed = row_of("opvang", moves, at_begin=begin + 2000, inflow=0, outflow=0, at_end=None)
    counted = row_of("opvang", moves, at_begin=begin + 2000, inflow=0, outflow=0, at_end=computed.at_end + wrong_by)
    problem = flow_problem(counted, previous_end=None, field="stroom-opvang")
    assert (problem is None) == (wrong_by == 0)
    assert problem is None or f"= {computed.at_end}" in problem.reason


def test_more_gone_than_there_were_is_said_with_the_sum() -> None:
    flow = row_of("opvang", {("opvang", "woning"): 3}, at_begin=2, inflow=1, outflow=1, at_end=None)
    problem = below_zero(flow, field="stroom-opvang")
    assert problem is not None and "2 + 1 instroom + 0 doorstroom in - 3 doorstroom uit - 1 uitstroom = -1" in problem.reason


def test_sums_of_other_moves_do_not_agree() -> None:
    flow = row_of("opvang", {("opvang", "woning"): 3}, at_begin=9, inflow=0, outflow=0, at_end=None)
    assert not moves_agree({("opvang", "woning"): 2}, {"opvang": flow})
