"""An advice at the tables of aanbieders, on both databases: one live point a table, in words of one's own."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from kpi.actions import advice_giving, advice_points, dialogues
from kpi.queries.advice import AdvicePlace, places_of
from kpi.queries.agenda_check import misplaced
from kpi.tables.advice import Advice, AdviceProvider
from kpi.tables.dialogue import AgendaInput, AgendaItem
from tests.factories.advice import MANAGER, NAME, SUBJECT, TEXT, board, given
from tests.factories.dialogue import BY, Table, action_point, plan, table
from tests.factories.figures import NOW

CENTRE: dict[str, Any] = {"viewer_provider_id": None, **BY}
WORDS = "Hoe houden wij wachtenden op de hoogte?"


def bring(session: Session, advice_id: int, *providers: int, words: str = WORDS) -> tuple[int, ...]:
    told: dict[str, Any] = {"by": MANAGER, "at": NOW, "board_names": (NAME, "Piet Merel")}
    return advice_points.bring_to_tables(session, advice_id=advice_id, provider_ids=providers, words=words, **told)


def points(session: Session, advice_id: int) -> list[AgendaItem]:
    session.expire_all()
    return list(session.scalars(select(AgendaItem).where(AgendaItem.advice_id == advice_id).order_by(AgendaItem.id)))


def place(session: Session, advice_id: int) -> AdvicePlace:
    (found,) = places_of(session, advice_id=advice_id)
    return found


@pytest.fixture
def laid(session: Session) -> tuple[Table, Actor, int]:
    """A table, and an advice that waits."""
    at = table(session)
    giver, _ = board(session)
    return at, giver, given(session, giver)


def test_it_gets_one_place_at_each_table_however_often_it_is_asked(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, _, advice = laid
    assert bring(session, advice, at.own.id, at.other.id) == (at.own.id, at.other.id)
    assert bring(session, advice, at.own.id, at.other.id, words="Heel andere woorden.") == ()
    here, there = points(session, advice)
    assert (here.session_id, there.session_id) == (at.session_id, None)
    assert {(one.kind, one.title, one.is_live, one.is_chosen) for one in (here, there)} == {("advies", WORDS, True, True)}
    assert here.added_by == "Karin Peters, Gemeente Maastricht"
    assert misplaced(session) == []


@pytest.mark.parametrize(
    "words",
    [
        f"Wat vindt u van het voorstel van {NAME.upper()}?",
        "Vertel mensen die wachten elke maand hoe lang het duurt",
        "mijn zoon klaas wist het niet, zegt men",
        "Wachttijd voor Klaas",
        "De familie belt met 06 12 34 56 78.",
        " ",
        "x" * 201,
    ],
)
def test_the_words_are_never_the_advisers(session: Session, laid: tuple[Table, Actor, int], words: str) -> None:
    at, giver, _ = laid
    advice = given(session, giver, subject="Wachttijd voor Klaas", text=TEXT)
    with pytest.raises(Refused) as caught:
        bring(session, advice, at.own.id, words=words)
    assert caught.value.field == "words"
    assert points(session, advice) == []


def test_only_aanbieders_have_a_table(session: Session, laid: tuple[Table, Actor, int]) -> None:
    _, giver, advice = laid
    with pytest.raises(Refused) as caught:
        bring(session, advice)
    assert caught.value.field == "provider_ids"
    for stranger in (giver.organisation_id or 0, 424242):
        with pytest.raises(NotFound):
            bring(session, advice, stranger)


def test_it_is_gone_when_the_advice_is_taken_back(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, giver, advice = laid
    bring(session, advice, at.own.id, at.other.id)
    advice_giving.withdraw(session, advice_id=advice, by=giver, at=NOW)
    assert points(session, advice) == []
    assert misplaced(session) == []


def test_on_a_shared_agenda_it_goes_and_cannot_be_put_back(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, giver, advice = laid
    bring(session, advice, at.own.id)
    dialogues.share(session, session_id=at.session_id, **CENTRE)
    (row,) = points(session, advice)
    advice_giving.withdraw(session, advice_id=advice, by=giver, at=NOW)
    (row,) = points(session, advice)
    assert (row.is_live, row.is_removed) == (False, True)
    with pytest.raises(Refused, match="vervallen"):
        dialogues.restore_item(session, item_id=row.id, **CENTRE)


def test_what_was_written_at_it_stays(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, giver, advice = laid
    bring(session, advice, at.own.id)
    dialogues.share(session, session_id=at.session_id, **CENTRE)
    dialogues.start(session, session_id=at.session_id, **CENTRE)
    (row,) = points(session, advice)
    action_point(session, at.session_id, agenda_item_id=row.id)
    advice_giving.withdraw(session, advice_id=advice, by=giver, at=NOW)
    (row,) = points(session, advice)
    assert (row.is_live, row.is_removed, row.session_id) == (False, False, at.session_id)


def test_moved_on_it_stays_the_same_advice(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, _, advice = laid
    bring(session, advice, at.own.id)
    dialogues.share(session, session_id=at.session_id, **CENTRE)
    dialogues.start(session, session_id=at.session_id, **CENTRE)
    (row,) = points(session, advice)
    dialogues.write_minutes(session, item_id=row.id, version=row.version, text="Wij zoeken het uit.", **CENTRE)
    dialogues.move_on(session, item_id=row.id, session_id=at.session_id, **CENTRE)
    old, new = points(session, advice)
    assert (old.is_live, new.is_live, new.session_id) == (False, True, None)
    assert bring(session, advice, at.own.id) == ()
    following = plan(session, at.own, "Volgend gesprek")
    assert place(session, advice).session_id in (None, following)
    assert misplaced(session) == []


def test_taken_off_by_hand_it_can_be_asked_again_and_then_not_put_back_twice(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, _, advice = laid
    bring(session, advice, at.own.id)
    (row,) = points(session, advice)
    dialogues.remove_item(session, item_id=row.id, version=row.version, **CENTRE)
    assert place(session, advice).is_live is False
    assert bring(session, advice, at.own.id, words="Andere woorden van mij.") == (at.own.id,)
    with pytest.raises(Refused, match="vervallen"):
        dialogues.restore_item(session, item_id=row.id, **CENTRE)
    assert [one.is_live for one in points(session, advice)] == [False, True]
    assert place(session, advice).words == "Andere woorden van mij."


def test_removed_by_hand_it_can_be_put_back(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, _, advice = laid
    bring(session, advice, at.own.id)
    (row,) = points(session, advice)
    dialogues.remove_item(session, item_id=row.id, version=row.version, **CENTRE)
    assert dialogues.restore_item(session, item_id=row.id, **CENTRE) == at.session_id
    assert place(session, advice).is_live


def test_it_does_not_concern_this_aanbieder_after_all(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, _, advice = laid
    bring(session, advice, at.own.id, at.other.id)
    for _ in range(2):
        advice_points.take_off_table(session, advice_id=advice, provider_id=at.own.id, by=MANAGER, at=NOW)
    assert place(session, advice).provider_id == at.other.id
    assert [one.provider_id for one in points(session, advice)] == [at.other.id]


def test_where_somebody_only_prepared_it_leaves_the_agenda_for_everybody(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, giver, advice = laid
    bring(session, advice, at.own.id)
    (row,) = points(session, advice)
    session.add(AgendaInput(item_id=row.id, organisation_id=at.own.id, seen_text="Wij bellen al.", changed_by="Sam", changed_at=NOW))
    advice_giving.withdraw(session, advice_id=advice, by=giver, at=NOW)
    (row,) = points(session, advice)
    assert (row.is_live, row.is_removed) == (False, True)


def test_nothing_of_the_adviser_stands_at_the_point(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, _, advice = laid
    bring(session, advice, at.own.id)
    (row,) = points(session, advice)
    told = " ".join(str(value) for value in vars(row).values())
    for secret in (NAME, SUBJECT, TEXT, "Klankbord"):
        assert secret not in told


def test_the_check_of_all_tables_finds_what_is_wrong(session: Session, laid: tuple[Table, Actor, int]) -> None:
    at, giver, advice = laid
    other = given(session, giver)
    bring(session, advice, at.own.id)
    bring(session, other, at.other.id)
    assert misplaced(session) == []
    session.execute(update(Advice).where(Advice.id == advice).values(state="ingetrokken"))
    session.execute(delete(AgendaItem).where(AgendaItem.advice_id == other))
    assert [line.split(" ")[1] for line in misplaced(session)] == [str(other), str(advice)]
    session.execute(delete(AdviceProvider).where(AdviceProvider.advice_id == other))
    assert len(misplaced(session)) == 1
