"""The money that is measured: lines against commitments over years, with what was agreed of them, in order as it should be. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

YEAR = 2026
PROVIDERS = 4
FIRST_PROVIDER = 2
AT = datetime(2026, 10, 20, 8, 30, tzinfo=UTC)

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Money:
    """How many lines and commitments there are, over how many years up to and including the measured one. `kpis`: those that are asked."""

    lines: int
    commitments: int
    kpis: tuple[str, ...]
    years: int = 1


def money(size: Money) -> Iterator[tuple[str, Rows]]:
    """The tables and their rows, in an order in which they can be inserted."""
    years = range(YEAR - size.years + 1, YEAR + 1)
    lines, columns = range(1, size.lines + 1), range(1, size.commitments + 1)
    yield (
        "budget_line",
        [{"id": n, "code": f"regel-{n}", "name": f"Onderdeel {n} & meer", "position": n, "note": "", "source": "S001 §7.3"} for n in lines],
    )
    amount = {"revision": 1, "is_provisional": False, "mark": "", "note": "", "reason": "", "source": "S001 §7.3"}
    yield "budget_amount", [{"line_id": n, "year": year, "amount_cents": 250_000_00 + n * 100, **amount} for year in years for n in lines]
    runs = {"starts_on": date(years[0], 1, 1), "ends_on": date(YEAR, 12, 31), "version": 1}
    yield "commitment", [_commitment(n) | runs for n in columns]
    paid = [
        {"commitment_id": c, "budget_line_id": n, "year": year, "amount_cents": _part(n, c), "version": 1}
        for year in years
        for c in columns
        for n in lines
    ]
    totals = {c: sum(_part(n, c) for n in lines) for c in columns}
    promised = {"realised_cents": 0, "version": 1}
    yield "commitment_year", [{"commitment_id": c, "year": year, "committed_cents": totals[c], **promised} for year in years for c in columns]
    yield "allocation", [row | {"reason": ""} for row in paid]
    yield "realisation", [_spent(c, year) for year in years if year < YEAR for c in columns]
    yield "commitment_kpi", [row for c in columns for row in _kpis(c, size)]


def _part(line: int, commitment: int) -> int:
    return 1_000_00 + 10 * line + commitment


def _commitment(n: int) -> dict[str, Any]:
    """By turns an arrangement for a fixed task and a subsidie: what they will cost is what was promised."""
    kind = "arrangement" if n % 2 else "subsidie"
    variant = "taakgericht" if n % 2 else None
    about = {"id": n, "provider_id": FIRST_PROVIDER + n % PROVIDERS, "kind": kind, "variant": variant}
    return about | {"reference": f"{kind[:3].upper()}-{n:02}", "name": f"Afspraak {n}"}


def _spent(commitment: int, year: int) -> dict[str, Any]:
    about = {"commitment_id": commitment, "year": year, "first_on": date(year, 1, 1), "last_on": date(year, 12, 31)}
    return about | {"amount_cents": 900_00, "note": "", "at": AT, "person_name": "Meting"}


def _kpis(commitment: int, size: Money) -> Rows:
    """Every KPI in one of the commitments at least; five of each are for steering."""
    own = [code for place, code in enumerate(size.kpis) if place % size.commitments == commitment - 1]
    own += [code for code in size.kpis[:6] if code not in own]
    return [{"commitment_id": commitment, "indicator_code": code, "is_steering": place < 5, "norm_note": ""} for place, code in enumerate(own)]
