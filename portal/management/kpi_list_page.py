"""The list of KPIs: by pijler, with how the aanbieders stand in the newest quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kpi.domain.indicator import FAMILIES
from kpi.queries.indicator_tally import IndicatorTally
from kpi.queries.indicators import IndicatorLine
from portal.management.kpi_words import ELSEWHERE, NO_NORM, norm_text
from portal.management.words import FAMILIES as NAMES
from portal.management.words import counted
from portal.web.formatting import quarter, short_quarter

NO_FIGURES = "Nog geen ondertekend cijfer."


class KpiRow(NamedTuple):
    """One KPI. Without figures `note` says why there are none."""

    code: str
    name: str
    norm: str
    quarter: str
    figures: int
    missed: str
    misses: bool
    standing_out: str
    stands_out: bool
    note: str


@dataclass(frozen=True, slots=True)
class KpiGroup:
    """The KPIs of one pijler, or of the outcomes and the contract."""

    name: str
    rows: tuple[KpiRow, ...]


@dataclass(frozen=True, slots=True)
class KpiListPage:
    """All KPIs of the catalogue."""

    lead: str
    groups: tuple[KpiGroup, ...]
    title: str = "KPI's"


def kpi_list_page(lines: Sequence[IndicatorLine], tallies: Mapping[str, IndicatorTally], today: date) -> KpiListPage:
    """The list on a day: of each KPI the version that holds, or else its last one."""
    current: dict[str, IndicatorLine] = {}
    for line in lines:  # the oldest version first
        if line.code not in current or line.valid_from <= today:
            current[line.code] = line
    rows = {code: _row(line, tallies.get(code)) for code, line in current.items()}
    groups = tuple(KpiGroup(NAMES[family], tuple(rows[code] for code, line in current.items() if line.family == family)) for family in FAMILIES)
    return KpiListPage(_lead(tallies), tuple(group for group in groups if group.rows))


def _row(line: IndicatorLine, found: IndicatorTally | None) -> KpiRow:
    norm = norm_text(line)
    if found is None:
        return KpiRow(line.code, line.name, norm, "", 0, "", False, "", False, ELSEWHERE.get(line.reported_by, NO_FIGURES))
    missed = NO_NORM if norm == NO_NORM else f"{found.missed} van {found.figures}"
    out = f"{found.standing_out} van {found.figures}"
    return KpiRow(line.code, line.name, norm, short_quarter(found.period), found.figures, missed, found.missed > 0, out, found.standing_out > 0, "")


def _lead(tallies: Mapping[str, IndicatorTally]) -> str:
    newest = max((one.period for one in tallies.values()), default="")
    if not newest:
        return "Kies een KPI om te lezen wat hij betekent. Er zijn nog geen ondertekende cijfers."
    now = [one for one in tallies.values() if one.period == newest]
    missed, out = sum(one.missed > 0 for one in now), sum(one.standing_out > 0 for one in now)
    told = f"In het {quarter(newest)} valt bij {counted(out, 'KPI', 'KPI’s')} een aanbieder op. "
    return f"{told}Bij {counted(missed, 'KPI', 'KPI’s')} is de norm door minstens één aanbieder zeker niet gehaald."
