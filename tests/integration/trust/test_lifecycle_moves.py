"""Every action in every state of a report, on both databases: what may not be is refused and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Refused
from contracts.foundation.journal import JournalEntry
from contracts.foundation.period import Quarter
from kpi.actions.adjustments import remove_adjustment, save_adjustment
from kpi.actions.capacity import CapacityEntry, repeat_capacity, save_capacity
from kpi.actions.cells import save_cell
from kpi.actions.flows import save_flow
from kpi.actions.reports import save_note
from kpi.actions.reviews import accept_report, begin_review, request_change
from kpi.actions.settling import settle_report
from kpi.actions.signing import sign_and_submit
from kpi.actions.submission import offer_for_signature, send_back
from kpi.domain import report as life
from kpi.domain.openings import SECTION, Ask
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.report import ReportEvent
from tests.factories.reporting import MANAGER, NOW, SIGNER, WRITER, World, add_world, cell, fill, offer, sign, start
from tests.support.figures import measured

FIRST = Quarter(2022, 2)
FILLING_IN = {"cell", "capacity", "repeat capacity", "flow", "note", "correct", "remove correction"}
MAY: dict[str, set[str]] = {  # written by hand from the papers (screens §2a, S002 §3.1), never read from the code
    life.NOT_STARTED: FILLING_IN,
    life.BUSY: FILLING_IN | {"offer"},
    life.AWAITING_SIGNATURE: {"send back", "sign"},
    life.HANDED_IN: {"begin review", "ask change", "accept"},
    life.IN_REVIEW: {"ask change", "accept"},
    life.CHANGE_REQUESTED: FILLING_IN | {"offer"},
    life.HANDED_IN_AGAIN: {"begin review", "ask change", "accept"},
    life.ACCEPTED: {"settle"},
    life.FROZEN: set(),
}


@dataclass(frozen=True, slots=True)
class Stand:
    """One report in one state, with the accepted quarter before it."""

    session: Session
    world: World
    report_id: int
    before_id: int

    @property
    def now(self) -> ReportHeader:
        """The report as it is."""
        return find_report(self.session, report_id=self.report_id, provider_id=None)

    @property
    def own(self) -> dict[str, Any]:
        """What every save of the aanbieder names."""
        return {"report_id": self.report_id, "provider_id": self.world.provider_id, "by": WRITER, "at": NOW}

    @property
    def reviewed(self) -> dict[str, Any]:
        """What every answer of the contractmanager names."""
        return {"report_id": self.report_id, "version": self.now.version, "by": MANAGER, "at": NOW}

    @property
    def correction(self) -> dict[str, Any]:
        """A correction of the quarter before."""
        return {"about_report_id": self.before_id, "indicator_code": "MZ-08", "version": 0, **self.own}


def _cell(one: Stand) -> None:
    version = 1 if one.now.state != life.NOT_STARTED else 0
    save_cell(
        one.session, indicator_code="MZ-08", version=version, numerator_text="13", denominator_text="", missing_reason=None, explanation="", **one.own
    )


def _capacity(one: Stand) -> None:
    version = 1 if one.now.state != life.NOT_STARTED else 0
    save_capacity(one.session, entries=[CapacityEntry(one.world.location_id, "7", "2", "1", "3", version)], **one.own)


def _flow(one: Stand) -> None:
    version = 1 if one.now.state != life.NOT_STARTED else 0
    counts = {"at_begin": "8", "inflow": "3", "through_in": "0", "through_out": "0", "outflow": "2", "at_end": "9"}
    save_flow(one.session, care_form_code="opvang", version=version, **counts, **one.own)


def _correct(one: Stand) -> None:
    figures = {"numerator_text": "11", "denominator_text": "", "missing_reason": None, "reason": "Een persoon was dubbel geteld."}
    save_adjustment(one.session, **figures, **one.correction)


def _ask(one: Stand) -> None:
    request_change(one.session, asks=ASKS, **one.reviewed)


ASKS = [Ask(SECTION, scope, "Kijk dit onderdeel nog eens na.") for scope in ("maatzorg", "capaciteit", "stromen", "toelichting", "correcties")]
ACTIONS: dict[str, Callable[[Stand], object]] = {
    "cell": _cell,
    "capacity": _capacity,
    "repeat capacity": lambda one: repeat_capacity(one.session, **one.own),
    "flow": _flow,
    "note": lambda one: save_note(one.session, version=one.now.version, note="Een rustig kwartaal.", **one.own),
    "correct": _correct,
    "remove correction": lambda one: remove_adjustment(one.session, **one.correction),
    "offer": lambda one: offer_for_signature(one.session, version=one.now.version, **one.own),
    "send back": lambda one: send_back(one.session, version=one.now.version, note="Kijk dit nog eens na.", **{**one.own, "by": SIGNER}),
    "sign": lambda one: sign_and_submit(one.session, version=one.now.version, **{**one.own, "by": SIGNER}),
    "begin review": lambda one: begin_review(one.session, **one.reviewed),
    "ask change": _ask,
    "accept": lambda one: accept_report(one.session, **one.reviewed),
    "settle": lambda one: settle_report(one.session, **one.reviewed),
}
ROADS: dict[str, list[str]] = {  # how each state is reached, by the real actions
    life.NOT_STARTED: [],
    life.BUSY: ["fill"],
    life.AWAITING_SIGNATURE: ["fill", "offer"],
    life.HANDED_IN: ["fill", "offer", "sign"],
    life.IN_REVIEW: ["fill", "offer", "sign", "begin review"],
    life.CHANGE_REQUESTED: ["fill", "offer", "sign", "ask change"],
    life.HANDED_IN_AGAIN: ["fill", "offer", "sign", "ask change", "offer", "sign"],
    life.ACCEPTED: ["fill", "offer", "sign", "accept"],
    life.FROZEN: ["fill", "offer", "sign", "accept", "settle"],
}


def reach(session: Session, world: World, state: str, quarter: Quarter) -> Stand:
    """A report in this state; the quarter before it is accepted, so that it can be repeated and corrected."""
    before = start(session, world, quarter.previous)
    fill(session, world, before)
    offer(session, before)
    sign(session, before)
    stand = Stand(session, world, start(session, world, quarter).id, before.id)
    accept_report(session, report_id=before.id, version=find_report(session, report_id=before.id, provider_id=None).version, by=MANAGER, at=NOW)
    for step in ROADS[state]:
        if step == "fill":
            fill(session, world, stand.now)
        else:
            ACTIONS[step](stand)
    assert stand.now.state == state
    return stand


def _traces(session: Session, one: Stand) -> tuple[Any, ...]:
    """What an action that did anything would leave behind."""
    events = session.scalar(select(func.count()).select_from(ReportEvent).where(ReportEvent.report_id == one.report_id))
    return (one.now, events, session.scalar(select(func.count()).select_from(JournalEntry)))


def _happens(session: Session, one: Stand, action: Callable[[Stand], object]) -> bool:
    """Try it, see whether it was let through, and undo it. A refusal must have left nothing before it is undone."""
    before, point = _traces(session, one), session.begin_nested()
    try:
        action(one)
    except Refused as refused:
        assert refused.reason.endswith(".")
        assert _traces(session, one) == before
        return False
    finally:
        point.rollback()
        session.expire_all()
    return True


def test_every_action_in_every_state(session: Session) -> None:
    world = add_world(session)
    stands = {state: reach(session, world, state, FIRST.shift(2 * number)) for number, state in enumerate(life.STATES)}
    tried, wrong, illegal_let_through = 0, [], 0
    for state, one in stands.items():
        for name, action in ACTIONS.items():
            should, did = name in MAY[state], _happens(session, one, action)
            tried += not should
            illegal_let_through += did and not should
            if did != should:
                wrong.append(f"{name} while {state}: {'let through' if did else 'refused'}")
    measured("illegal lifecycle moves tried", tried)
    measured("illegal lifecycle moves accepted", illegal_let_through)
    assert wrong == []
    assert tried == len(life.STATES) * len(ACTIONS) - sum(map(len, MAY.values()))


@pytest.mark.parametrize(
    ("asked", "opens"), [("maatzorg", {"cell"}), ("capaciteit", {"capacity"}), ("stromen", {"flow"}), ("correcties", {"correct"})]
)
def test_a_change_opens_what_it_names_and_nothing_else(session: Session, asked: str, opens: set[str]) -> None:
    world = add_world(session)
    one = reach(session, world, life.HANDED_IN, FIRST.shift(1))
    request_change(session, asks=[Ask(SECTION, asked, "Kijk dit onderdeel nog eens na.")], **one.reviewed)
    did = {name for name in ("cell", "capacity", "flow", "note", "correct") if _happens(session, one, ACTIONS[name])}
    assert did == opens
    with pytest.raises(Refused, match="De gemeente heeft hier geen wijziging gevraagd"):
        cell(session, one.now, "BZ-01", "30", "31", version=1, explanation="Een kamer was dicht.")
