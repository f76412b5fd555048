"""Editions on both databases: what everybody agreed to is kept for good, an addendum makes the next one, and tampering is noticed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions import dialogues
from kpi.domain.minutes import canonical, fingerprint_of
from kpi.queries.dialogue_editions import broken_editions
from kpi.queries.dialogue_reading import Reading, reading
from kpi.queries.dialogue_record import current_record, current_sha256
from kpi.tables.dialogue import AgendaItem, DialogueParticipant
from kpi.tables.dialogue_outcome import Consent, DialogueAddendum, DialogueEdition
from tests.factories.dialogue import BY, MUNICIPALITY, PROVIDER, Table, action_point, answer, offered, plan, whole
from tests.factories.figures import NOW

ADDED = {"text": "De datum van het plan is 15 december.", "reason": "Er stond een verkeerde datum in."}


def _later(minutes: int, *, ours: bool = True) -> dict[str, Any]:
    return {"by": MUNICIPALITY if ours else PROVIDER, "at": NOW + timedelta(minutes=minutes)}


def settled(session: Session) -> Table:
    """A session that both sides agreed on, with one agreement."""
    at = offered(session)
    action_point(session, at.session_id)
    for side in ("gemeente", "aanbieder"):
        answer(session, at, side)
    return at


def proposed(session: Session) -> Table:
    """The same, with an addendum of the aanbieder before both sides."""
    at = settled(session)
    dialogues.propose_addendum(session, session_id=at.session_id, viewer_provider_id=at.own.id, **ADDED, **_later(10, ours=False))
    return at


def _read(session: Session, at: Table, edition: int | None = None, viewer: int | None = None) -> Reading:
    return reading(session, session_id=at.session_id, edition=edition, viewer_provider_id=viewer)


def _say(session: Session, at: Table, side: str, minutes: int, verdict: str = "eens", reason: str = "") -> str:
    viewer = at.own.id if side == "aanbieder" else None
    told = {"side": side, "verdict": verdict, "reason": reason, "sha256": current_sha256(session, session_id=at.session_id)}
    return dialogues.consent(session, session_id=at.session_id, viewer_provider_id=viewer, **told, **_later(minutes, ours=viewer is None))


def test_the_last_eens_stores_what_was_agreed_to(session: Session) -> None:
    at = offered(session)
    record = current_record(session, session_id=at.session_id)
    answer(session, at, "gemeente")
    assert session.scalars(select(DialogueEdition.id)).all() == []
    answer(session, at, "aanbieder")
    edition = session.execute(select(DialogueEdition)).scalar_one()
    assert (edition.number, edition.content, edition.settled_at) == (1, canonical(record), NOW)
    assert edition.sha256 == fingerprint_of(edition.content)
    assert set(session.scalars(select(Consent.sha256))) == {edition.sha256}
    assert "verslag vastgesteld" in set(session.scalars(select(JournalEntry.action)))


def test_a_settled_record_is_read_from_its_edition_ever_after(session: Session) -> None:
    at = settled(session)
    before = _read(session, at)
    point = whole(session, at.session_id).actions[0]
    dialogues.close_action_point(session, action_id=point.action_id, version=1, state="gereed", reason="Klaar.", viewer_provider_id=None, **BY)
    session.execute(update(AgendaItem).values(minutes="Stiekem anders"))
    after = _read(session, at, viewer=at.own.id)
    assert (after.record, after.sha256, after.edition) == (before.record, before.sha256, before.edition)
    assert [one.what for one in map(after.answer_of, (party.organisation_id for party in after.record.head.parties)) if one] == ["eens", "eens"]
    with pytest.raises(NotFound):
        _read(session, at, viewer=at.other.id)
    with pytest.raises(NotFound):
        _read(session, at, edition=2)


def test_an_addendum_becomes_the_next_edition_and_the_first_one_stays(session: Session) -> None:
    at = settled(session)
    first = _read(session, at)
    number = dialogues.propose_addendum(session, session_id=at.session_id, viewer_provider_id=None, **ADDED, **_later(10))
    waiting = _read(session, at)
    assert (number, waiting.state, waiting.edition, waiting.addendum and waiting.addendum.text) == (1, "verslag ter instemming", None, ADDED["text"])
    assert waiting.sha256 == current_sha256(session, session_id=at.session_id) != first.sha256
    assert not any(waiting.answer_of(party.organisation_id) for party in waiting.record.head.parties)
    assert _say(session, at, "gemeente", 20) == "verslag ter instemming"
    assert _say(session, at, "aanbieder", 30) == "vastgesteld"
    second, again = _read(session, at), _read(session, at, edition=1)
    assert [one.number for one in second.editions] == [1, 2]
    assert second.record.items == again.record.items == first.record.items
    assert [one.text for one in second.record.addenda] == [ADDED["text"]]
    assert (again.record, again.sha256, again.timeline) == (first.record, first.sha256, first.timeline)
    assert [second.answer_of(p.organisation_id) is not None for p in second.record.head.parties] == [True, True]
    assert [again.answer_of(p.organisation_id) is not None for p in again.record.head.parties] == [True, True]
    assert broken_editions(session) == []


def test_while_an_addendum_lies_there_minutes_and_agreements_stay_as_they_are(session: Session) -> None:
    at = proposed(session)
    item = whole(session, at.session_id).parts[0].items[0]
    tries = (
        lambda: dialogues.write_minutes(session, item_id=item.item_id, version=item.version, text="Toch anders", viewer_provider_id=None, **BY),
        lambda: action_point(session, at.session_id),
        lambda: dialogues.reopen(session, session_id=at.session_id, viewer_provider_id=None, **BY),
        lambda: dialogues.propose_addendum(session, session_id=at.session_id, viewer_provider_id=None, **ADDED, **BY),
    )
    for attempt in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert "aanvulling" in refused.value.reason
    assert whole(session, at.session_id).editions == 1


def test_a_changed_addendum_asks_everybody_again(session: Session) -> None:
    at = proposed(session)
    _say(session, at, "gemeente", 20)
    common: dict[str, Any] = {"session_id": at.session_id, "viewer_provider_id": at.own.id, **_later(25, ours=False)}
    dialogues.change_addendum(session, version=1, text=ADDED["text"] + "!", reason=ADDED["reason"], **common)
    with pytest.raises(Conflict):
        dialogues.change_addendum(session, version=1, text="Weer anders", reason=ADDED["reason"], **common)
    found = _read(session, at)
    assert [one.is_void for one in found.timeline if one.is_answer] == [False, False, True]  # both answers to the first edition stand
    assert _say(session, at, "aanbieder", 30) == "verslag ter instemming"
    with pytest.raises(Refused):
        dialogues.change_addendum(session, **common | {"viewer_provider_id": None, "by": MUNICIPALITY}, version=2, **ADDED)


def test_a_withdrawn_addendum_leaves_the_edition_as_it_was(session: Session) -> None:
    at = proposed(session)
    first = _read(session, at, edition=1)
    _say(session, at, "gemeente", 20)
    with pytest.raises(Refused):
        dialogues.withdraw_addendum(session, session_id=at.session_id, version=1, reason="kort", viewer_provider_id=None, **_later(30))
    dialogues.withdraw_addendum(session, session_id=at.session_id, version=1, reason="Het stond er al in.", viewer_provider_id=None, **_later(30))
    after = _read(session, at)
    assert (after.state, after.record, after.sha256, after.addendum) == ("vastgesteld", first.record, first.sha256, None)
    assert session.scalars(select(DialogueAddendum.state)).all() == ["ingetrokken"]
    with pytest.raises(Refused) as refused:
        dialogues.withdraw_addendum(session, session_id=at.session_id, version=2, reason="Het stond er al in.", viewer_provider_id=None, **BY)
    assert refused.value.reason == "Er is nu geen aanvulling om in te trekken."
    assert dialogues.propose_addendum(session, session_id=at.session_id, viewer_provider_id=None, **ADDED, **_later(40)) == 2


def test_who_did_not_propose_it_and_is_not_the_centre_cannot_withdraw_it(session: Session) -> None:
    at = settled(session)
    dialogues.propose_addendum(session, session_id=at.session_id, viewer_provider_id=None, **ADDED, **_later(10))
    with pytest.raises(Refused) as refused:
        dialogues.withdraw_addendum(
            session, session_id=at.session_id, version=1, reason="Wij willen dit niet.", viewer_provider_id=at.own.id, **_later(20, ours=False)
        )
    assert "niet eens" in refused.value.reason


@pytest.mark.parametrize(("told", "field"), [({"text": " "}, "text"), ({"reason": "x"}, "reason")])
def test_an_addendum_says_what_and_why(session: Session, told: dict[str, str], field: str) -> None:
    at = settled(session)
    with pytest.raises(Refused) as refused:
        dialogues.propose_addendum(session, session_id=at.session_id, viewer_provider_id=None, **ADDED | told, **BY)
    assert refused.value.field == field


def test_nothing_is_added_to_what_is_not_settled(session: Session) -> None:
    at = offered(session)
    with pytest.raises(Refused):
        dialogues.propose_addendum(session, session_id=at.session_id, viewer_provider_id=None, **ADDED, **BY)
    with pytest.raises(NotFound):
        dialogues.propose_addendum(session, session_id=at.session_id, viewer_provider_id=at.other.id, **ADDED, **BY)


def test_disagreement_stands_in_the_way_and_stays_in_the_time_line(session: Session) -> None:
    at = offered(session)
    _say(session, at, "aanbieder", 1, "niet eens", "Het punt over personeel ontbreekt.")
    assert _say(session, at, "gemeente", 2) == "verslag ter instemming"
    item = whole(session, at.session_id).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=item.version, text="Met personeel.", viewer_provider_id=None, **_later(3))
    assert (_say(session, at, "gemeente", 4), _say(session, at, "aanbieder", 5)) == ("verslag ter instemming", "vastgesteld")
    told = [(one.what, one.note, one.is_void) for one in _read(session, at).timeline if one.is_answer]
    assert told == [("niet eens", "Het punt over personeel ontbreekt.", True), ("eens", "", True), ("eens", "", False), ("eens", "", False)]


def test_a_colleague_at_the_same_moment_gives_the_same_one_answer(session: Session) -> None:
    at = offered(session)
    answer(session, at, "gemeente")
    answer(session, at, "gemeente")
    assert len(session.scalars(select(Consent.id)).all()) == 1


def test_after_the_last_eens_every_other_answer_gets_a_clear_sentence(session: Session) -> None:
    at = offered(session)
    shown = current_sha256(session, session_id=at.session_id)
    answer(session, at, "gemeente")
    answer(session, at, "aanbieder")
    with pytest.raises(Refused) as refused:
        answer(session, at, "gemeente", "niet eens", "Te laat bedacht.", sha256=shown)
    assert "al vastgesteld" in refused.value.reason
    again = offered_again(session, at)
    with pytest.raises(Refused) as refused:
        answer(session, again, "gemeente", sha256=shown)
    assert "heropend" in refused.value.reason


def offered_again(session: Session, at: Table) -> Table:
    """Another session of the same table, taken back into the conversation."""
    made = Table(at.own, at.other, plan(session, at.own, "Volgend gesprek"))
    common: dict[str, Any] = {"session_id": made.session_id, "viewer_provider_id": None, **BY}
    dialogues.start(session, **common)
    item = whole(session, made.session_id).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=1, text="Tekst", viewer_provider_id=None, **BY)
    dialogues.offer_minutes(session, **common)
    dialogues.reopen(session, **common)
    return made


def test_at_a_joint_table_everybody_agrees_and_everybody_has_an_answer_of_their_own(session: Session) -> None:
    at = offered(session)
    joint = dialogues.plan_session(session, provider_id=None, title="Samen", planned_at=NOW, by=MUNICIPALITY, at=NOW)
    common: dict[str, Any] = {"session_id": joint, "viewer_provider_id": None, **BY}
    dialogues.start(session, **common)
    item = whole(session, joint).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=1, text="Samen besproken.", viewer_provider_id=None, **BY)
    dialogues.offer_minutes(session, **common)
    sha256 = current_sha256(session, session_id=joint)
    states = []
    for side, viewer in (("aanbieder", at.own.id), ("gemeente", None), ("aanbieder", at.other.id)):
        told = {"session_id": joint, "side": side, "verdict": "eens", "sha256": sha256, "viewer_provider_id": viewer}
        states.append(dialogues.consent(session, **told, **BY))
    assert states == ["verslag ter instemming", "verslag ter instemming", "vastgesteld"]
    found = reading(session, session_id=joint, viewer_provider_id=at.other.id)
    assert len(found.record.head.parties) == 3
    assert all(found.answer_of(party.organisation_id) for party in found.record.head.parties)


def test_before_the_agenda_is_shared_the_record_tells_nobodys_input(session: Session) -> None:
    at = offered(session)
    coming = plan(session, at.own, "Volgend gesprek")
    item = whole(session, coming).parts[0].items[0]
    wrote = {"item_id": item.item_id, "organisation_id": at.own.id, "seen_text": "Geheim tot het delen", "at": NOW}
    session.execute(
        text(
            "INSERT INTO agenda_input (item_id, organisation_id, seen_text, meaning_text, doing_text, changed_by, changed_at, version) "
            "VALUES (:item_id, :organisation_id, :seen_text, '', '', 'Sam', '2026-08-01 08:00:00', 1)"
        ),
        {name: value for name, value in wrote.items() if name != "at"},
    )
    assert "Geheim" not in repr(reading(session, session_id=coming, viewer_provider_id=None))
    dialogues.share(session, session_id=coming, viewer_provider_id=None, **BY)
    assert "Geheim tot het delen" in repr(reading(session, session_id=coming, viewer_provider_id=None))


def test_what_was_tampered_with_is_named(session: Session) -> None:
    at = proposed(session)
    for side, minutes in (("gemeente", 20), ("aanbieder", 30)):
        _say(session, at, side, minutes)
    assert broken_editions(session) == []
    session.execute(update(AgendaItem).where(AgendaItem.minutes != "").values(minutes="Stiekem anders"))
    assert [line.split(": ")[-1] for line in broken_editions(session)] == ["de punten in de database zijn niet meer gelijk aan wat is vastgesteld"]
    session.execute(delete(Consent).where(Consent.organisation_id == at.own.id))
    assert sum("instemming van 1 organisatie" in line for line in broken_editions(session)) == 2
    session.execute(update(DialogueEdition).where(DialogueEdition.number == 1).values(content="{}"))
    assert "editie 1: de inhoud hoort niet bij de vingerafdruk" in broken_editions(session)[0]


def test_people_who_were_there_belong_to_the_record(session: Session) -> None:
    at = offered(session)
    before = current_sha256(session, session_id=at.session_id)
    guest = DialogueParticipant(session_id=at.session_id, kind="gast", name="Toos Bos", email="toos@voorbeeld.test", partner="Woningstichting")
    session.add(guest)
    session.flush()
    assert current_sha256(session, session_id=at.session_id) != before
    (person,) = current_record(session, session_id=at.session_id).head.people
    assert (person.name, person.organisation, person.kind, person.presence) == ("Toos Bos", "Woningstichting", "gast", "")
    assert "toos@" not in canonical(current_record(session, session_id=at.session_id))
