"""One submitted report at the contractmanager's desk: questions, answers, reasons, and acceptance."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import datetime

from kpi.actions.deviations import ask, close, explain
from kpi.actions.reviews import accept_report, begin_review, request_change
from kpi.actions.settling import settle_report
from kpi.domain.follow_up import CLOSED, EXPLAINED, NEW, WAITING
from kpi.domain.judging import SEVERE
from kpi.domain.openings import CELL, Ask
from kpi.queries.deviations import DeviationLine, deviations_of_provider, find_deviation
from portal.developer.demonstration import words
from portal.developer.demonstration.reporting import Desk
from portal.developer.demonstration.story import Story

Talk = Generator[datetime, datetime, list[DeviationLine]]
"""A story about deviations, which hands them back as they are afterwards."""
BEGUN_AFTER, CHANGE_AFTER, ASKED_AFTER, ANSWERED_AFTER, SETTLED_AFTER, ACCEPTED_AFTER, FROZEN_AFTER = 8, 9, 12, 18, 24, 26, 100
"""In days after the aanbieder began."""


def found(desk: Desk) -> list[DeviationLine]:
    """The report's deviations that are not settled, the heaviest first."""
    return deviations_of_provider(desk.stage.session, provider_id=desk.provider_id, period=desk.quarter.code)


def asked(desk: Desk, lines: Sequence[DeviationLine]) -> Talk:
    """The contractmanager asks for an explanation of these."""
    after = []
    for number, line in enumerate(lines):
        at = yield desk.calendar.moment(desk.day + ASKED_AFTER, 10, number)
        question, by = words.said("question", line.indicator_code, desk.slug, desk.quarter.code), desk.stage.troupe.manager
        now = _now(desk, line)
        if now.state == NEW:
            after.append(ask(desk.stage.session, deviation_id=now.id, version=now.version, text=question, by=by, at=at).line)
    return after


def explained(desk: Desk, lines: Sequence[DeviationLine]) -> Talk:
    """The aanbieder answers these."""
    after = []
    for number, line in enumerate(lines):
        at = yield desk.calendar.moment(desk.day + ANSWERED_AFTER, 13, 4 * number)
        answer, by = words.said("answer", line.indicator_code, desk.slug, desk.quarter.code), desk.stage.troupe.writer(desk.slug)
        own = {"deviation_id": line.id, "provider_id": desk.provider_id, "version": _now(desk, line).version}
        after.append(explain(desk.stage.session, text=answer, by=by, at=at, **own).line)
    return after


def settled(desk: Desk, lines: Sequence[DeviationLine]) -> Story:
    """The contractmanager settles these, each with a reason."""
    for number, line in enumerate(lines):
        at = yield desk.calendar.moment(desk.day + SETTLED_AFTER, 9, 2 * number)
        _settle(desk, line, at)


def _settle(desk: Desk, line: DeviationLine, at: datetime) -> None:
    """Unless changed figures of somebody took it away in the meantime."""
    now = _now(desk, line)
    if now.state != CLOSED:
        kind = "settled_explained" if now.state == EXPLAINED else "settled"
        reason = words.said(kind, line.indicator_code, desk.slug, desk.quarter.code)
        close(desk.stage.session, deviation_id=now.id, version=now.version, reason=reason, by=desk.stage.troupe.manager, at=at)


def _now(desk: Desk, line: DeviationLine) -> DeviationLine:
    """The figures of another aanbieder can change what stands out here."""
    return find_deviation(desk.stage.session, deviation_id=line.id, provider_id=None).line


def discussed(desk: Desk, *, but: frozenset[int] = frozenset()) -> Story:
    """Severe deviations are asked about and answered; then all are settled, apart from those that go to a dialogue (`but`)."""
    lines = [line for line in found(desk) if line.id not in but]
    questions = yield from asked(desk, [line for line in lines if line.severity >= SEVERE])
    answers = yield from explained(desk, questions)
    yield from settled(desk, [*answers, *(line for line in lines if line.severity < SEVERE)])


def change_asked(desk: Desk, code: str) -> Story:
    """The contractmanager looks at the report, and asks to change one figure."""
    session, manager = desk.stage.session, desk.stage.troupe.manager
    at = yield desk.calendar.moment(desk.day + BEGUN_AFTER, 10)
    begin_review(session, report_id=desk.header.id, version=desk.header.version, by=manager, at=at)
    at = yield desk.calendar.moment(desk.day + CHANGE_AFTER, 10)
    asks = [Ask(CELL, code, words.said_about("change"))]
    request_change(session, report_id=desk.header.id, version=desk.header.version, asks=asks, by=manager, at=at)


def frozen(desk: Desk) -> Story:
    """The accepted report is settled for good."""
    at = yield desk.calendar.moment(desk.day + FROZEN_AFTER, 11)
    settle_report(desk.stage.session, report_id=desk.header.id, version=desk.header.version, by=desk.stage.troupe.manager, at=at)


def accepted(desk: Desk) -> Story:
    """The contractmanager settles what the other aanbieders' figures brought in the meantime, and accepts the report."""
    at = yield desk.calendar.moment(desk.day + ACCEPTED_AFTER, 16)
    for line in found(desk):
        if line.state in WAITING:
            _settle(desk, line, at)
    accept_report(desk.stage.session, report_id=desk.header.id, version=desk.header.version, by=desk.stage.troupe.manager, at=at)
