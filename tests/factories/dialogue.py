"""Rows for tests about dialogue sessions: a table with two providers, and deviations to talk about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.actions import dialogues
from kpi.queries.dialogue_record import current_sha256
from kpi.queries.dialogue_session import SessionWhole, session_whole
from kpi.tables.deviation import Deviation, Finding
from kpi.tables.indicator import Indicator
from tests.factories import figures
from tests.factories.figures import NOW, QUARTER, actor, organisation, saved

MUNICIPALITY = actor()
PROVIDER = actor("Sam Peters", "Stichting De Berm")
BY: dict[str, Any] = {"by": MUNICIPALITY, "at": NOW}
THEM: dict[str, Any] = {"by": PROVIDER, "at": NOW}
PLANNED_AT = datetime(2026, 8, 5, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Table:
    """Two providers, and a planned session with the first."""

    own: Organisation
    other: Organisation
    session_id: int


def table(session: Session) -> Table:
    """Set the table: one planned session."""
    organisation(session, "Gemeente Maastricht", kind="centrumgemeente")
    own, other = organisation(session, "Stichting De Berm"), organisation(session, "Stichting De Brug")
    return Table(own, other, plan(session, own))


def plan(session: Session, provider: Organisation, title: str = "Gesprek tweede kwartaal") -> int:
    """Plan a session."""
    return dialogues.plan_session(session, provider_id=provider.id, title=title, planned_at=PLANNED_AT, place="Stadhuis", by=MUNICIPALITY, at=NOW)


def deviation(session: Session, provider: Organisation, code: str = "MZ-04", *, state: str = "nieuw", quarters_ago: int = 0) -> Deviation:
    """A deviation with two findings."""
    period = QUARTER.shift(-quarters_ago)
    if session.get(Indicator, code) is None:
        figures.indicator(session, code, name="Doorstroom naar lichter")
    report = figures.report(session, provider, period=period)
    row = saved(
        session,
        Deviation(report_id=report.id, provider_id=provider.id, period=period.code, indicator_code=code, severity=2, state=state, found_at=NOW),
    )
    _finding(session, row, position=0, rule="history", nature="statistical", severity=1, sentence="Het cijfer daalde van 60% naar 41%.")
    _finding(session, row, position=1, rule="norm", nature="contractual", severity=2, sentence="Het cijfer is 41%. De norm is 50%.")
    return row


def _finding(session: Session, of: Deviation, *, sentence: str, **fields: Any) -> None:
    """A finding that both sides may read as it is."""
    saved(session, Finding(deviation_id=of.id, sentence=sentence, shared_sentence=sentence, **fields))


def action_point(
    session: Session,
    session_id: int,
    text: str = "Maak een plan voor doorstroom",
    due_on: date = date(2026, 10, 1),
    *,
    agenda_item_id: int | None = None,
) -> int:
    """An agreement of the session, about one of its items when that is named."""
    return dialogues.make_action_point(
        session,
        session_id=session_id,
        text=text,
        owner_organisation="Stichting De Berm",
        owner_name="Sam Peters",
        due_on=due_on,
        agenda_item_id=agenda_item_id,
        viewer_provider_id=None,
        by=MUNICIPALITY,
        at=NOW,
    )


def whole(session: Session, session_id: int, viewer: int | None = None) -> SessionWhole:
    """The session as a viewer reads it."""
    return session_whole(session, session_id=session_id, viewer_provider_id=viewer)


def offered(session: Session) -> Table:
    """A session whose minutes lie before both sides."""
    at = table(session)
    dialogues.start(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    item = whole(session, at.session_id).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=1, text="Wij willen hetzelfde.", viewer_provider_id=None, **BY)
    dialogues.offer_minutes(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    return at


def answer(session: Session, at: Table, side: str, verdict: str = "eens", reason: str = "", sha256: str | None = None) -> str:
    """One side's answer to the record as it is now, or to the one with this hash."""
    viewer = at.own.id if side == "aanbieder" else None
    shown = current_sha256(session, session_id=at.session_id) if sha256 is None else sha256
    who = THEM if viewer else BY
    return dialogues.consent(
        session, session_id=at.session_id, side=side, verdict=verdict, reason=reason, sha256=shown, viewer_provider_id=viewer, **who
    )
