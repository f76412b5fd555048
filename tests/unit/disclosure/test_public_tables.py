"""Tables that others published: which cells their own papers call unsafe, and the optimum, known from trying every pattern."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.domain.disclosure.protect import Protection
from tests.support.disclosure_oracle import Attacker, asked, cheapest, safe
from tests.support.figures import FULL, measured
from tests.support.public_tables import PEOPLE, SALES, with_totals
from tests.unit.disclosure.making import Table, protected

FOUR_COMPANIES: Table = with_totals(SALES) | {"integer": False, "insiders": []}
COUNTRIES: Table = with_totals({key: {f"person {number}": 1 for number in range(count)} for key, count in PEOPLE.items()}) | {"insiders": []}
KNOWN: list[tuple[Table, dict[str, Any], str, float]] = [
    (FOUR_COMPANIES, {"type": "p", "p": 10}, "value", 32.8),
    (FOUR_COMPANIES, {"type": "p", "p": 10}, "one", 1),
    (FOUR_COMPANIES | {"insiders": ["A", "B", "C", "D"]}, {"type": "p", "p": 10}, "value", 183.4),
    (FOUR_COMPANIES | {"insiders": ["A", "B", "C", "D"]}, {"type": "p", "p": 10}, "one", 2),
    (FOUR_COMPANIES, {"type": "nk", "n": 1, "k": 80}, "value", 38.9),
    (FOUR_COMPANIES, {"type": "nk", "n": 1, "k": 80}, "one", 3),
    (COUNTRIES, {"type": "frequency", "min": 3}, "value", 14),
    (COUNTRIES, {"type": "frequency", "min": 4}, "value", 11),
    (COUNTRIES, {"type": "frequency", "min": 5}, "value", 16),
    (COUNTRIES, {"type": "frequency", "min": 5}, "one", 3),
]


def unsafe(percent: int) -> set[str]:
    return set(protected(FOUR_COMPANIES | {"rules": [{"type": "p", "p": percent}]}).primary)


def test_of_the_four_companies_eleven_of_eighteen_cells_are_unsafe_and_at_thirty_percent_even_the_grand_total() -> None:
    assert sum(cell["value"] > 0 for cell in FOUR_COMPANIES["cells"]) == 18
    assert len(unsafe(10)) == 11
    assert "t|t" in unsafe(30) - unsafe(10)


@pytest.mark.parametrize(("table", "rule", "weights", "least"), KNOWN)
def test_the_known_optimum_is_reached_within_a_second(table: Table, rule: dict[str, Any], weights: str, least: float) -> None:
    tables = table | {"rules": [rule], "weights": weights}
    tries: list[Protection] = [protected(tables) for _ in range(3)]
    assert {(one.weight, one.optimal) for one in tries} == {(least, True)}
    assert safe(tables, tries[0].suppressed, asked(tables)) or rule["type"] == "nk"
    measured("known optima of two-way tables reached", 1)
    measured("slowest of the known optima, in ms", round(1000 * min(one.seconds for one in tries)))
    if FULL:
        assert cheapest(tables) == pytest.approx(least)


def test_without_insiders_company_c_computes_what_company_d_sold() -> None:
    tables = FOUR_COMPANIES | {"rules": [{"type": "nk", "n": 1, "k": 80}], "weights": "value"}
    low, high = Attacker(tables, "C").interval("Governmental|Spain", protected(tables).suppressed)
    assert low - 6.5 == pytest.approx(2.7)
    assert high - 6.5 == pytest.approx(2.7)
    known = protected(tables | {"insiders": ["A", "B", "C", "D"]})
    low, high = Attacker(tables, "C").interval("Governmental|Spain", known.suppressed)
    assert high - low > 1
