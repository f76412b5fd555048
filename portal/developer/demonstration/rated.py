"""How both sides rated their cooperation after each session of the demonstration. All of it is invented: it begins stiff and gets better."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from kpi.actions.dialogues import rate_cooperation
from kpi.domain.cooperation import QUESTIONS

_LATEST = 3
_ANSWERS = {  # the session, from the first to the latest: the aanbieder's answers, the gemeente's, and what the aanbieder shares
    0: ((3, 2, 3, 2), (3, 3, 3, 3), "We hoorden pas laat welke cijfers op tafel kwamen."),
    1: ((4, 3, 3, 3), (4, 3, 3, 3), ""),
    2: ((4, 3, 4, 3), (4, 4, 4, 3), ""),
    _LATEST: ((4, 4, 4, 4), (4, 4, 4, 4), "De agenda lag er op tijd. Dat praat prettiger."),
}


def both(session: Session, session_id: int, provider_id: int, *, by: tuple[Actor, Actor], at: datetime, turn: int = _LATEST) -> None:
    """Both sides answer after a session; `by`: who answers for the aanbieder and for the gemeente, `turn`: the place of the session in their row."""
    own, other, remark = _ANSWERS[turn]
    told: dict[str, Any] = {"session_id": session_id, "version": 0, "at": at}
    shared: dict[str, Any] = {"remark": remark, "is_remark_shared": bool(remark)}
    rate_cooperation(session, answers=dict(zip(QUESTIONS, own, strict=True)), viewer_provider_id=provider_id, by=by[0], **shared, **told)
    rate_cooperation(session, answers=dict(zip(QUESTIONS, other, strict=True)), viewer_provider_id=None, by=by[1], **told)
