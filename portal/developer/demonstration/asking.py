"""What the contractmanager does with the calendar in the last quarter: gives one aanbieder longer, and asks something besides the quarter."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from contracts.domain.working_days import add_working_days
from contracts.foundation.period import AMSTERDAM, last_day
from kpi.actions.calendar import extend
from kpi.actions.opening import ExtraRequest, request_reports
from kpi.domain.reporting_period import FREE
from portal.developer.demonstration.reporting import Desk
from portal.developer.demonstration.story import Story

ASKED_FOR_TIME, ASKED_BESIDES = 34, 40
"""In days after the quarter's end."""
LONGER, TO_ANSWER = 7, 15
"""In working days: what the extension adds, and what there is for the extra request."""
_FILE = Path(__file__).with_name("asking.toml")


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def given_longer(desk: Desk) -> Story:
    """An extension of the present deadline, with its reason."""
    at = yield desk.calendar.moment(ASKED_FOR_TIME, 13, 40)
    report = desk.header
    until_on = add_working_days(last_day(report.due_at), LONGER)
    by, reason = desk.stage.troupe.manager, _told()["extension"]["reason"]
    extend(desk.stage.session, report_id=report.id, version=report.version, until_on=until_on, reason=reason, by=by, at=at)


def asked_besides(desk: Desk, slugs: Sequence[str]) -> Story:
    """A free-dated request to some of the aanbieders."""
    at = yield desk.calendar.moment(ASKED_BESIDES, 9, 15)
    told, today = _told()["request"], at.astimezone(AMSTERDAM).date()
    wanted = ExtraRequest(
        kind=FREE,
        title=told["title"],
        ends_on=today - timedelta(days=1),
        due_on=add_working_days(desk.stage.now.astimezone(AMSTERDAM).date(), TO_ANSWER),
        provider_ids=tuple(desk.stage.provider_id(slug) for slug in slugs),
        codes=tuple(told["codes"]),
    )
    request_reports(desk.stage.session, wanted=wanted, terms=desk.stage.terms, by=desk.stage.troupe.manager, at=at)
