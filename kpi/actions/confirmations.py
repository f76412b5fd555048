"""Confirming what a rule asked about: the figures are right after all, with the reason and who said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, Refused
from kpi.actions.cells import save_cell
from kpi.actions.moves import find_editable, object_of
from kpi.domain.checks.verdict import Question, Verdict, key_of
from kpi.domain.numbers import as_typed
from kpi.domain.problems import Problem, refuse_any
from kpi.domain.written import read_reason
from kpi.queries.confirmations import confirmations_of
from kpi.queries.grid import GridRow
from kpi.queries.readiness import verdict_on
from kpi.queries.report_facts import read_report
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import Confirmation

GONE = "Deze vraag is er niet meer: de cijfers zijn intussen veranderd. U hoeft niets te bevestigen."


@dataclass(frozen=True, slots=True)
class Answer:
    """A reason for one finding. `facts` are the figures that were seen with it; None: as they are now."""

    rule: str
    field: str
    reason: str
    facts: str | None = None

    @property
    def key(self) -> str:
        """The name of its question in a form."""
        return key_of(self.rule, self.field)


def confirm_finding(
    session: Session, *, report_id: int, provider_id: int, rule: str, field: str, reason: str, by: Actor, at: datetime, facts: str | None = None
) -> None:
    """Confirm one finding. Raises NotFound, Refused (state, reason, or nothing to confirm) or Conflict when the figures were changed."""
    answer = Answer(rule, field, reason, facts)
    confirm_findings(session, report_id=report_id, provider_id=provider_id, answers=[answer], by=by, at=at)


def confirm_findings(session: Session, *, report_id: int, provider_id: int, answers: Sequence[Answer], by: Actor, at: datetime) -> None:
    """Confirm several findings, all or none. The same answer again changes nothing.

    The reason for a missed norm or a large change becomes the explanation at its cell, where the municipality reads it; any other is kept as
    a confirmation of these figures. Raises NotFound, SeveralRefused with the keys of the questions, or Conflict with what is asked now.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    read = read_report(session, report=header)
    verdict = verdict_on(read, confirmations_of(session, report_id=report_id))
    problems: list[Problem] = []
    accepted = [(question, text) for answer in answers if (question := _asked(verdict, answer)) and (text := _read(answer, problems))]
    refuse_any(problems)
    cells = {row.code: row for row in read.cells}
    for question, text in accepted:
        if question.at_cell:
            _explain(session, header=header, row=cells[question.field], text=text, by=by, at=at)
        else:
            _store(session, header=header, question=question, text=text, by=by, at=at)


def _asked(verdict: Verdict, answer: Answer) -> Question | None:
    """The question that this answers; None when the same answer was given before. Raises Refused or Conflict."""
    asked = next((one for one in verdict.questions if (one.rule, one.field) == (answer.rule, answer.field)), None)
    if asked is not None:
        if answer.facts not in (None, asked.facts):
            raise Conflict(mine=[("Uw reden", answer.reason)], theirs=[("De vraag is nu", asked.sentences[0])], by="een collega", version=0)
        return asked
    given = next((one for one in verdict.answered if (one.finding.rule, one.finding.field) == (answer.rule, answer.field)), None)
    if given is None:
        raise Refused(answer.key, GONE)
    if given.reason.text != answer.reason.strip():
        mine, theirs = [("Uw reden", answer.reason)], [("De reden die er al staat", given.reason.text)]
        raise Conflict(mine=mine, theirs=theirs, by=given.reason.by or "een collega", version=0)
    return None


def _read(answer: Answer, problems: list[Problem]) -> str:
    try:
        return read_reason(answer.reason, field=answer.key, what="een reden")
    except Refused as refused:
        problems.append(Problem(refused.field, refused.reason))
        return ""


def _explain(session: Session, *, header: ReportHeader, row: GridRow, text: str, by: Actor, at: datetime) -> None:
    typed = {"numerator_text": as_typed(row.numerator), "denominator_text": as_typed(row.denominator)}
    save_cell(
        session,
        report_id=header.id,
        provider_id=header.provider_id,
        indicator_code=row.code,
        version=row.version,
        missing_reason=row.missing_reason,
        explanation=text,
        by=by,
        at=at,
        **typed,
    )


def _store(session: Session, *, header: ReportHeader, question: Question, text: str, by: Actor, at: datetime) -> None:
    """One confirmation a rule and a field: that of other figures gives way. Writers come one at a time, so nobody is in between."""
    same = (Confirmation.report_id == header.id, Confirmation.rule == question.rule, Confirmation.field == question.field)
    session.execute(delete(Confirmation).where(*same).execution_options(synchronize_session=False))
    facts = {"rule": question.rule, "field": question.field, "facts": question.facts}
    session.add(Confirmation(report_id=header.id, reason=text, at=at, person_id=by.person_id, person_name=by.name[:120], **facts))
    session.flush()
    details = {"regel": question.rule, "veld": question.field, "reden": text, "cijfers": question.facts}
    journal.record(session, by=by, at=at, action="bevinding bevestigd", object=object_of(header.id), details=details)
