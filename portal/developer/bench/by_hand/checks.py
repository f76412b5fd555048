"""What the begroting's checks find, by hand: lines, divisions, terms, KPIs and shares. The measured money has no tariffs, so none can be missing."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from contracts.foundation.money import format_euros as euros

PROMISED = """
SELECT y.commitment_id, sum(y.committed_cents), sum(CASE WHEN y.year > :last THEN y.committed_cents ELSE 0 END)
FROM commitment_year y GROUP BY y.commitment_id
"""
AGREED = """
SELECT k.commitment_id, k.indicator_code, v.name, k.is_steering FROM commitment_kpi k JOIN indicator i ON i.code = k.indicator_code
JOIN indicator_version v ON v.indicator_code = k.indicator_code AND v.valid_from <= :day AND (v.valid_to IS NULL OR v.valid_to >= :day)
"""
ASKED = """
SELECT v.indicator_code, v.name FROM indicator_version v JOIN indicator i ON i.code = v.indicator_code
WHERE v.valid_from <= :day AND (v.valid_to IS NULL OR v.valid_to >= :day) AND v.reported_by = 'aanbieder'
AND NOT EXISTS (SELECT 1 FROM indicator_version w WHERE w.indicator_code = v.indicator_code AND w.version > v.version
 AND w.valid_from <= :day AND (w.valid_to IS NULL OR w.valid_to >= :day)) ORDER BY i.position, i.code
"""
SHARES = "SELECT commitment_id, sum(share) FROM allocation_share WHERE year = :year GROUP BY commitment_id"
MOST_STEERING = 7
Found = list[tuple[int, str, str]]  # severity (0: alarm), sentence, where


def checks(
    run: Any, year: int, day: str, last: int, lines: list[Any], columns: list[Any], sums: tuple[dict[int, int], list[int], dict[int, int]]
) -> Found:
    """All findings, alarms first. `sums`: allocated per line, allocated per column, expected per line."""
    allocated, by_column, expected = sums
    found: Found = []
    for line in lines:
        found += of_line(line, year, allocated.get(line[0], 0), expected.get(line[0], 0))
    for column, own in zip(columns, by_column, strict=True):
        found += of_column(column, year, own)
    found += of_agreed(run, year, day, last, columns)
    return sorted(found, key=lambda each: each[0])


def of_line(line: Any, year: int, allocated: int, expected: int) -> Found:
    """Too much on it, nothing on it, or more expected than it holds."""
    code, name, budget = line[1], line[2], line[4]
    where = f"#regel-{code}"
    if budget is None:
        told = f"Op {name} is {euros(allocated)} vastgelegd, maar er is in {year} geen budget."
        return [(0, told, where)] if allocated else []
    found: Found = []
    if allocated > budget:
        found.append((0, f"Op {name} is in {year} {euros(allocated - budget)} meer vastgelegd dan begroot.", where))
    if budget and not allocated:
        found.append((2, f"Voor {name} is in {year} {euros(budget)} begroot. Er is nog niets vastgelegd.", where))
    if expected > budget and expected > allocated:
        found.append((1, f"Op {name} wordt in {year} {euros(expected)} verwacht. Dat is {euros(expected - budget)} meer dan begroot.", where))
    return found


def of_column(column: Any, year: int, own: int) -> Found:
    """Promised money without a line, or more divided than promised."""
    named, rest, where = f"{column[2]} ({column[4]})", column[5] - own, f"/beheer/overeenkomsten/{column[0]}/verdeling?jaar={year}"
    if column[5] and not own:
        return [(1, f"{named} heeft in {year} nog geen begrotingsregel. Het gaat om {euros(column[5])}.", where)]
    if rest > 0:
        return [(1, f"Van {named} is in {year} nog {euros(rest)} niet verdeeld over begrotingsregels.", where)]
    return [(0, f"Van {named} is in {year} {euros(-rest)} meer verdeeld dan er is toegezegd.", where)] if rest < 0 else []


def of_agreed(run: Any, year: int, day: str, last: int, columns: list[Any]) -> Found:
    """Terms beyond the begroting, KPIs on one side only, too many of them, and shares that are not whole."""
    promised = {row[0]: row[1:] for row in run(PROMISED, {"last": last})}
    kpis: dict[int, list[bool]] = defaultdict(list)
    attached = set()
    for commitment, code, _, steering in run(AGREED, {"day": day}):
        kpis[commitment].append(bool(steering))
        attached.add(code)
    shares = dict(run(SHARES, {"year": year}).fetchall())
    found: Found = []
    for column in columns:
        number, named, where = column[0], f"{column[2]} ({column[4]})", f"/beheer/overeenkomsten/{column[0]}"
        whole, beyond = promised.get(number, (0, 0))
        if int(column[7][:4]) > last:
            told = f"loopt door tot in {column[7][:4]}. De begroting gaat tot en met {last}. Voor de jaren daarna is {euros(beyond)} toegezegd."
            found.append((2, f"{named} {told}", where))
        if not kpis[number]:
            found.append((1, f"{named} heeft geen KPI's. Er is {euros(whole)} toegezegd.", f"{where}/kpis"))
        elif sum(kpis[number]) > MOST_STEERING:
            found.append((1, f"{named} heeft {sum(kpis[number])} stuur-KPI's. Kies er hoogstens {MOST_STEERING}.", f"{where}/kpis"))
        if shares.get(number, 10_000) != 10_000:
            found.append((1, f"{named} is voor {shares[number]} verdeeld.", f"{where}/verdeling?jaar={year}"))
    for code, name in run(ASKED, {"day": day}):
        if code not in attached:
            found.append((2, f"{code} {name} wordt gevraagd, maar hoort bij geen arrangement of subsidie.", f"/beheer/kpis/{code}"))
    return found
