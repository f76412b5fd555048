"""Who sits at the table: people of the organisations at it, guests, and who was there.

Until the minutes are settled the list can change; somebody who is taken off it stays readable, as does all they wrote. The list is part of the
record, so a change of it voids the answers to the minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.dialogues.reach import Reached, claim_change, last_actor, reach, rows_changed, write_journal
from kpi.domain.participation import GUEST, PERSON, TOLD_STATES, require_attendance, require_people
from kpi.domain.written import read_line
from kpi.tables.dialogue import DialogueParticipant, DialogueParty, DialogueSession
from kpi.tables.dialogue_outcome import DialogueEdition

MOST_PEOPLE = 60
"""At one table: whoever needs more needs another way of meeting."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account at an organisation, as the portal knows them."""

    person_id: int
    organisation_id: int
    name: str
    email: str


def add_people(
    session: Session, *, session_id: int, people: Sequence[Person], viewer_provider_id: int | None, by: Actor, at: datetime
) -> tuple[int, ...]:
    """Put people on the list; the numbers of who was not on it yet. An aanbieder chooses its own people, the centre anybody's at the table."""
    found = _open(session, session_id, viewer_provider_id)
    _require_own(session, found, people, viewer_provider_id)
    there = {row.person_id for row in _listed(session, session_id)}
    new = [one for one in people if one.person_id not in there]
    if not new:
        raise Refused("people", "Kies eerst iemand die nog niet op de lijst staat.")
    made = [
        DialogueParticipant(
            session_id=session_id, person_id=one.person_id, organisation_id=one.organisation_id, kind=PERSON, name=one.name, email=one.email
        )
        for one in {one.person_id: one for one in new}.values()
    ]
    return _add(session, found, made, by=by, at=at)


def add_guest(session: Session, *, session_id: int, name: str, email: str, partner: str, by: Actor, at: datetime) -> int:
    """Put a guest on the list; the number of it. For the centre. The address must be one that mail can go to: whoever asks for it checks that."""
    found = _open(session, session_id, None)
    kept = read_line(name, field="name", missing="Schrijf de naam van de gast op.")
    if any(row.email.casefold() == email.casefold() for row in _listed(session, session_id)):
        raise Refused("email", "Op de lijst staat al iemand met dit e-mailadres.")
    guest = DialogueParticipant(session_id=session_id, kind=GUEST, name=kept, email=email, partner=partner)
    return _add(session, found, [guest], by=by, at=at)[0]


def remove_participant(session: Session, *, session_id: int, participant_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> bool:
    """Take somebody off the list. False when somebody else did so already. An aanbieder takes its own people off."""
    found = _open(session, session_id, viewer_provider_id)
    p = DialogueParticipant
    query = select(p.organisation_id, p.removed_at, p.invited_sequence).where(p.id == participant_id, p.session_id == session_id)
    row = session.execute(query if viewer_provider_id is None else query.where(p.organisation_id == viewer_provider_id)).one_or_none()
    if row is None:
        raise NotFound(f"participant {participant_id}")
    if row.removed_at is not None:
        return False
    claim_change(session, found)
    session.execute(update(p).where(p.id == participant_id).values(removed_at=at, version=p.version + 1))
    if row.invited_sequence is not None and found.state in TOLD_STATES:
        next_sequence(session, session_id=session_id)
    write_journal(session, session_id, "deelnemer van de lijst gehaald", by=by, at=at, details={"participant_id": participant_id})
    return True


def mark_told(session: Session, *, session_id: int, participant_ids: Collection[int], sequence: int) -> None:
    """Remember which change of the session these people were last told of."""
    p = DialogueParticipant
    told = update(p).where(p.session_id == session_id, p.id.in_(participant_ids)).values(invited_sequence=sequence)
    session.execute(told)


def write_attendance(
    session: Session,
    *,
    session_id: int,
    seen: Mapping[int, bool | None],
    present: Mapping[int, bool | None],
    viewer_provider_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Write down who was there, by participant; how many answers changed. `seen`: what the page showed.

    Only what was changed on the page is written. Raises Conflict when somebody else changed the same answers meanwhile.
    """
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require_attendance(found.state, is_settled=_is_settled(session, session_id))
    wanted = {number: answer for number, answer in present.items() if answer is not seen.get(number)}
    now = {row.id: row for row in _listed(session, session_id) if row.id in wanted}
    theirs = {number: row for number, row in now.items() if row.is_present is not seen.get(number) and row.is_present is not wanted[number]}
    if theirs:
        raise _lost(session, found, wanted, theirs)
    changed = {number: answer for number, answer in wanted.items() if number in now and now[number].is_present is not answer}
    if changed:
        claim_change(session, found)
    p = DialogueParticipant
    for number, answer in changed.items():
        rows_changed(session, update(p).where(p.id == number, p.session_id == session_id).values(is_present=answer, version=p.version + 1))
    if changed:
        write_journal(session, session_id, "aanwezigheid ingevuld", by=by, at=at, details={"aantal": len(changed)})
    return len(changed)


def next_sequence(session: Session, *, session_id: int) -> None:
    """Something changed that calendars must hear of (RFC 5545 SEQUENCE)."""
    d = DialogueSession
    session.execute(update(d).where(d.id == session_id).values(sequence=d.sequence + 1))


def _lost(session: Session, found: Reached, wanted: Mapping[int, bool | None], theirs: Mapping[int, DialogueParticipant]) -> Conflict:
    words = {True: "aanwezig", False: "afwezig", None: "niet ingevuld"}
    return Conflict(
        mine=[(row.name, words[wanted[number]]) for number, row in theirs.items()],
        theirs=[(row.name, words[row.is_present]) for row in theirs.values()],
        by=last_actor(session, found.session_id),
        version=found.version,
    )


def _open(session: Session, session_id: int, viewer_provider_id: int | None) -> Reached:
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require_people(found.state, is_settled=_is_settled(session, session_id))
    return found


def _is_settled(session: Session, session_id: int) -> bool:
    return session.scalar(select(DialogueEdition.id).where(DialogueEdition.session_id == session_id).limit(1)) is not None


def _require_own(session: Session, found: Reached, people: Sequence[Person], viewer_provider_id: int | None) -> None:
    party = DialogueParty
    parties = set(session.scalars(select(party.organisation_id).where(party.session_id == found.session_id)))
    allowed = parties if viewer_provider_id is None else parties & {viewer_provider_id}
    if any(one.organisation_id not in allowed for one in people):
        raise NotFound("somebody who is not at this table")


def _listed(session: Session, session_id: int) -> Sequence[DialogueParticipant]:
    p = DialogueParticipant
    return session.scalars(select(p).where(p.session_id == session_id, p.removed_at.is_(None)).order_by(p.id)).all()


def _add(session: Session, found: Reached, made: Sequence[DialogueParticipant], *, by: Actor, at: datetime) -> tuple[int, ...]:
    if len(_listed(session, found.session_id)) + len(made) > MOST_PEOPLE:
        raise Refused("people", f"Op de lijst is plaats voor {MOST_PEOPLE} mensen.")
    claim_change(session, found)
    if found.state in TOLD_STATES and _were_told_off(session, found.session_id, made):
        next_sequence(session, session_id=found.session_id)
    session.add_all(made)
    session.flush()
    write_journal(session, found.session_id, "deelnemers op de lijst gezet", by=by, at=at, details={"aantal": len(made)})
    return tuple(one.id for one in made)


def _were_told_off(session: Session, session_id: int, made: Sequence[DialogueParticipant]) -> bool:
    """Was one of them on the list before? Their calendars took it off at this sequence, so it must rise."""
    p = DialogueParticipant
    gone = select(p.id).where(p.session_id == session_id, p.removed_at.is_not(None), p.email.in_([one.email for one in made]))
    return session.scalar(gone.limit(1)) is not None
