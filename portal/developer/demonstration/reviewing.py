"""One submitted report at the contractmanager's desk: questions, answers, reasons, and acceptance."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.actions.deviations import ask, close, explain
from kpi.actions.reviews import accept_report
from kpi.domain.deviation import SEVERE
from kpi.queries.deviations import DeviationLine, deviations_of_provider, find_deviation
from portal.developer.demonstration import words
from portal.developer.demonstration.reporting import Desk
from portal.developer.demonstration.story import Story

ASKED_AFTER, ANSWERED_AFTER, SETTLED_AFTER, ACCEPTED_AFTER = 12, 18, 24, 26
"""In days after the aanbieder began."""


def found(desk: Desk) -> list[DeviationLine]:
    """The report's deviations that are not settled, the heaviest first."""
    return deviations_of_provider(desk.stage.session, provider_id=desk.provider_id, period=desk.quarter.code)


def asked(desk: Desk, lines: Sequence[DeviationLine]) -> Story:
    """The contractmanager asks for an explanation of these."""
    for number, line in enumerate(lines):
        at = yield desk.calendar.moment(desk.day + ASKED_AFTER, 10, number)
        question = words.said("question", line.indicator_code, desk.slug, desk.quarter.code)
        ask(desk.stage.session, deviation_id=line.id, version=_version(desk, line), text=question, by=desk.stage.troupe.manager, at=at)


def explained(desk: Desk, lines: Sequence[DeviationLine]) -> Story:
    """The aanbieder answers these."""
    for number, line in enumerate(lines):
        at = yield desk.calendar.moment(desk.day + ANSWERED_AFTER, 13, 4 * number)
        answer = words.said("answer", line.indicator_code, desk.slug, desk.quarter.code)
        own = {"deviation_id": line.id, "provider_id": desk.provider_id, "version": _version(desk, line)}
        explain(desk.stage.session, text=answer, by=desk.stage.troupe.writer(desk.slug), at=at, **own)


def settled(desk: Desk, lines: Sequence[DeviationLine]) -> Story:
    """The contractmanager settles these, each with a reason."""
    for number, line in enumerate(lines):
        at = yield desk.calendar.moment(desk.day + SETTLED_AFTER, 9, 2 * number)
        kind = "settled_explained" if line.severity >= SEVERE else "settled"
        reason = words.said(kind, line.indicator_code, desk.slug, desk.quarter.code)
        close(desk.stage.session, deviation_id=line.id, version=_version(desk, line), reason=reason, by=desk.stage.troupe.manager, at=at)


def discussed(desk: Desk, *, but: frozenset[int] = frozenset()) -> Story:
    """Severe deviations are asked about and answered; then all are settled, apart from those that go to a dialogue (`but`)."""
    lines = [line for line in found(desk) if line.id not in but]
    severe = [line for line in lines if line.severity >= SEVERE]
    yield from asked(desk, severe)
    yield from explained(desk, severe)
    yield from settled(desk, lines)


def accepted(desk: Desk) -> Story:
    """The contractmanager accepts the report."""
    at = yield desk.calendar.moment(desk.day + ACCEPTED_AFTER, 16)
    accept_report(desk.stage.session, report_id=desk.header.id, version=desk.header.version, by=desk.stage.troupe.manager, at=at)


def _version(desk: Desk, line: DeviationLine) -> int:
    return find_deviation(desk.stage.session, deviation_id=line.id, provider_id=None).line.version
