"""A table where figures are real: an aanbieder signed a quarter that stands out, and a session with it is planned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.tables.organisation import Organisation
from kpi.actions import dialogues
from kpi.actions.adjustments import save_adjustment
from kpi.actions.deviations import explain
from kpi.actions.reviews import accept_report, request_change
from kpi.domain.openings import Ask
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.dialogue import AgendaItem
from tests.factories.reporting import CALM, MANAGER, NOW, QUARTER, SIGNER, WRITER, World, add_world, cell, fill, offer, sign, start, submitted

POOR = {**CALM, "BZ-01": ("19", "31")}
LATER = NOW + timedelta(days=20)
PLANNED_AT = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
TEXTS = {"seen": "De instroom stokt.", "meaning": "Er is te weinig personeel.", "doing": "Wij werven samen."}


@dataclass(frozen=True, slots=True)
class Prepared:
    """The world, its report, the session, the point of the deviation, and who acts for each side."""

    world: World
    report: ReportHeader
    session_id: int
    item_id: int
    deviation_id: int
    chair: Actor
    writer: Actor

    @property
    def centre(self) -> dict[str, Any]:
        """The centrumgemeente acts."""
        return {"viewer_provider_id": None, "by": self.chair, "at": LATER}

    @property
    def provider(self) -> dict[str, Any]:
        """The aanbieder acts."""
        return {"viewer_provider_id": self.world.provider_id, "by": self.writer, "at": LATER}

    @property
    def point(self) -> dict[str, int]:
        """The point of the deviation."""
        return {"session_id": self.session_id, "item_id": self.item_id}

    def share(self, session: Session) -> None:
        """The chair shares the agenda."""
        dialogues.share(session, session_id=self.session_id, **self.centre)


def prepared(session: Session) -> Prepared:
    """61,3 % where 100 % was agreed, and a session that is being prepared."""
    world = add_world(session)
    centre = Organisation(slug="centrum", name="Centrumgemeente", kind="centrumgemeente", is_fictitious=True, source="proef")
    session.add(centre)
    session.flush()
    report = submitted(session, world, QUARTER, POOR, explanation="Er was weinig personeel.")
    chair = replace(MANAGER, organisation_id=centre.id, organisation_name="Centrumgemeente")
    given = {"title": "Gesprek", "planned_at": PLANNED_AT, "by": chair, "at": NOW}
    session_id = dialogues.plan_session(session, provider_id=world.provider_id, **given)
    i = AgendaItem
    item_id, about = session.execute(select(i.id, i.deviation_id).where(i.session_id == session_id, i.deviation_id.is_not(None))).one()
    return Prepared(world, report, session_id, item_id, about, chair, replace(WRITER, organisation_id=world.provider_id))


def corrected(session: Session, of: Prepared, reason: str = "Er was dubbel geteld.") -> None:
    """The aanbieder corrects the figure with its next report: 25 of 31."""
    explain(session, deviation_id=of.deviation_id, provider_id=of.world.provider_id, version=1, text="Er was weinig personeel.", by=WRITER, at=LATER)
    about = find_report(session, report_id=of.report.id, provider_id=None)
    accept_report(session, report_id=about.id, version=about.version, by=MANAGER, at=LATER)
    report = start(session, of.world, QUARTER.shift(1))
    numbers = {"numerator_text": "25", "denominator_text": "31", "missing_reason": None}
    told = {"about_report_id": about.id, "indicator_code": "BZ-01", "version": 0, "reason": reason}
    save_adjustment(session, report_id=report.id, provider_id=of.world.provider_id, by=WRITER, at=LATER, **told, **numbers)
    fill(session, of.world, report, explanation="De cijfers zijn nu volledig.")
    offer(session, report)
    sign(session, report, at=LATER + timedelta(days=80))


def changed(session: Session, of: Prepared) -> None:
    """The contractmanager asks for another look, and the aanbieder signs the same quarter anew: 29 of 31."""
    version = find_report(session, report_id=of.report.id, provider_id=None).version
    asks = [Ask("onderdeel", "basiszorg", "Kijk de aanmeldingen nog eens na.")]
    request_change(session, report_id=of.report.id, version=version, asks=asks, by=MANAGER, at=LATER)
    cell(session, of.report, "BZ-01", "29", "31", version=1, explanation="Er was weinig personeel.", at=LATER)
    offer(session, of.report)
    sign(session, of.report, at=LATER + timedelta(days=2))


__all__ = ["LATER", "POOR", "SIGNER", "TEXTS", "Prepared", "changed", "corrected", "prepared"]
