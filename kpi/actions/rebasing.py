"""A new beginning for a series: from a quarter on its limits start anew, because somebody said so, with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.findings import recompute_from
from kpi.actions.moves import changed_one
from kpi.domain.written import read_reason
from kpi.tables.deviation import Judgement, Rebase


def rebase(session: Session, *, provider_id: int, indicator_code: str, period: str, reason: str, by: Actor, at: datetime) -> int:
    """Let the limits of this aanbieder's KPI start anew from a quarter on; the new row's number. Everything from there on is judged again.

    Raises NotFound (no such series), Refused (at "period": no figure of that quarter, or it begins anew there already; at "reason").
    """
    of_series = (Judgement.provider_id == provider_id, Judgement.indicator_code == indicator_code)
    periods = set(session.scalars(select(Judgement.period).where(*of_series)))
    if not periods:
        raise NotFound
    if period not in periods:
        raise Refused("period", "Kies een kwartaal waarvan een cijfer is ingediend.")
    why = read_reason(reason, field="reason", what="een reden")
    known = select(Rebase.id).where(
        Rebase.provider_id == provider_id, Rebase.indicator_code == indicator_code, Rebase.period == period, Rebase.withdrawn_at.is_(None)
    )
    if session.scalar(known) is not None:
        raise Refused("period", "De grenzen beginnen hier al opnieuw.")
    made = Rebase(provider_id=provider_id, indicator_code=indicator_code, period=period, reason=why, at=at, person_name=by.name[:120])
    session.add(made)
    session.flush()
    _tell(session, "grenzen beginnen opnieuw", made.id, {"kpi": indicator_code, "aanbieder": provider_id, "vanaf": period, "reden": why}, by, at)
    recompute_from(session, provider_id=provider_id, code=indicator_code, period=period, by=by, at=at)
    return made.id


def withdraw_rebase(session: Session, *, rebase_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take a new beginning back, with a reason; it stays in the list. Raises NotFound, Refused (at "reason") or Conflict (withdrawn already)."""
    found = session.execute(select(Rebase.provider_id, Rebase.indicator_code, Rebase.period).where(Rebase.id == rebase_id)).first()
    if found is None:
        raise NotFound
    why = read_reason(reason, field="reason", what="een reden")
    columns = {"withdrawn_at": at, "withdrawn_by": by.name[:120], "withdrawn_reason": why}
    if not changed_one(session, update(Rebase).where(Rebase.id == rebase_id, Rebase.withdrawn_at.is_(None)).values(**columns)):
        raise Conflict(mine=[("Uw reden", why)], theirs=[("Stand", "al ingetrokken")], by="iemand anders", version=0)
    _tell(session, "nieuw begin ingetrokken", rebase_id, {"kpi": found.indicator_code, "vanaf": found.period, "reden": why}, by, at)
    recompute_from(session, provider_id=found.provider_id, code=found.indicator_code, period=found.period, by=by, at=at)


def _tell(session: Session, action: str, rebase_id: int, details: dict[str, object], by: Actor, at: datetime) -> None:
    journal.record(session, by=by, at=at, action=action, object=f"nieuw begin {rebase_id}", details=details)
