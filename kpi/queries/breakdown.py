"""The parts of one figure, with every category that is asked. (Those of a whole report are read with its facts: report_facts.)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, literal, null, select, union_all
from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.tables.organisation import Municipality
from contracts.tables.programme import CareForm
from kpi.domain.breakdown import BY_AGE, BY_FORM, BY_MUNICIPALITY, ELSEWHERE, NAMES, Part, dimensions_of
from kpi.queries.grid import GridRow
from kpi.tables.detail import ReportPart

_ELSEWHERE = {BY_MUNICIPALITY: "Overig of onbekend", BY_AGE: "Onbekend"}


@dataclass(frozen=True, slots=True)
class PartLine:
    """One category with its figures."""

    category: str
    label: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    version: int = 0

    @property
    def part(self) -> Part:
        """For the rules."""
        return Part(self.category, self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class DimensionParts:
    """One dimension that is asked of a cell. `version` 0: nothing is filled in yet."""

    code: str
    lines: tuple[PartLine, ...]

    @property
    def name(self) -> str:
        """In words."""
        return NAMES[self.code]

    @property
    def version(self) -> int:
        """Its lines are saved together, so they share one version."""
        return max((line.version for line in self.lines), default=0)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is filled in, for the rules."""
        return tuple(line.part for line in self.lines if line.version)


def _stored(report_id: int, definition_id: int) -> Select[*tuple[Any, ...]]:
    own = (ReportPart.report_id == report_id, ReportPart.indicator_version_id == definition_id)
    figures = (ReportPart.numerator, ReportPart.denominator, ReportPart.version)
    return select(literal(1).label("place"), ReportPart.dimension, ReportPart.category, literal("").label("label"), *figures).where(*own)


def breakdown_of_cell(session: Session, *, report_id: int, row: GridRow, age_bands: Sequence[AgeBand]) -> list[DimensionParts]:
    """Every asked dimension of a cell with all its categories, filled in or not. One query; none when nothing is asked.

    A part whose category is no longer in the reference data stays in sight under its code.
    """
    asked = dimensions_of(row.breakdown)
    if not asked:
        return []
    empty = (null(), null(), literal(0))
    forms = CareForm.counts_in_flow if row.pijler_code is None else CareForm.counts_in_flow & (CareForm.pijler_code == row.pijler_code)
    found = union_all(
        _stored(report_id, row.definition_id),
        select(literal(0), literal(BY_MUNICIPALITY), Municipality.code, Municipality.name, *empty),
        select(CareForm.position, literal(BY_FORM), CareForm.code, CareForm.name, *empty).where(forms),
    )
    lines: dict[str, dict[str, PartLine]] = {
        BY_MUNICIPALITY: {},
        BY_FORM: {},
        BY_AGE: {band.code: PartLine(band.code, band.label) for band in age_bands},
    }
    rows = session.execute(found).all()
    for _place, dimension, code, label, *_rest in sorted((tuple(each) for each in rows if each[3]), key=lambda each: (each[1], each[0], each[3])):
        lines[dimension][code] = PartLine(code, label)
    for dimension, label in _ELSEWHERE.items():
        lines[dimension][ELSEWHERE] = PartLine(ELSEWHERE, label)
    for _place, dimension, code, label, numerator, denominator, version in rows:
        if not label:
            known = lines[dimension].get(code)
            lines[dimension][code] = PartLine(code, known.label if known else code, numerator, denominator, version)
    return [DimensionParts(dimension, tuple(lines[dimension].values())) for dimension in asked]
