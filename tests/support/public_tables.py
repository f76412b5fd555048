"""Tables that were published by others to show disclosure control with. Figures are facts; each says where they stand."""

from __future__ import annotations

from typing import Any

# SSBtools "magnitude1" (Statistics Norway), as printed in the vignette "Magnitude table suppression" of GaussSuppression: sales of four companies.
SECTORS = ("Agriculture", "Entertainment", "Governmental", "Industry")
COUNTRIES = ("Iceland", "Portugal", "Spain")
SALES: dict[tuple[str, ...], dict[str, float]] = {
    ("Agriculture", "Iceland"): {},
    ("Agriculture", "Portugal"): {"A": 75.9, "B": 24.5},
    ("Agriculture", "Spain"): {"A": 96.6, "B": 43.2},
    ("Entertainment", "Iceland"): {"B": 16.8},
    ("Entertainment", "Portugal"): {"B": 7.1, "D": 2.3},
    ("Entertainment", "Spain"): {"A": 77.4, "B": 11.5, "C": 16.4},
    ("Governmental", "Iceland"): {},
    ("Governmental", "Portugal"): {"B": 21.6, "D": 2.0},
    ("Governmental", "Spain"): {"C": 6.5, "D": 2.7},
    ("Industry", "Iceland"): {"B": 9.6, "C": 8.8, "D": 1.9},
    ("Industry", "Portugal"): {"B": 25.7, "D": 3.4},
    ("Industry", "Spain"): {"C": 8.4},
}
# SSBtools "example1", 2014, in the vignette "Small count frequency table suppression": people by age and country.
PEOPLE = {
    ("young", "Spain"): 5, ("young", "Iceland"): 2, ("young", "Portugal"): 0, ("old", "Spain"): 6, ("old", "Iceland"): 3, ("old", "Portugal"): 4,
}  # fmt: skip


def with_totals(inner: dict[tuple[str, ...], dict[str, float]]) -> dict[str, Any]:
    """A two-way table with its totals, as the JSON format."""
    axes = [[*sorted({key[place] for key in inner}), "t"] for place in (0, 1)]
    cells: list[dict[str, Any]] = []
    equations: list[dict[str, Any]] = []
    for row in axes[0]:
        for column in axes[1]:
            parts: dict[str, float] = {}
            for key, contributions in inner.items():
                if row in {"t", key[0]} and column in {"t", key[1]}:
                    for name, part in contributions.items():
                        parts[name] = round(parts.get(name, 0) + part, 3)
            cells.append({"id": f"{row}|{column}", "value": round(sum(parts.values()), 3), "contrib": parts})
            if row == "t":
                equations.append({"total": f"t|{column}", "parts": [f"{one}|{column}" for one in axes[0][:-1]]})
            if column == "t":
                equations.append({"total": f"{row}|t", "parts": [f"{row}|{one}" for one in axes[1][:-1]]})
    return {"cells": cells, "equations": equations}
