"""The vlekkenplan as screens show it: groups with their sums, the total, and what stands outside it (S000 = S001 §6.4)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.tables.programme import HousingTarget


@dataclass(frozen=True, slots=True)
class HousingTargetLine:
    """A kind of housing. `places_min` and `places_max` differ only for a range; show both then."""

    code: str
    name: str
    housing_group: str
    places_min: int
    places_max: int
    counts_in_total: bool
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class HousingGroup:
    """A group of the vlekkenplan. Outside the total there is no sum: places and yearly ranges do not add up."""

    name: str
    counts_in_total: bool
    places: int | None
    targets: tuple[HousingTargetLine, ...]


@dataclass(frozen=True, slots=True)
class HousingPlan:
    """The whole vlekkenplan. `total` adds the groups that count."""

    groups: tuple[HousingGroup, ...]
    total: int


def housing_targets(session: Session) -> HousingPlan:
    """The vlekkenplan in the order of the source."""
    rows = session.execute(
        select(
            HousingTarget.code,
            HousingTarget.name,
            HousingTarget.housing_group,
            HousingTarget.places_min,
            HousingTarget.places_max,
            HousingTarget.counts_in_total,
            HousingTarget.note,
            HousingTarget.source,
        ).order_by(HousingTarget.position)
    )
    lines = [HousingTargetLine(*row) for row in rows]
    groups = tuple(_group(name, tuple(members)) for name, members in groupby(lines, key=lambda line: line.housing_group))
    return HousingPlan(groups, sum(group.places for group in groups if group.places is not None))


def _group(name: str, targets: tuple[HousingTargetLine, ...]) -> HousingGroup:
    counts = all(target.counts_in_total for target in targets)
    return HousingGroup(name, counts, sum(target.places_min for target in targets) if counts else None, targets)
