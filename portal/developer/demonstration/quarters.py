"""The whole life of every report: which aanbieder is how far, and what the region publishes."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.foundation.actor import system
from contracts.foundation.period import Quarter
from kpi.actions.opening import open_due_reports
from portal.developer.demonstration import asking, dialogues, publishing, reporting, reviewing
from portal.developer.demonstration.reporting import Desk
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Story

FIRST_DAY, BETWEEN = 8, 3
"""The first aanbieder begins eight days after the quarter's end, and the others three days after each other."""
HALF = 0.5
SUMMARIES = 6
"""How many quarters are published at most, so that the klankbordgroep sees how a figure went."""
ON_THE_TABLE = 2
"""How many deviations come on the agenda of a session."""
CHANGED, CORRECTS = "de-grubbe", "mergelhof"
"""Who was asked to change a figure in the quarter before the last, and who corrects one of that quarter in the last."""
IN_DIALOGUE = {"mergelhof": False, "maaslicht": True}
"""With whom there was a session in the last quarter, and whether its action point is done."""


def stories(stage: Stage) -> Iterator[Story]:
    """All of them: every aanbieder in every quarter, and the published summaries."""
    for quarter in stage.simulation.quarters:
        yield _opened(stage, quarter)
        for number, provider in enumerate(stage.simulation.cast):
            desk = Desk(stage, provider.slug, quarter, FIRST_DAY + BETWEEN * number)
            yield _last(desk) if quarter == stage.last else _earlier(desk)
    for quarter in [one for one in stage.simulation.quarters if one != stage.last][-SUMMARIES:]:
        yield publishing.published(stage, quarter)


def _opened(stage: Stage, quarter: Quarter) -> Story:
    """The morning after the quarter: what the daily task does."""
    at = yield stage.calendar(quarter).moment(1, 6)
    open_due_reports(stage.session, terms=stage.terms, by=system("kwartaal openen"), at=at)


def _earlier(desk: Desk) -> Story:
    """Everything was settled and accepted; in the quarter before the last, after a dialogue with two of the aanbieders."""
    yield from _submitted(desk)
    if desk.quarter == desk.stage.last.previous and desk.slug == CHANGED:
        yield from _changed(desk)
    in_dialogue = desk.quarter == desk.stage.last.previous and desk.slug in IN_DIALOGUE
    chosen = [line.id for line in reviewing.found(desk)[:ON_THE_TABLE]] if in_dialogue else []
    yield from reviewing.discussed(desk, but=frozenset(chosen))
    session_id = (yield from dialogues.prepared(desk, chosen)) if chosen else None
    yield from reviewing.accepted(desk)
    if session_id is not None:
        yield from dialogues.held(desk, session_id, action_is_done=IN_DIALOGUE[desk.slug])
    if desk.quarter <= desk.stage.last.shift(-2):
        yield from reviewing.frozen(desk)


def _last(desk: Desk) -> Story:
    """The last quarter shows every state that a report can be in."""
    return {"mergelhof": _in_review, "maaslicht": _awaiting_signature, "de-grubbe": _busy}.get(desk.slug, _earlier)(desk)


def _submitted(desk: Desk) -> Story:
    report = yield from reporting.opened(desk)
    yield from reporting.places_and_people_counted(desk, report)
    is_mistaken = desk.quarter == desk.stage.last.previous and desk.slug == CHANGED
    yield from reporting.cells_filled(desk, report, mistaken=reporting.CORRECTED if is_mistaken else "")
    if desk.quarter == desk.stage.last and desk.slug == CORRECTS:
        yield from reporting.earlier_corrected(desk, report)
    yield from reporting.confirmed(desk, report)
    yield from reporting.offered(desk, report)
    yield from reporting.signed(desk, report)


def _changed(desk: Desk) -> Story:
    """The contractmanager asked about one figure; it was put right and signed again."""
    yield from reviewing.change_asked(desk, reporting.CORRECTED)
    report = desk.header
    yield from reporting.cell_mended(desk, report, reporting.CORRECTED, day=10)
    yield from reporting.offered(desk, report, day=10)
    yield from reporting.signed(desk, report, day=11)


def _in_review(desk: Desk) -> Story:
    """Two deviations on the agenda of the next session, two waiting for an answer, one answered, and the rest new."""
    yield from _submitted(desk)
    lines = reviewing.found(desk)
    questions = yield from reviewing.asked(desk, lines[2:5])
    yield from reviewing.explained(desk, questions[2:])
    yield from dialogues.planned(desk, [line.id for line in lines[:ON_THE_TABLE]])


def _awaiting_signature(desk: Desk) -> Story:
    report = yield from reporting.opened(desk)
    yield from reporting.places_and_people_counted(desk, report)
    yield from reporting.cells_filled(desk, report)
    yield from reporting.confirmed(desk, report)
    yield from reporting.offered(desk, report)


def _busy(desk: Desk) -> Story:
    """Halfway, with an extension; the contractmanager asked something besides the quarter, of this aanbieder and one other."""
    report = yield from reporting.opened(desk)
    yield from reporting.cells_filled(desk, report, share=HALF)
    yield from asking.given_longer(desk)
    yield from asking.asked_besides(desk, ("de-grubbe", "geulkring"))
