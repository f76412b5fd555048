"""Which KPIs belong to an arrangement or subsidie, which of them it is steered by, and the norm that was agreed in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry, record
from contracts.foundation.period import AMSTERDAM
from contracts.tables.agreement import Commitment
from kpi.actions.moves import changed_one
from kpi.domain.agreed_norm import norm_of, read_norm, seen_as
from kpi.domain.indicator import Norm
from kpi.domain.written import read_line, read_reason
from kpi.tables.agreed import CommitmentKpi
from kpi.tables.indicator import IndicatorVersion

LONGEST_NOTE = 200


def attach_kpis(session: Session, *, commitment_id: int, codes: Collection[str], is_steering: bool, by: Actor, at: datetime) -> list[str]:
    """Let KPIs belong to a commitment, all at once; returns the codes that are new to it. Raises NotFound, and Refused at "codes"."""
    _require_commitment(session, commitment_id)
    if not codes:
        raise Refused("codes", "Kies minstens één KPI.")
    v, today = IndicatorVersion, at.astimezone(AMSTERDAM).date()
    known = select(v.indicator_code).where(v.indicator_code.in_(codes), v.valid_from <= today, or_(v.valid_to.is_(None), v.valid_to >= today))
    if set(codes) - set(session.scalars(known)):
        raise Refused("codes", "Kies alleen KPI's uit de lijst.")
    attached = set(session.scalars(select(CommitmentKpi.indicator_code).where(CommitmentKpi.commitment_id == commitment_id)))
    new = [code for code in dict.fromkeys(codes) if code not in attached]
    session.add_all(CommitmentKpi(commitment_id=commitment_id, indicator_code=code, is_steering=is_steering) for code in new)
    session.flush()
    if new:
        _tell(session, "KPI's toegevoegd", commitment_id, {"kpis": new, "is_steering": is_steering}, by, at)
    return new


def change_kpi(
    session: Session,
    *,
    commitment_id: int,
    code: str,
    is_steering: bool,
    low_text: str,
    high_text: str,
    note: str,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Change what a KPI is for and which norm was agreed here; without a norm the catalogue's holds. A changed norm says where it was agreed.

    `version` is `agreed_norm.seen_as` of what was seen. Raises NotFound, Refused (at "norm_low", "norm_high", "note"; nothing changes), Conflict.
    """
    row = _row(session, commitment_id, code)
    unit, direction = _defined(session, code, at)
    norm = read_norm(low_text, high_text, unit=unit, direction=direction)
    before = norm_of(row.norm_low, row.norm_high)
    why = read_line(note, field="note", missing="Vul in waar dit is afgesproken.", longest=LONGEST_NOTE) if norm != before or note.strip() else ""
    values = {"is_steering": is_steering, "norm_low": norm and norm.low, "norm_high": norm and norm.high, "norm_note": why if norm else ""}
    _require_seen(session, row, version, mine=_in_words(is_steering=is_steering, norm=norm))
    if values == {name: getattr(row, name) for name in values}:
        raise Refused("", "Er is niets veranderd.")
    if not changed_one(session, update(CommitmentKpi).where(*_as_read(row)).values(**values)):
        raise Conflict(mine=[], theirs=[], by="iemand anders", version=version)
    told = {"kpi": code, "was": dict(_in_words(is_steering=row.is_steering, norm=before)), "note": why}
    now = dict(_in_words(is_steering=is_steering, norm=norm))
    _tell(session, "KPI gewijzigd", commitment_id, told | {"now": now}, by, at)


def take_off_kpi(session: Session, *, commitment_id: int, code: str, reason: str, version: int, by: Actor, at: datetime) -> None:
    """Let a KPI no longer belong to a commitment; what was agreed and why it went stay in the journal. Raises NotFound, Refused, Conflict."""
    row = _row(session, commitment_id, code)
    why = read_reason(reason, field="reason", what="een reden")
    _require_seen(session, row, version, mine=[("KPI", "eraf gehaald")])
    if not changed_one(session, delete(CommitmentKpi).where(*_as_read(row))):
        raise Conflict(mine=[], theirs=[], by="iemand anders", version=version)
    was = dict(_in_words(is_steering=row.is_steering, norm=norm_of(row.norm_low, row.norm_high)))
    _tell(session, "KPI eraf gehaald", commitment_id, {"kpi": code, "was": was, "note": row.norm_note, "reason": why}, by, at)


def _require_commitment(session: Session, commitment_id: int) -> None:
    if session.scalar(select(Commitment.id).where(Commitment.id == commitment_id)) is None:
        raise NotFound(f"commitment {commitment_id}")


def _row(session: Session, commitment_id: int, code: str) -> Any:
    k = CommitmentKpi
    asked = select(k.id, k.commitment_id, k.indicator_code, k.is_steering, k.norm_low, k.norm_high, k.norm_note)
    row = session.execute(asked.where(k.commitment_id == commitment_id, k.indicator_code == code)).first()
    if row is None:
        _require_commitment(session, commitment_id)
        raise Refused("", "Deze KPI hoort niet meer bij dit contract. Kijk in de lijst.")
    return row


def _defined(session: Session, code: str, at: datetime) -> tuple[str, str]:
    """The unit and the better side of a KPI as it is defined now, or was last."""
    v, today = IndicatorVersion, at.astimezone(AMSTERDAM).date()
    asked = select(v.unit, v.direction).where(v.indicator_code == code, v.valid_from <= today).order_by(v.version.desc()).limit(1)
    found = session.execute(asked).first()
    return ("", "") if found is None else (found.unit, found.direction)


def _require_seen(session: Session, row: Any, version: int, *, mine: list[tuple[str, str]]) -> None:
    """Nobody changed the KPI of this commitment since it was seen."""
    stored = seen_as(is_steering=row.is_steering, low=row.norm_low, high=row.norm_high, note=row.norm_note)
    if stored != version:
        asked = select(JournalEntry.actor).where(JournalEntry.object == _object(row.commitment_id)).order_by(JournalEntry.id.desc()).limit(1)
        theirs = _in_words(is_steering=row.is_steering, norm=norm_of(row.norm_low, row.norm_high))
        raise Conflict(mine=mine, theirs=theirs, by=session.scalar(asked) or "iemand anders", version=stored)


def _as_read(row: Any) -> list[ColumnElement[bool]]:
    """The row, only if it still is as it was read."""
    columns = (CommitmentKpi.id, CommitmentKpi.is_steering, CommitmentKpi.norm_low, CommitmentKpi.norm_high, CommitmentKpi.norm_note)
    return [column.is_not_distinct_from(getattr(row, column.key)) for column in columns]


def _in_words(*, is_steering: bool, norm: Norm | None) -> list[tuple[str, str]]:
    low, high = (None, None) if norm is None else (norm.low, norm.high)
    bounds = [f"{word} {bound.normalize():f}".replace(".", ",") for word, bound in (("minstens", low), ("hoogstens", high)) if bound is not None]
    return [("Waarvoor", "sturen" if is_steering else "context"), ("Norm hier", ", ".join(bounds) or "die van de catalogus")]


def _object(commitment_id: int) -> str:
    return f"commitment:{commitment_id}:kpi"


def _tell(session: Session, action: str, commitment_id: int, details: dict[str, Any], by: Actor, at: datetime) -> None:
    record(session, by=by, at=at, action=action, object=_object(commitment_id), details=details)
