"""The gemeente answers an advice of the klankbordgroep, and says afterwards what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.period import AMSTERDAM
from kpi.actions.dialogues.reach import rows_changed
from kpi.domain.advice import ANSWERED_EVENT, OUTCOME_EVENT, NewAnswer, next_state, read_answer, read_outcome
from kpi.domain.publication.free_words import names_one_of
from kpi.queries.advice import AdviceLine, find_advice
from kpi.queries.publishing import provider_names
from kpi.tables.advice import Advice, AdviceAnswer


def answer(
    session: Session,
    *,
    advice_id: int,
    version: int,
    verdict: str,
    reason: str,
    what: str = "",
    ready_on_text: str = "",
    ready_on: date | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Answer an advice; the answer's number (1 for the first). A later answer takes the place of the one before, which stays readable.

    `version` is that of the advice on the screen. Raises NotFound, Refused at the field, or Conflict.
    """
    found = find_advice(session, advice_id=advice_id)
    today = at.astimezone(AMSTERDAM).date()
    told = read_answer(verdict=verdict, reason=reason, what=what, ready_on_text=ready_on_text, ready_on=ready_on, today=today)
    _require_no_provider(session, {"reason": told.reason, "what": told.what})
    after = next_state(found.state, ANSWERED_EVENT)
    _claim(session, found, version, after, mine=_pairs(told))
    number = found.answers[0].number + 1 if found.answers else 1
    kept = {"verdict": told.verdict, "reason": told.reason, "what": told.what, "ready_on": told.ready_on}
    session.add(AdviceAnswer(advice_id=advice_id, number=number, answered_at=at, answered_by=by.name, **kept))
    session.flush()
    journal.record(
        session, by=by, at=at, action="advies beantwoord", object=f"advies/{advice_id}", details={"nummer": number, "antwoord": told.verdict}
    )
    return number


def tell_outcome(session: Session, *, advice_id: int, version: int, outcome: str, by: Actor, at: datetime) -> int:
    """Say what came of what the newest answer promised, or say it better; that answer's number. Raises NotFound, Refused or Conflict."""
    found = find_advice(session, advice_id=advice_id)
    after = next_state(found.state, OUTCOME_EVENT)
    newest = found.answers[0]
    text = read_outcome(outcome, promised=newest.what)
    _require_no_provider(session, {"outcome": text})
    _claim(session, found, version, after, mine=[("Wat ervan kwam", text)])
    a = AdviceAnswer
    same = (a.advice_id == advice_id, a.number == newest.number)
    session.execute(update(a).where(*same).values(outcome=text, outcome_at=at, outcome_by=by.name, version=a.version + 1))
    details = {"nummer": newest.number} | ({"was": newest.outcome} if newest.outcome else {})
    journal.record(session, by=by, at=at, action="uitkomst van advies vastgelegd", object=f"advies/{advice_id}", details=details)
    return newest.number


def _require_no_provider(session: Session, texts: Mapping[str, str]) -> None:
    """The klankbordgroep reads an answer, and the next summary holds it: no aanbieder may be named in it. Raises Refused at the field."""
    providers = provider_names(session)
    for field, text in texts.items():
        if names_one_of(text, providers):
            raise Refused(field, "De klankbordgroep leest dit. Noem geen aanbieder.")


def _claim(session: Session, found: AdviceLine, version: int, state: str, *, mine: list[tuple[str, str]]) -> None:
    """Change the advice, if it is still as it stood on the screen. Raises Conflict with both texts."""
    a = Advice
    same = (a.id == found.advice_id, a.version == version, a.state == found.state)
    if rows_changed(session, update(a).where(*same).values(state=state, version=version + 1)) == 1:
        return
    now = session.scalar(select(a.version).where(a.id == found.advice_id)) or 0
    theirs, by = [("Advies", found.state)], "Iemand"
    if found.answers:
        newest = found.answers[0]
        theirs = _pairs(NewAnswer(newest.verdict, newest.reason, newest.what, newest.ready_on))
        theirs += [("Wat ervan kwam", newest.outcome)] if newest.outcome else []
        by = newest.outcome_by or newest.answered_by
    raise Conflict(mine=mine, theirs=theirs, by=by, version=now)


def _pairs(told: NewAnswer) -> list[tuple[str, str]]:
    when = [] if told.ready_on is None else [("Wanneer", f"{told.ready_on:%d-%m-%Y}")]
    return [("Antwoord", told.verdict), ("Reden", told.reason), ("Wat gaan we doen", told.what), *when]
