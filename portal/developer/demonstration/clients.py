"""Who is in care on the last day, told by the invented aanbieders: last quarter's tables in one press, and what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from kpi.actions.people import PeopleEntry, save_people, take_over_previous
from kpi.queries.people import FormPeople, people_of
from kpi.queries.reports import find_report
from portal.developer.simulation.results import ProviderQuarter


def told(session: Session, figures: ProviderQuarter, *, age_bands: Sequence[AgeBand], own: dict[str, Any]) -> None:
    """Every form that the aanbieder delivers. `own`: report, aanbieder, who and when."""
    report = find_report(session, report_id=own["report_id"], provider_id=own["provider_id"])
    found = people_of(session, report=report, age_bands=age_bands)
    if any(form.previous for form in found.forms):
        take_over_previous(session, age_bands=age_bands, **own)
        found = people_of(session, report=report, age_bands=age_bands)
    save_people(session, entries=[_entry(form, figures) for form in found.forms], age_bands=age_bands, **own)


def _entry(form: FormPeople, figures: ProviderQuarter) -> PeopleEntry:
    cells = {(origin, age): str(people) for (code, origin, age), people in figures.people.items() if code == form.code}
    return PeopleEntry(form.code, form.version, cells)
