"""The figures of issue 7 that the protector answers for. Quick by default; PROVE_SIZE=full takes the sizes of the paper."""

from __future__ import annotations

from math import ceil

import pytest

from tests.support.disclosure_tables import CUBE, clients, table
from tests.support.figures import FULL, measured, size
from tests.unit.disclosure.making import Table, protected
from tests.unit.disclosure.test_round import joint


def cube(seed: int, number: int) -> Table:
    """6 gemeenten x 8 voorzieningen x 4 ages with totals and four insiders; quick: 3 x 4 x 4."""
    found = clients(seed, number)
    if not FULL:
        found = type(found)({key: count for key, count in found.items() if key[0][0] < "g3" and key[0][1] < "v4"})
    return table(found, CUBE)


SIZES = [(1, 1400, "value"), (2, 700, "value+1"), (3, 400, "one"), (4, 1400, "value+1"), (5, 400, "value")]


@pytest.mark.parametrize(("seed", "number", "weights"), SIZES[: size(quick=1, full=5)])
def test_a_cube_with_four_insiders_is_nearly_the_best_within_half_a_minute(seed: int, number: int, weights: str) -> None:
    tables = cube(seed, number) | {"weights": weights, "insiders": ["A", "B", "C", "D"], "time_limit": 29}
    made = protected(tables)
    assert made.safe
    measured("cubes with four insiders protected", 1)
    measured("a cube with four insiders: 1/1000 above the proved bound, at most", ceil(1000 * (made.weight - made.bound) / max(made.bound, 1)))
    measured("a cube with four insiders: seconds, at most", ceil(made.seconds))
    assert made.weight <= 1.05 * made.bound
    assert made.seconds <= 30


def test_rounded_counts_stay_near_the_true_ones() -> None:
    change, cells, left_out = 0.0, 0, 0
    for seed in range(size(quick=2, full=16)):
        tables = joint(seed, 1400)
        made = protected(tables)
        assert made.safe
        change, cells, left_out = change + made.weight, cells + len(made.rounded), left_out + len(made.suppressed)
    measured("rounded counts: mean change in 1/100", ceil(100 * change / cells))
    measured("rounded counts", cells)
    measured("counts left out because no rounding hides them", left_out)
    assert change / cells <= 1.5
