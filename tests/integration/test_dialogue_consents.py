"""Consent to the minutes of a dialogue session, on both databases: same record, both sides, nothing changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, Refused
from kpi.actions import dialogues
from kpi.queries.dialogue_record import current_sha256
from kpi.tables.dialogue import DialogueEvent
from tests.factories.dialogue import BY, action_point, answer, offered, whole


def test_both_sides_agree_and_the_session_is_settled(session: Session) -> None:
    at = offered(session)
    assert answer(session, at, "gemeente") == "verslag ter instemming"
    assert answer(session, at, "aanbieder") == "vastgesteld"
    seen = whole(session, at.session_id)
    sha256 = current_sha256(session, session_id=at.session_id)
    assert (seen.state, [c.counts for c in seen.consents], {c.sha256 for c in seen.consents}) == ("vastgesteld", [True, True], {sha256})
    assert "vastgesteld" in session.scalars(select(DialogueEvent.kind).where(DialogueEvent.session_id == at.session_id)).all()
    with pytest.raises(Refused):
        dialogues.write_minutes(session, item_id=seen.parts[0].items[0].item_id, version=2, text="Toch anders", viewer_provider_id=None, **BY)
    with pytest.raises(Refused):
        action_point(session, at.session_id)


@pytest.mark.parametrize("change", ["minutes", "action", "remove", "reopen"])
def test_any_change_voids_both_consents(session: Session, change: str) -> None:
    at = offered(session)
    point = action_point(session, at.session_id)
    answer(session, at, "gemeente")
    before, shown = whole(session, at.session_id), current_sha256(session, session_id=at.session_id)
    item = before.parts[0].items[0]
    if change == "minutes":
        dialogues.write_minutes(session, item_id=item.item_id, version=item.version, text="Anders", viewer_provider_id=None, **BY)
    elif change == "action":
        action_point(session, at.session_id, "Nog een afspraak")
    elif change == "remove":
        dialogues.remove_action_point(session, action_id=point, version=1, viewer_provider_id=None, **BY)
    else:
        dialogues.reopen(session, session_id=at.session_id, viewer_provider_id=None, **BY)
        dialogues.offer_minutes(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    assert [consent.is_void for consent in whole(session, at.session_id).consents] == [True]
    assert answer(session, at, "aanbieder") == "verslag ter instemming"
    if change != "reopen":
        with pytest.raises(Conflict):
            answer(session, at, "gemeente", sha256=shown)


def test_to_disagree_needs_a_reason_and_keeps_the_session_open(session: Session) -> None:
    at = offered(session)
    with pytest.raises(Refused):
        answer(session, at, "aanbieder", "niet eens", " ")
    assert answer(session, at, "aanbieder", "niet eens", "Het punt over personeel ontbreekt.") == "verslag ter instemming"
    assert answer(session, at, "gemeente") == "verslag ter instemming"
    assert answer(session, at, "aanbieder") == "vastgesteld"


def test_who_takes_back_consent_does_not_count(session: Session) -> None:
    at = offered(session)
    answer(session, at, "gemeente")
    answer(session, at, "gemeente", "niet eens", "Bij nader inzien klopt het tweede punt niet.")
    assert answer(session, at, "aanbieder") == "verslag ter instemming"


def test_nobody_consents_for_the_other_side(session: Session) -> None:
    at = offered(session)
    sha256 = current_sha256(session, session_id=at.session_id)
    for side, viewer in (("aanbieder", None), ("gemeente", at.own.id)):
        with pytest.raises(Refused) as refused:
            dialogues.consent(session, session_id=at.session_id, side=side, verdict="eens", sha256=sha256, viewer_provider_id=viewer, **BY)
        assert refused.value.field == "side"


def test_follow_up_of_an_agreement_leaves_the_settled_record_alone(session: Session) -> None:
    at = offered(session)
    point = action_point(session, at.session_id)
    for side in ("gemeente", "aanbieder"):
        answer(session, at, side)
    with pytest.raises(Refused):
        dialogues.close_action_point(session, action_id=point, version=1, state="vervallen", viewer_provider_id=None, **BY)
    dialogues.close_action_point(session, action_id=point, version=1, state="vervallen", reason="Niet meer nodig", viewer_provider_id=None, **BY)
    assert [c.counts for c in whole(session, at.session_id).consents] == [True, True]
    with pytest.raises(Conflict):
        dialogues.close_action_point(session, action_id=point, version=1, state="gereed", viewer_provider_id=None, **BY)
