"""What a unit of an arrangement costs: agreeing on it, indexing, ending and correcting it. A tariff is never deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.domain.commitment import ARRANGEMENT
from contracts.domain.tariff import Tariff, day_text
from contracts.domain.tariff_change import (
    TypedTariff,
    ended,
    index_running,
    read_percentage,
    read_why,
    require_alone,
    require_since_start,
)
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry, record
from contracts.foundation.money import format_euros
from contracts.foundation.period import AMSTERDAM
from contracts.queries.tariffs import TariffItem, tariffs_of
from contracts.tables.agreement import Commitment
from contracts.tables.tariff import CommitmentTariff


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """An arrangement with its tariffs, the first day first."""

    id: int
    starts_on: date
    items: tuple[TariffItem, ...]

    def item(self, tariff_id: int) -> TariffItem:
        """One of its tariffs. Raises NotFound."""
        found = next((each for each in self.items if each.id == tariff_id), None)
        if found is None:
            raise NotFound(f"tariff {tariff_id}")
        return found

    def beside(self, tariff_id: int = 0) -> tuple[Tariff, ...]:
        """The other tariffs."""
        return tuple(each.tariff for each in self.items if each.id != tariff_id)


def add_tariff(session: Session, *, commitment_id: int, new: TypedTariff, reason: str = "", by: Actor, at: datetime) -> int:
    """Agree on a tariff and return its id. Raises NotFound, and Refused at the field: what cannot be read, or days that have a tariff already."""
    found, tariff = _arrangement(session, commitment_id), new.read()
    require_since_start(tariff, starts_on=found.starts_on)
    require_alone(tariff, found.beside())
    made = _add(session, found, tariff, reason=read_why(reason) if reason.strip() else "", by=by, at=at)
    _tell(session, "tarief toegevoegd", found, {"tariff": made, **_told(tariff), "reason": reason.strip()}, by, at)
    return made


def index_tariff(
    session: Session, *, commitment_id: int, from_on: date | None, percentage_text: str, reason: str, version: int, by: Actor, at: datetime
) -> int:
    """From a day on the running tariff is so much higher: it ends on the day before, and a new one follows. Returns the new one's id.

    `version` is the seen one of the running tariff. Raises NotFound, Refused (at "from_on", "percentage", "reason") and Conflict.
    """
    found, thousandths = _arrangement(session, commitment_id), read_percentage(percentage_text)
    running, closed, raised = index_running([each.tariff for each in found.items], from_on=from_on, thousandths=thousandths)
    item = next(each for each in found.items if each.valid_from == running.valid_from)
    why = read_why(reason)
    _require_seen(session, found, item, version, mine=raised)
    _change(session, item, valid_to=closed.valid_until)
    made = _add(session, found, raised, reason=why, indexed_by=thousandths, by=by, at=at)
    details = {"tariff": made, "was": _told(running), "now": _told(raised), "thousandths": thousandths, "reason": why}
    _tell(session, "tarief geïndexeerd", found, details, by, at)
    return made


def end_tariff(
    session: Session, *, commitment_id: int, tariff_id: int, until_on: date | None, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Give a tariff another last day, with a reason. Raises NotFound, Refused (at "until_on", "reason") and Conflict."""
    found = _arrangement(session, commitment_id)
    item = found.item(tariff_id)
    changed = ended(item.tariff, until_on=until_on, others=found.beside(tariff_id))
    require_since_start(changed, starts_on=found.starts_on, field="until_on")
    why = read_why(reason)
    _require_seen(session, found, item, version, mine=changed)
    story = _story(item, f"eerst {_until(item.tariff)}", why, by, at)
    _change(session, item, valid_to=changed.valid_until, reason=story)
    _tell(session, "tarief beëindigd", found, {"tariff": tariff_id, "was": _told(item.tariff), "now": _told(changed), "reason": why}, by, at)


def correct_tariff(
    session: Session, *, commitment_id: int, tariff_id: int, new: TypedTariff, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Mend a tariff that was typed wrongly, with a reason; what it was stays to be read. An amount that was changed is no longer an indexation.

    Raises NotFound, Refused (at the field; nothing changes, or days have a tariff already) and Conflict.
    """
    found, changed = _arrangement(session, commitment_id), new.read()
    item = found.item(tariff_id)
    if changed == item.tariff:
        raise Refused("amount", "Dit is hetzelfde tarief. Verander wat er niet klopt.")
    require_since_start(changed, starts_on=found.starts_on)
    require_alone(changed, found.beside(tariff_id))
    why = read_why(reason)
    _require_seen(session, found, item, version, mine=changed)
    kept = item.indexed_by if replace(changed, valid_until=item.valid_until) == item.tariff else None
    story = _story(item, f"was {_in_words(item.tariff)}", why, by, at)
    values = {"unit": changed.unit.value, "tariff_cents": changed.cents, "valid_from": changed.valid_from, "valid_to": changed.valid_until}
    _change(session, item, **values, indexed_by=kept, reason=story)
    _tell(session, "tarief gecorrigeerd", found, {"tariff": tariff_id, "was": _told(item.tariff), "now": _told(changed), "reason": why}, by, at)


def _arrangement(session: Session, commitment_id: int) -> _Arrangement:
    asked = select(Commitment.kind, Commitment.starts_on).where(Commitment.id == commitment_id)
    found = session.execute(asked).first()
    if found is None:
        raise NotFound(f"commitment {commitment_id}")
    if found.kind != ARRANGEMENT:
        raise Refused("", "Een subsidie heeft geen tarief. Een tarief hoort bij een arrangement.")
    items = tariffs_of(session, commitment_ids=[commitment_id]).get(commitment_id, ())
    return _Arrangement(commitment_id, found.starts_on, items)


def _add(session: Session, found: _Arrangement, tariff: Tariff, *, reason: str, indexed_by: int | None = None, by: Actor, at: datetime) -> int:
    about = {"unit": tariff.unit.value, "tariff_cents": tariff.cents, "valid_from": tariff.valid_from, "valid_to": tariff.valid_until}
    made = CommitmentTariff(commitment_id=found.id, **about, indexed_by=indexed_by, reason=reason, made_at=at, made_by=by.name[:120])
    session.add(made)
    session.flush()
    return made.id


def _require_seen(session: Session, found: _Arrangement, item: TariffItem, version: int, *, mine: Tariff) -> None:
    """Nobody changed the tariff since it was seen."""
    if item.version != version:
        first = select(JournalEntry.actor).where(JournalEntry.object == _object(found)).order_by(JournalEntry.id.desc()).limit(1)
        by = session.scalar(first) or "iemand anders"
        told = [("Tarief", _in_words(item.tariff))]
        raise Conflict(mine=[("Tarief", _in_words(mine))], theirs=told, by=by, version=item.version)


def _change(session: Session, item: TariffItem, **values: Any) -> None:
    """Change one row, only if it is still as it was read."""
    same = (CommitmentTariff.id == item.id, CommitmentTariff.version == item.version)
    changed = update(CommitmentTariff).where(*same).values(**values, version=item.version + 1).returning(CommitmentTariff.id)
    if session.scalar(changed) is None:
        raise Conflict(mine=[], theirs=[], by="iemand anders", version=item.version)


def _story(item: TariffItem, what: str, why: str, by: Actor, at: datetime) -> str:
    """What is told at the tariff: its reason, and a line for every later change."""
    return f"{item.reason}\n{day_text(at.astimezone(AMSTERDAM).date())}, {by.name}: {what}. {why}".strip()


def _in_words(tariff: Tariff) -> str:
    return f"{format_euros(tariff.cents)} per {tariff.unit} vanaf {day_text(tariff.valid_from)} {_until(tariff)}"


def _until(tariff: Tariff) -> str:
    return "zonder einddatum" if tariff.valid_until is None else f"tot en met {day_text(tariff.valid_until)}"


def _told(tariff: Tariff) -> dict[str, Any]:
    until = None if tariff.valid_until is None else tariff.valid_until.isoformat()
    return {"unit": tariff.unit.value, "cents": tariff.cents, "valid_from": tariff.valid_from.isoformat(), "valid_until": until}


def _object(found: _Arrangement) -> str:
    return f"commitment:{found.id}:tarief"


def _tell(session: Session, action: str, found: _Arrangement, details: dict[str, Any], by: Actor, at: datetime) -> None:
    record(session, by=by, at=at, action=action, object=_object(found), details=details)
