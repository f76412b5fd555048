"""The to-do list of the aanbieder's start page: everything that waits for this person, with its day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from contracts.foundation.period import last_day
from kpi.domain import action_point, follow_up
from kpi.domain import report as lifecycle
from kpi.queries.dialogues import OpenAction
from kpi.queries.own_deviations import OwnLine
from kpi.queries.reports import ReportHeader
from portal.access.identity import Identity
from portal.access.permissions import Permission, permits
from portal.web.formatting import in_days

SOON = timedelta(days=21)
"""From how long before its day an afspraak stands in the list."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One line. `due_on` is its last day; None when there is none. `when` says it in words."""

    label: str
    href: str
    tone: str
    due_on: date | None = None
    when: str = ""


def todo_of(
    me: Identity, *, reports: Sequence[ReportHeader], questions: Iterable[OwnLine], agreements: Iterable[OpenAction], today: date
) -> list[Todo]:
    """What this person must do, the soonest day first; what has no day comes last."""
    found = [item for report in reports if (item := _of_report(me, report, today)) is not None]
    asked = sum(one.state == follow_up.ASKED for one in questions)
    if asked:
        about = "een cijfer" if asked == 1 else f"{asked} cijfers"
        found.append(Todo(f"Geef uitleg over {about}", url_for("provider.deviations"), "actie"))
    found += [item for one in agreements if (item := _of_agreement(me, one, today)) is not None]
    return sorted(found, key=lambda item: (item.due_on or date.max, item.label))


def _of_agreement(me: Identity, one: OpenAction, today: date) -> Todo | None:
    """What this afspraak asks: do it, when it is one's own organisation's and its day is near; or say whether it was done."""
    here, own = url_for("dialogue.agreement", action_id=one.action_id), me.organisation_name
    if one.state == action_point.DONE:
        asked = action_point.may_judge(reported_by_id=one.done_by_id, reported_for=one.reported_for, person_id=me.person_id, organisation=own)
        return Todo(f"Bevestig de afspraak: {one.text}", here, "actie") if asked else None
    is_near = one.owner_organisation == own and one.due_on <= today + SOON
    return _dated(f"Afspraak: {one.text}", here, one.due_on, today) if is_near else None


def _of_report(me: Identity, report: ReportHeader, today: date) -> Todo | None:
    name = f"de rapportage over het {report.label}" if report.asks_places else report.label
    here = url_for("provider.tasks", period=report.slug)
    if report.state == lifecycle.CHANGE_REQUESTED and permits(Permission.REPORT_ENTER, me):
        return Todo(f"Pas {name} aan", here, "zorg")
    if report.is_editable and permits(Permission.REPORT_ENTER, me):
        return _dated(f"Vul {name} in", here, last_day(report.hand_in_by_at), today)
    if report.state == lifecycle.AWAITING_SIGNATURE and permits(Permission.REPORT_SIGN, me):
        check = url_for("provider.check", period=report.slug)
        return _dated(f"Onderteken {name}", check, last_day(report.hand_in_by_at), today)
    return None


def _dated(label: str, href: str, due_on: date, today: date) -> Todo:
    left = (due_on - today).days
    return Todo(label, href, "zorg" if left < 0 else "aandacht" if left <= 7 else "actie", due_on, in_days(left))
