"""An afspraak in tests: made, read, and taken a step further by one of the sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.actions import dialogues
from kpi.queries.action_point_whole import AgreementWhole, agreement_whole
from kpi.tables.deviation import Judgement
from kpi.tables.dialogue import AgendaItem
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.indicator import IndicatorVersion
from tests.factories import figures
from tests.factories.dialogue import BY, Table, answer, table, whole
from tests.factories.figures import NOW, QUARTER


def begun(session: Session) -> Table:
    """A conversation that has begun."""
    found = table(session)
    dialogues.start(session, session_id=found.session_id, viewer_provider_id=None, **BY)
    return found


def made(session: Session, at: Table, **more: Any) -> int:
    """Make one."""
    told = {"text": "Maak een plan", "owner_organisation": "Stichting De Berm", "owner_name": "Sam Peters", "due_on": date(2026, 10, 1)}
    return dialogues.make_action_point(session, session_id=at.session_id, viewer_provider_id=None, **BY, **told | more)


def read(session: Session, action_id: int, viewer: int | None = None) -> AgreementWhole:
    """As it stands now."""
    session.expire_all()
    return agreement_whole(session, action_id=action_id, viewer_provider_id=viewer)


def version(session: Session, action_id: int) -> int:
    """Its version."""
    return session.scalars(select(ActionPoint.version).where(ActionPoint.id == action_id)).one()


def do(session: Session, what: Callable[..., None], action_id: int, side: dict[str, Any], viewer: int | None = None, **more: Any) -> None:
    """Somebody takes a step, having seen it as it is."""
    what(session, action_id=action_id, version=version(session, action_id), viewer_provider_id=viewer, **side, **more)


def signed(session: Session, at: Table, numerator: str, *, later: int = 0, code: str = "MZ-04", point_type: str = "") -> None:
    """A signed figure of forty people, as the register holds it."""
    if session.scalar(select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == code)) is None:
        figures.indicator(session, code, name="Doorstroom naar lichter")
    period = QUARTER.shift(later)
    report = figures.report(session, at.own, period=period)
    number = session.scalars(select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == code)).one()
    place = {"report_id": report.id, "provider_id": at.own.id, "period": period.code, "indicator_code": code, "indicator_version_id": number}
    figures.saved(
        session, Judgement(numerator=Decimal(numerator), denominator=Decimal(40), judged_at=NOW, kind="proportion", point_type=point_type, **place)
    )


def settle(session: Session, at: Table) -> None:
    """Both sides agree to the minutes."""
    item = whole(session, at.session_id).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=item.version, text="Besproken.", viewer_provider_id=None, **BY)
    dialogues.offer_minutes(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    for side in ("gemeente", "aanbieder"):
        answer(session, at, side)
    session.expire_all()


def live_rows(session: Session, action_id: int) -> list[int]:
    """Where it stands on an agenda or a list."""
    return list(session.scalars(select(AgendaItem.id).where(AgendaItem.action_point_id == action_id, AgendaItem.is_live)))


def replace_session(at: Table, session_id: int) -> Table:
    """The same table at another session."""
    return replace(at, session_id=session_id)
