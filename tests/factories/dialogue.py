"""Rows for tests about dialogue sessions: a table with two providers, and deviations to talk about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.actions import dialogues
from kpi.tables.deviation import Deviation, Finding
from kpi.tables.indicator import Indicator
from tests.factories import figures
from tests.factories.figures import NOW, QUARTER, actor, organisation, saved

MUNICIPALITY = actor()
PROVIDER = actor("Sam Peters", "Stichting De Berm")
PLANNED_AT = datetime(2026, 8, 5, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Table:
    """Two providers, and a planned session with the first."""

    own: Organisation
    other: Organisation
    session_id: int


def table(session: Session) -> Table:
    """Set the table: one planned session."""
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
    saved(session, Finding(deviation_id=row.id, rule="vorig", severity=1, sentence="Het cijfer daalde van 60% naar 41%."))
    saved(session, Finding(deviation_id=row.id, rule="norm", severity=2, sentence="Het cijfer is 41%. De norm is 50%."))
    return row


def action_point(session: Session, session_id: int, text: str = "Maak een plan voor doorstroom", due_on: date = date(2026, 10, 1)) -> int:
    """An agreement of the session."""
    return dialogues.make_action_point(
        session,
        session_id=session_id,
        text=text,
        owner_organisation="Stichting De Berm",
        owner_name="Sam Peters",
        due_on=due_on,
        viewer_provider_id=None,
        by=MUNICIPALITY,
        at=NOW,
    )
