"""The vlekkenplan: how many places of which kind the region needs (S000 = S001 §6.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.domain.reference.record import Record, no_duplicates, only_sections, records, single


@dataclass(frozen=True, slots=True)
class HousingTargetRecord:
    """One kind of housing. Minimum and maximum differ only for a range (T18); 0 is a true 0 (T19)."""

    code: str
    name: str
    housing_group: str
    places_min: int
    places_max: int
    counts_in_total: bool
    position: int
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class _Group:
    code: str
    name: str
    places: int | None
    counts: bool


def parse_vlekkenplan(document: Mapping[str, Any], *, file: str) -> tuple[HousingTargetRecord, ...]:
    """Read vlekkenplan.toml. Every group must add up to the places printed for it, and the groups to the total."""
    only_sections(document, file=file, known=("total", "group", "target"))
    head, group_rows = (single(document, file=file, section="total"), records(document, file=file, section="group"))
    total = head.whole("places")
    head.source()
    head.finish()
    groups = {group.code: group for group in map(_group, group_rows)}
    no_duplicates(file, (row.name for row in group_rows))
    no_duplicates(file, (group.name for group in groups.values()), field="name")
    rows = records(document, file=file, section="target")
    targets = tuple(_target(row, place, groups) for place, row in enumerate(rows, start=1))
    no_duplicates(file, (target.code for target in targets))
    for row in group_rows:
        _check_group(row, groups[row.name], targets)
    summed = sum(target.places_min for target in targets if target.counts_in_total)
    if summed != total:
        head.refuse("places", f"Het totaal is {total}, maar de types tellen op tot {summed}.")
    return targets


def _group(row: Record) -> _Group:
    counts = row.flag_or("counts_in_total", True)
    group = _Group(row.text("code", longest=40), row.text("name", longest=40), row.whole("places") if counts else None, counts)
    row.source()
    row.finish()
    return group


def _target(row: Record, place: int, groups: Mapping[str, _Group]) -> HousingTargetRecord:
    group = groups[row.choice("group", groups)]
    low, high = row.whole("places_min"), row.whole("places_max")
    if high < low:
        row.refuse("places_max", "Het hoogste aantal is lager dan het laagste aantal.")
    if group.counts and high != low:
        row.refuse("places_max", "Een type dat meetelt in het totaal heeft één aantal, geen bereik.")
    code, name = row.text("code", longest=40), row.text("name", longest=200)
    target = HousingTargetRecord(code, name, group.name, low, high, group.counts, place, row.text_or_empty("note"), row.source())
    row.finish()
    return target


def _check_group(row: Record, group: _Group, targets: tuple[HousingTargetRecord, ...]) -> None:
    summed = sum(target.places_min for target in targets if target.housing_group == group.name)
    if group.counts and summed != group.places:
        row.refuse("places", f"De groep telt {group.places} plekken, maar de types erin tellen op tot {summed}.")
