"""Who is in care on the last day, by form of care, gemeente of origin and age group: to fill in, and as it is signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.foundation.database import ask
from contracts.tables.organisation import Municipality
from contracts.tables.programme import CareForm
from kpi.domain.people import ELSEWHERE, UNKNOWN, Key, axes_of, fitted
from kpi.domain.summary_input import Axes, Category
from kpi.queries.capacity import previous_report
from kpi.queries.flows import FlowRow, flow_rows
from kpi.queries.reports import ReportHeader
from kpi.tables.capacity import FlowMove
from kpi.tables.people import PeopleCount

_ROW, _NOW, _BEFORE, _MOVE = "gemeente", "nu", "toen", "overstap"


@dataclass(slots=True)
class FormPeople:
    """One form of care. `table` is empty and `version` 0 while it was not told; `previous` is last quarter's signed table, on today's axes."""

    row: FlowRow
    version: int = 0
    table: dict[Key, int] = field(default_factory=dict)
    previous: dict[Key, int] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The form's code."""
        return self.row.care_form_code

    @property
    def is_told(self) -> bool:
        """Whether its table was filled in."""
        return self.version > 0


@dataclass(frozen=True, slots=True)
class PeopleOfReport:
    """All forms of care of one report, in the programme's order, with the rows and columns of their tables."""

    axes: Axes
    forms: tuple[FormPeople, ...]

    def form(self, code: str) -> FormPeople | None:
        """One of them."""
        return next((one for one in self.forms if one.code == code), None)


class PeopleLine(NamedTuple):
    """People of one form of care, one gemeente of origin and one age group, with words beside the codes."""

    form: str
    municipality: str
    age: str
    people: int
    name: str


def people_of(session: Session, *, report: ReportHeader, age_bands: Sequence[AgeBand]) -> PeopleOfReport:
    """The tables of a report that was found for its viewer. Two queries."""
    forms = {row.care_form_code: FormPeople(row) for row in flow_rows(session, report=report)}
    p, nobody, no_code = PeopleCount, literal(0), literal("")
    counted = (p.care_form_code, p.municipality_code, p.age_group, p.people, p.version)
    found = session.execute(
        union_all(
            select(literal(_ROW), no_code, Municipality.code, Municipality.name, nobody, nobody),
            select(literal(_NOW), *counted).where(p.report_id == report.id),
            select(literal(_BEFORE), *counted).where(p.report_id == previous_report(report)),
        )
    ).all()
    axes = axes_of(sorted((Category(row[2], row[3]) for row in found if row[0] == _ROW), key=lambda one: one.name), age_bands)
    for when, form, municipality, age, people, version in found:
        if when == _NOW and form in forms:
            forms[form].table[municipality, age] = people
            forms[form].version = version
        elif when == _BEFORE and form in forms:
            forms[form].previous[municipality, age] = people
    for one in forms.values():
        one.previous = fitted(one.previous, axes)
    return PeopleOfReport(axes, tuple(forms.values()))


_MOVES = select(literal(_MOVE), FlowMove.from_code, FlowMove.to_code, literal(""), FlowMove.people, literal(""), literal("")).where(
    FlowMove.report_id == bindparam("report_id", type_=Integer), FlowMove.people > 0
)
_PEOPLE = (
    select(
        literal(_NOW), PeopleCount.care_form_code, PeopleCount.municipality_code, PeopleCount.age_group, PeopleCount.people, CareForm.name,
        Municipality.name,
    )
    .join(CareForm, CareForm.code == PeopleCount.care_form_code)
    .outerjoin(Municipality, Municipality.code == PeopleCount.municipality_code)
    .where(PeopleCount.report_id == bindparam("report_id", type_=Integer), PeopleCount.people > 0)
)  # fmt: skip
_TOLD = union_all(_MOVES, _PEOPLE)


def moves_and_people(session: Session, *, report_id: int) -> tuple[dict[tuple[str, str], int], tuple[PeopleLine, ...]]:
    """Who moved on inside the aanbieder, and who is in care on the last day: what is signed beside the flows. One query."""
    rows: list[tuple[Any, ...]] = sorted((tuple(row) for row in ask(session, _TOLD, report_id=report_id)), key=lambda row: row[:4])
    moves = {(row[1], row[2]): row[4] for row in rows if row[0] == _MOVE}
    return moves, tuple(PeopleLine(row[1], row[2], row[3], row[4], _said(row[5], row[6], row[3])) for row in rows if row[0] == _NOW)


def _said(form: str, municipality: str | None, age: str) -> str:
    """ "Doorstroomwoning, Maastricht, 18-22 jaar": in the words of the day that it is signed."""
    return f"{form}, {municipality or ELSEWHERE.name.lower()}, {'leeftijd onbekend' if age == UNKNOWN.code else f'{age} jaar'}"
