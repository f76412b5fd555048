"""The partnership table of the demonstration is planned a year ahead, with people, guests and mails that a calendar program reads."""

from __future__ import annotations

from collections import Counter

from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.queries.dialogue_planning import participants_of, planned_session
from kpi.queries.dialogue_series import series_lines, sessions_of_series
from kpi.queries.dialogues import sessions
from portal.reminders.tables import OutgoingMail
from tests.integration.demonstration.conftest import NOW


def test_a_series_with_every_aanbieder_and_the_joint_one(session: Session) -> None:
    lines = series_lines(session, at=NOW)
    assert [line.provider_name for line in lines] == ["De Grubbe", "Geulkring Begeleiding", "Maaslicht Wonen", "Stichting Mergelhof", None]
    states = {line.provider_name: Counter(one.state for one in sessions_of_series(session, series_id=line.series_id)) for line in lines}
    assert states.pop(None) == {"concept": 2} and all(found == {"voorbereiding": 1, "concept": 3} for found in states.values())
    assert all(line.next_at is not None and line.next_at > NOW and line.words.startswith("Elke 3 maanden") for line in lines[:4])
    assert sum(one.is_apart for line in lines for one in sessions_of_series(session, series_id=line.series_id)) == 1


def test_the_first_invitations_went_out_to_both_sides_and_guests(session: Session) -> None:
    mails = session.scalars(select(OutgoingMail).where(OutgoingMail.key.like("gesprek:%"))).all()
    invited = {Calendar.from_ical(mail.calendar)["METHOD"] for mail in mails}
    assert invited == {"REQUEST"} and len({mail.to_address for mail in mails}) >= 10 and all(mail.to_address.endswith(".example") for mail in mails)
    for line in sessions(session, viewer_provider_id=None):
        people = participants_of(session, session_id=line.session_id, viewer_provider_id=None)
        if line.state == "vastgesteld":
            assert {one.is_present for one in people} == {True, False}, "the guest could not come"
        elif line.state == "voorbereiding":
            assert all(one.invited_sequence == 0 for one in people) and any(one.is_guest for one in people)
            assert planned_session(session, session_id=line.session_id, viewer_provider_id=None).organiser.startswith("Karin Peters")
