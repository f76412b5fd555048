"""Saving who is in care on the last day, per form of care by gemeente of origin and age group: all that was typed, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, insert
from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.moves import begin, find_editable, object_of
from kpi.actions.openings import require_section_open
from kpi.domain.openings import PEOPLE
from kpi.domain.people import Key, Table, keys_of, read_table, said
from kpi.domain.problems import Problem, refuse_any
from kpi.domain.summary_input import Axes
from kpi.queries.people import FormPeople, PeopleOfReport, people_of
from kpi.queries.reports import ReportHeader
from kpi.tables.people import PeopleCount


@dataclass(frozen=True, slots=True)
class PeopleEntry:
    """What somebody typed in the table of one form of care. `version` 0: it was not told yet."""

    care_form_code: str
    version: int
    cells: Mapping[Key, str]


def save_people(
    session: Session,
    *,
    report_id: int,
    provider_id: int,
    entries: Sequence[PeopleEntry],
    age_bands: Sequence[AgeBand],
    by: Actor,
    at: datetime,
) -> int:
    """Save the tables that changed, all or none; returns how many. A table of which every cell is empty is taken away again.

    Whether a table holds everybody of its form is judged with the whole report, so that the order of filling in is free.
    Raises NotFound, SeveralRefused at "mensen-<form>_<gemeente>_<age group>", or Conflict. The same again changes nothing.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    require_section_open(session, header=header, section=PEOPLE)
    found = people_of(session, report=header, age_bands=age_bands)
    problems: list[Problem] = []
    read = [(_find(found, entry), entry.version, read_table(_of(entry, found), form=entry.care_form_code, axes=found.axes, problems=problems))
            for entry in entries]  # fmt: skip
    refuse_any(problems)
    changed = [(form, version, table or {}) for form, version, table in read if _differs(form, table)]
    _store_all(session, header, changed, axes=found.axes, by=by, at=at)
    return len(changed)


def take_over_previous(session: Session, *, report_id: int, provider_id: int, age_bands: Sequence[AgeBand], by: Actor, at: datetime) -> int:
    """Last quarter's signed tables, for every form that was not told yet; returns how many. What was told already stays.

    Raises NotFound, or Refused when there is nothing to take over.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    require_section_open(session, header=header, section=PEOPLE)
    found = people_of(session, report=header, age_bands=age_bands)
    known = [form for form in found.forms if form.previous and not form.is_told]
    if not known:
        raise Refused("", "Er is niets om over te nemen. Vul de tabel zelf in.")
    _store_all(session, header, [(form, 0, form.previous) for form in known], axes=found.axes, by=by, at=at)
    return len(known)


def _find(found: PeopleOfReport, entry: PeopleEntry) -> FormPeople:
    form = found.form(entry.care_form_code)
    if form is None:
        raise NotFound(entry.care_form_code)
    return form


def _of(entry: PeopleEntry, found: PeopleOfReport) -> Mapping[Key, str]:
    if not entry.cells.keys() <= set(keys_of(found.axes)):
        raise NotFound(entry.care_form_code)
    return entry.cells


def _differs(form: FormPeople, table: Table | None) -> bool:
    """Whether a table says something else than what stands there. An empty one of a form without people need not be told."""
    if table is None or not form.is_told:
        return form.is_told or table is not None
    return {key: people for key, people in form.table.items() if people} != {key: people for key, people in table.items() if people}


def _store_all(
    session: Session, header: ReportHeader, changed: Sequence[tuple[FormPeople, int, Table]], *, axes: Axes, by: Actor, at: datetime
) -> None:
    """Each form with the version that was seen."""
    if changed:
        begin(session, header=header, by=by, at=at)
    for form, version, table in changed:
        _store(session, header, form, table, version=version, axes=axes, by=by, at=at)


def _store(session: Session, header: ReportHeader, form: FormPeople, table: Table, *, version: int, axes: Axes, by: Actor, at: datetime) -> None:
    """The whole table anew in one version, zeros too; only when what stood there is still what was seen."""
    own = (PeopleCount.report_id == header.id, PeopleCount.care_form_code == form.code, PeopleCount.version == version)
    gone = cast(CursorResult[Any], session.execute(delete(PeopleCount).where(*own).execution_options(synchronize_session=False))).rowcount
    if form.version != version or gone != len(form.table):
        mine, theirs = _apart(table, form.table, axes)
        raise Conflict(mine=mine, theirs=theirs, by="een collega", version=form.version)
    place = {"report_id": header.id, "care_form_code": form.code, "version": version + 1}
    if table:
        cells = [(key, table.get(key, 0)) for key in keys_of(axes)]
        session.execute(insert(PeopleCount), [place | {"municipality_code": key[0], "age_group": key[1], "people": people} for key, people in cells])
    is_now, was = _apart(table, form.table, axes)
    details = {"vorm": form.code, "was": dict(was), "is": dict(is_now)}
    journal.record(session, by=by, at=at, action="cliënten per gemeente opgeslagen", object=object_of(header.id), details=details)


def _apart(mine: Table, theirs: Table, axes: Axes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The cells in which two tables differ, as (label, text) pairs of each: for the screen of a lost race and for the journal."""
    keys = [key for key in dict.fromkeys([*keys_of(axes), *theirs]) if mine.get(key, 0) != theirs.get(key, 0)]
    return [(said(key, axes), str(mine.get(key, 0))) for key in keys], [(said(key, axes), str(theirs.get(key, 0))) for key in keys]
