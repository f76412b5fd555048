"""The room to spend of aanbieders on both databases: recorded once, followed in order, and as many questions whatever the rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.actions.spending_room import record_step, set_room
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.queries.room_clocks import OpenClock, open_clocks
from contracts.tables.realisation import SpendingRoom
from kpi.queries.rooms import Room, rooms_of
from tests.factories import contracts as make
from tests.support.queries import counted

AT, TODAY = datetime(2026, 11, 22, 9, tzinfo=UTC), date(2026, 11, 22)
BY = make.actor()
DECIDED = "De ruimte gaat met vijf procent omhoog."


def _provider(session: Session, *, committed: int = 1_000_00, realised: int = 700_00, kind: str = "arrangement") -> int:
    provider = make.organisation(session)
    frame = make.agreement(session, provider_id=provider)
    make.commitment(session, provider_id=provider, kind=kind, agreement_id=frame, years={2026: (committed, realised)})
    return provider


def _set(session: Session, provider: int, amount: str = "1.000", **told: Any) -> int:
    return set_room(
        session, **({"provider_id": provider, "year": 2026, "amount_text": amount, "reason": "", "version": 0, "by": BY, "at": AT} | told)
    )


def _step(session: Session, provider: int, step: str, on: date | None, version: int, **told: Any) -> None:
    record_step(session, provider_id=provider, year=2026, step=step, on=on, version=version, **({"by": BY, "at": AT} | told))


def _room(session: Session, provider: int, *, percent: int = 70) -> Room:
    (found,) = rooms_of(session, year=2026, today=TODAY, percent=percent, provider_id=provider)
    return found


@pytest.mark.parametrize(("amount", "reached"), [("1.000", True), ("1.000,01", False)])
def test_exactly_the_share_is_a_signal_and_a_cent_more_room_is_none(session: Session, amount: str, reached: bool) -> None:
    provider = _provider(session)
    _set(session, provider, amount)
    found = _room(session, provider)
    assert found.signal is not None and (found.used_cents, found.expected_cents, found.signal.reached) == (700_00, 1_000_00, reached)


def test_subsidies_do_not_use_the_room_and_a_region_may_switch_the_signal_off(session: Session) -> None:
    bought, granted = _provider(session), _provider(session, kind="subsidie")
    _set(session, bought, "1")
    assert _room(session, bought, percent=0).signal is None
    assert [room.provider_id for room in rooms_of(session, year=2026, today=TODAY)] == [bought]
    assert (_room(session, granted).used_cents, _room(session, granted).room_cents) == (0, None)


def test_a_room_is_changed_with_a_reason_in_the_version_that_was_seen(session: Session) -> None:
    provider = _provider(session)
    _set(session, provider)
    with pytest.raises(Refused, match="reden"):
        _set(session, provider, "2.000", version=1)
    with pytest.raises(Conflict) as lost:
        _set(session, provider, "3.000", reason="Meer cliënten dan gedacht.", version=0)
    assert (lost.value.mine, lost.value.theirs) == ([("Ruimte", "€ 3.000,00")], [("Ruimte", "€ 1.000,00")])
    _set(session, provider, "2.000", reason="Meer cliënten dan gedacht.", version=1)
    session.expire_all()
    assert (_room(session, provider).room_cents, _room(session, provider).version) == (2_000_00, 2)
    assert session.scalar(select(func.count()).where(JournalEntry.action == "bestedingsruimte vastgelegd")) == 2


@pytest.mark.parametrize("amount", ["1,234", "-5", "veel", "", "9" * 41])
def test_what_is_no_amount_is_refused(session: Session, amount: str) -> None:
    with pytest.raises(Refused) as refused:
        _set(session, _provider(session), amount)
    assert refused.value.field == "amount" and session.scalar(select(func.count()).select_from(SpendingRoom)) == 0


def test_only_an_aanbieder_has_a_room(session: Session) -> None:
    with pytest.raises(NotFound):
        _set(session, make.organisation(session, kind="regiogemeente"))
    with pytest.raises(NotFound):
        _step(session, _provider(session), "melden", TODAY, 1)
    with pytest.raises(Refused, match="jaar"):
        _set(session, _provider(session), year=20262)


def test_notice_talk_and_decision_follow_each_other_and_the_clocks_with_them(session: Session) -> None:
    provider = _provider(session)
    _set(session, provider)
    with pytest.raises(Refused, match="Eerst komt de schriftelijke melding"):
        _step(session, provider, "gesprek", TODAY, 1)
    _step(session, provider, "melden", date(2026, 11, 2), 1)
    session.expire_all()
    signal = _room(session, provider).signal
    assert signal is not None and (signal.step.code, signal.step.due_on, signal.step.is_overdue(TODAY)) == ("gesprek", date(2026, 11, 16), True)
    _step(session, provider, "gesprek", date(2026, 11, 12), 2)
    with pytest.raises(Refused, match="Schrijf op wat het besluit is"):
        _step(session, provider, "besluit", TODAY, 3)
    with pytest.raises(Refused, match="Eerst komt"):
        _step(session, provider, "besluit", date(2026, 11, 11), 3, decision=DECIDED)
    _step(session, provider, "besluit", TODAY, 3, decision=DECIDED)
    session.expire_all()
    found = _room(session, provider)
    assert found.signal is not None and (found.signal.step.code, found.decision, found.version) == ("", DECIDED, 4)


@pytest.mark.parametrize(
    ("step", "on", "sentence"),
    [("niets", TODAY, "Kies wat er is gedaan."), ("melden", None, "Vul een datum in"), ("melden", date(2026, 11, 23), "ligt in de toekomst")],
)
def test_a_step_that_cannot_be_is_refused(session: Session, step: str, on: date | None, sentence: str) -> None:
    provider = _provider(session)
    _set(session, provider)
    with pytest.raises(Refused, match=sentence):
        _step(session, provider, step, on, 1)


def test_a_step_in_an_old_version_shows_what_stands_there(session: Session) -> None:
    provider = _provider(session)
    _set(session, provider)
    _step(session, provider, "aankondigen", date(2026, 6, 1), 1)
    session.expire_all()
    with pytest.raises(Conflict) as lost:
        _step(session, provider, "melden", TODAY, 1)
    assert lost.value.theirs == [("Ruimte", "€ 1.000,00"), ("Aangekondigd", "1 juni 2026")]


def test_five_queries_at_1_and_at_20_aanbieders(session: Session) -> None:
    counts = []
    for extra in (1, 19):
        for _ in range(extra):
            _set(session, _provider(session))
        with counted(session) as sent:
            found = rooms_of(session, year=2026, today=TODAY)
        counts.append((len(sent), len(found)))
    assert counts == [(5, 1), (5, 20)]


def test_a_clock_runs_from_the_notice_until_the_decision(session: Session) -> None:
    provider = _provider(session)
    _set(session, provider)
    assert open_clocks(session) == []
    _step(session, provider, "melden", date(2026, 11, 2), 1)
    (found,) = open_clocks(session)
    assert found == OpenClock(provider, found.provider_name, 2026, "gesprek", date(2026, 11, 16))
    session.expire_all()
    _step(session, provider, "gesprek", date(2026, 11, 9), 2)
    assert [(each.step, each.due_on) for each in open_clocks(session)] == [("besluit", date(2026, 11, 23))]
    session.expire_all()
    _step(session, provider, "besluit", date(2026, 11, 10), 3, decision=DECIDED)
    assert open_clocks(session) == []
