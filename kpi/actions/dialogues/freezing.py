"""The figures of an agenda are frozen when it is shared: what both sides prepared for does not change under their hands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kpi.domain.dialogue import DEVIATION, INPUT_IS_SHARED
from kpi.queries.item_figures import NO_FIGURE, figures_now
from kpi.tables.dialogue import AgendaItem, DialogueSession


def freeze_agenda(session: Session, *, session_id: int, at: datetime) -> int:
    """Freeze the figure of every deviation and every agreement with a KPI that has none yet; how many were.

    Kept are the signed value in words, its quarter, the version of its report, and the moment. What was frozen before stays as it is. A
    deviation without a signed figure is frozen as such. Nothing happens while the agenda still writes itself.
    """
    session.flush()
    i, d = AgendaItem, DialogueSession
    if session.scalar(select(d.state).where(d.id == session_id)) not in INPUT_IS_SHARED:
        return 0
    found = figures_now(session, session_id=session_id)
    bare = select(i.id, i.kind).where(i.session_id == session_id, i.frozen_at.is_(None), i.is_live, i.is_removed.is_(False)).order_by(i.id)
    frozen = 0
    for item_id, kind in session.execute(bare).all():
        now = found.get(item_id)
        if now is None and kind != DEVIATION:
            continue
        what = (NO_FIGURE, "", None) if now is None else (now.shown, now.period, now.version)
        kept = dict(zip(("frozen_value", "frozen_period", "frozen_version"), what, strict=True))
        session.execute(update(i).where(i.id == item_id, i.frozen_at.is_(None)).values(frozen_at=at, **kept))
        frozen += 1
    return frozen
