"""Who is in care and how they moved, over all accepted reports of a quarter; and the categories of the people's tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, and_, literal, select, union_all
from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Municipality
from contracts.tables.programme import CareForm
from kpi.domain.people import ELSEWHERE, UNKNOWN, axes_of
from kpi.domain.report import AGREED
from kpi.domain.summary_input import Axes, Category, FlowInput, PeopleInput
from kpi.tables.capacity import FlowCount
from kpi.tables.people import PeopleCount
from kpi.tables.report import Report


def accepted(query: Select[*tuple[Any, ...]], period: Quarter, providers: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """Only what accepted reports of this quarter tell (of these aanbieders; None: of all)."""
    chosen = query.where(Report.period == period.code, Report.state.in_(AGREED))
    return chosen if providers is None else chosen.where(Report.provider_id.in_(providers))


def axes_of_region(session: Session, age_bands: Sequence[AgeBand]) -> Axes:
    """The categories of the people's tables: what the region names, and one more for all that it does not. One query."""
    none = literal(0)
    gemeenten = select(literal("gemeente").label("axis"), Municipality.code, Municipality.name, none.label("position"), Municipality.is_centre)
    forms = select(literal("vorm"), CareForm.code, CareForm.name, CareForm.position, literal(False)).where(CareForm.counts_in_flow)
    rows: list[tuple[Any, ...]] = sorted(tuple(row) for row in session.execute(union_all(gemeenten, forms)))
    gemeenten_by_name = sorted((Category(row[1], row[2]) for row in rows if row[0] == "gemeente"), key=lambda one: one.name)
    return replace(
        axes_of(gemeenten_by_name, age_bands),
        forms=tuple(Category(row[1], row[2]) for row in sorted(rows, key=lambda row: (row[3], row[1])) if row[0] == "vorm"),
        centre=next((row[1] for row in rows if row[4]), ""),
    )


def flows_and_people(
    session: Session, period: Quarter, providers: Collection[int] | None, axes: Axes
) -> tuple[tuple[FlowInput, ...], tuple[PeopleInput, ...]]:
    """The flow of every form at every aanbieder, with its people on the last day; no people at all unless every form with people told them."""
    f, p = FlowCount, PeopleCount
    query = (
        select(CareForm.code, CareForm.name, Report.provider_id, f.at_begin, f.inflow, f.through_in, f.through_out, f.outflow, f.at_end)
        .add_columns(CareForm.pijler_code, p.municipality_code, p.age_group, p.people)
        .join(Report, Report.id == f.report_id)
        .join(CareForm, CareForm.code == f.care_form_code)
        .outerjoin(p, and_(p.report_id == Report.id, p.care_form_code == CareForm.code))
        .where(CareForm.counts_in_flow)
        .order_by(CareForm.position, CareForm.code, Report.provider_id, p.municipality_code, p.age_group)
    )
    rows: list[tuple[Any, ...]] = [tuple(row) for row in session.execute(accepted(query, period, providers))]
    flows = tuple(dict.fromkeys(FlowInput(*row[:10]) for row in rows))
    if any(row[8] and row[10] is None for row in rows):
        return flows, ()
    gemeenten, ages = {one.code for one in axes.municipalities}, {one.code for one in axes.ages}
    people = (
        PeopleInput(row[2], row[0], row[10] if row[10] in gemeenten else ELSEWHERE.code, row[11] if row[11] in ages else UNKNOWN.code, row[12])
        for row in rows
        if row[12]
    )
    return flows, tuple(people)
