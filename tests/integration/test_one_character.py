"""One changed character of anything that was agreed to: the consents to what it was are void, a hundred times of a hundred."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict
from kpi.actions import dialogues
from kpi.actions.dialogues.participants import write_attendance
from kpi.queries.dialogue_record import current_sha256
from kpi.tables.dialogue import AgendaInput, AgendaItem, DialogueParticipant, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint, Consent, DialogueAddendum
from tests.factories.dialogue import BY, THEM, Table, action_point, answer, offered, whole
from tests.factories.figures import NOW
from tests.support.figures import measured

TEXT = "Wij zien dat minder mensen uitstromen."
Change = Callable[[Session, Table], None]


def one_character(text: str) -> Iterator[str]:
    """The text with one character replaced, left out or added, each time another one; never a change that is no change."""
    for at, sign in enumerate(text):
        other = sign.swapcase() if sign.swapcase() != sign else "·"
        yield text[:at] + other + text[at + 1 :]
    for at in range(1, len(text) - 1):
        if text[at] != " " and text[at] != text[at - 1]:
            yield text[:at] + text[at + 1 :]
    for at in range(1, len(text)):
        yield f"{text[:at]}·{text[at:]}"


def _minutes(text: str) -> Change:
    def change(session: Session, at: Table) -> None:
        item = whole(session, at.session_id).parts[0].items[0]
        dialogues.write_minutes(session, item_id=item.item_id, version=item.version, text=text, viewer_provider_id=at.own.id, **THEM)

    return change


def _input(**other: str) -> Change:
    """Taken back into the conversation, where each organisation may change what it brought in, and offered again."""

    def change(session: Session, at: Table) -> None:
        item, common = whole(session, at.session_id).parts[0].items[0], {"session_id": at.session_id, "viewer_provider_id": None}
        dialogues.reopen(session, **common, **BY)
        told = dict.fromkeys(("seen", "meaning", "doing"), TEXT) | other
        dialogues.write_input(session, session_id=at.session_id, item_id=item.item_id, version=1, viewer_provider_id=at.own.id, **told, **THEM)
        dialogues.offer_minutes(session, **common, **BY)

    return change


def _presence(session: Session, at: Table) -> None:
    (number,) = session.scalars(select(DialogueParticipant.id))
    write_attendance(session, session_id=at.session_id, seen={number: True}, present={number: False}, viewer_provider_id=None, **BY)


def _agreement(**other: Any) -> Change:
    """Taken back, and made again with one character of it changed."""

    def change(session: Session, at: Table) -> None:
        (row,) = session.execute(select(ActionPoint.id, ActionPoint.version)).all()
        dialogues.remove_action_point(session, action_id=row.id, version=row.version, viewer_provider_id=None, **BY)
        told = {"text": TEXT, "owner_organisation": "Stichting De Berm", "owner_name": "Sam Peters", "due_on": date(2026, 10, 1)} | other
        dialogues.make_action_point(session, session_id=at.session_id, viewer_provider_id=None, **told, **BY)

    return change


def _addendum(**other: str) -> Change:
    def change(session: Session, at: Table) -> None:
        row = session.execute(select(DialogueAddendum.version, DialogueAddendum.text, DialogueAddendum.reason)).one()
        told = {"text": row.text, "reason": row.reason} | other
        dialogues.change_addendum(session, session_id=at.session_id, version=row.version, viewer_provider_id=at.own.id, **told, **THEM)

    return change


def _row(statement: Update) -> Change:
    """Around the actions, in the database itself: what has no action while the minutes lie before the parties, and what nobody should do."""

    def change(session: Session, _at: Table) -> None:
        session.execute(statement)

    return change


def _of_text(table: Any, name: str, how_many: int = 1) -> Iterator[tuple[str, Change]]:
    return ((f"{table.__tablename__}.{name}", _row(update(table).values({name: text}))) for text in islice(one_character(TEXT), how_many))


def changes() -> Iterator[tuple[str, Change]]:
    """A hundred of them, of every kind of thing that is agreed to, less those of an addendum."""
    yield from (("minutes", _minutes(text)) for text in islice(one_character(TEXT), 20))
    yield from (("agreement", _agreement(text=text)) for text in islice(one_character(TEXT), 10))
    for name, value in (("owner_organisation", "Stichting De Berm"), ("owner_name", "Sam Peters")):
        yield from ((f"agreement {name}", _agreement(**{name: text})) for text in islice(one_character(value), 5))
    yield from (("agreement due_on", _agreement(due_on=date(2026, 10, 1) + timedelta(days=days))) for days in (1, 10))
    for name in ("title", "figures"):
        yield from _of_text(AgendaItem, name, 5)
    for name in ("seen", "meaning", "doing"):
        yield from ((f"input {name}", _input(**{name: text})) for text in islice(one_character(TEXT), 4))
    yield from ((f"frozen {name}", _row(update(AgendaItem).values({f"frozen_{name}": value}))) for name, value in (
        ("value", "41,1 %"), ("period", "2026-K1"), ("version", 3), ("at", NOW + timedelta(seconds=1)),
    ))  # fmt: skip
    yield from _of_text(DialogueSession, "title", 2)
    yield from _of_text(DialogueSession, "place", 2)
    yield "planned_at", _row(update(DialogueSession).values(planned_at=datetime(2026, 8, 5, 8, 1, tzinfo=UTC)))
    yield "participant", _row(update(DialogueParticipant).values(name="Toos Bosch"))
    yield "presence", _presence
    yield from ((f"agreement {name}", _row(update(ActionPoint).values({name: value}))) for name, value in (
        ("expected_value", 46), ("baseline_shown", "41,1 %"), ("baseline_period", "2026-K1"),
    ))  # fmt: skip


def added() -> Iterator[tuple[str, Change]]:
    """Those of an addendum that lies before the parties."""
    yield from (("addendum", _addendum(text=text)) for text in islice(one_character("De datum is 15 december."), 16))
    yield from (("reason", _addendum(reason=text)) for text in islice(one_character("Er stond een fout in."), 6))


def _talked(session: Session) -> Table:
    """Minutes with everything in them, before both sides."""
    at = offered(session)
    item = whole(session, at.session_id).parts[0].items[0]
    told = dict.fromkeys(("seen_text", "meaning_text", "doing_text"), TEXT)
    session.add(AgendaInput(item_id=item.item_id, organisation_id=at.own.id, changed_by="Sam", changed_at=NOW, **told))
    session.add(DialogueParticipant(session_id=at.session_id, kind="gast", name="Toos Bos", email="toos@voorbeeld.test", is_present=True))
    session.execute(update(AgendaItem).values(figures=TEXT, frozen_value="41,0 %", frozen_period="2026-K2", frozen_version=2, frozen_at=NOW))
    _minutes(TEXT)(session, at)
    action_point(session, at.session_id, TEXT)
    session.execute(update(ActionPoint).values(expected_value=45, baseline_shown="41,0 %", baseline_period="2026-K2"))
    return at


def _is_void(session: Session, at: Table, change: Change) -> bool:
    """The gemeente consents, something changes, and the aanbieder consents on both an old and a fresh screen. Everything is put back after it."""
    with session.begin_nested() as kept:
        answer(session, at, "gemeente")
        shown = current_sha256(session, session_id=at.session_id)
        change(session, at)
        session.expire_all()
        with pytest.raises(Conflict), session.begin_nested():
            answer(session, at, "aanbieder", sha256=shown)
        state = answer(session, at, "aanbieder")
        own = select(Consent.is_void).where(Consent.side == "gemeente", Consent.sha256 == shown)
        voided = session.scalars(own).all() == [True] and state == "verslag ter instemming"
        kept.rollback()
    return voided


@pytest.mark.sqlite_only
def test_a_hundred_changes_of_one_character_void_a_hundred_consents(session: Session) -> None:
    at = _talked(session)
    outcome = [(name, _is_void(session, at, change)) for name, change in changes()]
    for side in ("gemeente", "aanbieder"):
        answer(session, at, side)
    told = {"text": "De datum is 15 december.", "reason": "Er stond een fout in."}
    dialogues.propose_addendum(session, session_id=at.session_id, viewer_provider_id=at.own.id, **told, **THEM)
    outcome += [(name, _is_void(session, at, change)) for name, change in added()]
    assert [name for name, voided in outcome if not voided] == []
    assert len(outcome) == 100
    measured("consents voided by one changed character", sum(voided for _, voided in outcome))


@pytest.mark.sqlite_only
def test_without_a_change_the_consent_stands(session: Session) -> None:
    at = _talked(session)
    answer(session, at, "gemeente")
    with session.begin_nested() as kept:
        assert answer(session, at, "aanbieder") == "vastgesteld"
        kept.rollback()
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        _is_void(session, at, lambda _session, _at: None)  # no change: the old screen is no old screen
