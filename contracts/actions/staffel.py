"""The steps of a degressive tariff of an arrangement: replaced as a whole, with a reason; the journal keeps what they were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contracts.domain.commitment import ARRANGEMENT
from contracts.domain.staffel import Step, read_steps, seen_as
from contracts.domain.tariff_change import percentage_text, read_why
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry, record
from contracts.queries.tariffs import steps_of
from contracts.tables.agreement import Commitment
from contracts.tables.tariff import TariffStep


def set_steps(
    session: Session, *, commitment_id: int, typed: Sequence[tuple[str, str]], reason: str, version: int, by: Actor, at: datetime
) -> tuple[Step, ...]:
    """Replace the steps by the typed ones (above how many units in a year, which percentage of the tariff) and return them; none: the whole tariff.

    `version` is `staffel.seen_as` of the steps that were seen. Raises NotFound, Refused (at "above-1", "percentage-1", ... or "reason"), Conflict.
    """
    _require_arrangement(session, commitment_id)
    steps, stored = read_steps(typed), steps_of(session, commitment_ids=[commitment_id]).get(commitment_id, ())
    why = read_why(reason)
    if seen_as(stored) != version:
        raise Conflict(mine=_told(steps), theirs=_told(stored), by=_first(session, commitment_id), version=seen_as(stored))
    if steps == stored:
        raise Refused("", "Er is niets veranderd aan de staffel.")
    session.execute(delete(TariffStep).where(TariffStep.commitment_id == commitment_id))
    session.add_all(TariffStep(commitment_id=commitment_id, above_units=each.above_units, thousandths=each.thousandths) for each in steps)
    session.flush()
    details = {"was": [[each.above_units, each.thousandths] for each in stored], "now": [[each.above_units, each.thousandths] for each in steps]}
    record(session, by=by, at=at, action="staffel gewijzigd", object=_object(commitment_id), details=details | {"reason": why})
    return steps


def _require_arrangement(session: Session, commitment_id: int) -> None:
    kind = session.scalar(select(Commitment.kind).where(Commitment.id == commitment_id))
    if kind is None:
        raise NotFound(f"commitment {commitment_id}")
    if kind != ARRANGEMENT:
        raise Refused("", "Een subsidie heeft geen tarief, en dus geen staffel.")


def _told(steps: Sequence[Step]) -> list[tuple[str, str]]:
    return [(f"Boven {each.above_units} eenheden", percentage_text(each.thousandths)) for each in steps] or [("Staffel", "geen")]


def _object(commitment_id: int) -> str:
    return f"commitment:{commitment_id}:staffel"


def _first(session: Session, commitment_id: int) -> str:
    asked = select(JournalEntry.actor).where(JournalEntry.object == _object(commitment_id)).order_by(JournalEntry.id.desc()).limit(1)
    return session.scalar(asked) or "iemand anders"
