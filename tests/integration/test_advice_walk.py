"""The life of an advice with its points at two tables, walked at random and compared with a small model of the rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select

from contracts.foundation import database
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions import advice_answers, advice_giving, advice_points, dialogues
from kpi.domain.advice import ANSWERED_EVENT, GIVEN_EVENT, OUTCOME_EVENT, WITHDRAWN, WITHDRAWN_EVENT, fold
from kpi.domain.dialogue import AGENDA_STATES
from kpi.queries.advice_of_board import advice_of_board
from kpi.queries.agenda_check import misplaced
from kpi.tables.advice import Advice
from kpi.tables.dialogue import AgendaItem, DialogueSession
from tests.factories.advice import MANAGER, answered, board, given
from tests.factories.dialogue import BY, plan, table
from tests.factories.figures import NOW
from tests.support.databases import Postgresql, Sqlite, engine_for, session_on

CENTRE: dict[str, Any] = {"viewer_provider_id": None, **BY}
TABLES = st.integers(0, 1)


class AdviceLife(RuleBasedStateMachine):
    """What the model knows: what happened, the answers that were given, and the newest outcome."""

    engine: Engine

    @initialize()
    def give(self) -> None:
        self.session = session_on(self.engine)
        database.begin_writing(self.session)
        self.table = table(self.session)
        self.giver, self.reader = board(self.session)
        self.advice = given(self.session, self.giver)
        self.events, self.verdicts, self.outcome = [GIVEN_EVENT], list[str](), ""

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()

    @property
    def state(self) -> str | None:
        return fold(self.events)

    @property
    def version(self) -> int:
        self.session.expire_all()
        return self.session.get_one(Advice, self.advice).version

    def attempt(self, allowed: bool, do: Callable[[], object], *errors: type[Exception]) -> bool:
        """Do it; it must succeed exactly when the model says so, and leave no trace when it does not."""
        if not allowed:
            with pytest.raises(errors), self.session.begin_nested():
                do()
            return False
        do()
        return True

    @rule(verdict=st.sampled_from(["mee eens", "deels mee eens", "niet mee eens"]), is_old=st.booleans())
    def answer(self, verdict: str, is_old: bool) -> None:
        more: dict[str, Any] = {"what": "", "ready_on": None} if verdict == "niet mee eens" else {}
        version = self.version - (1 if is_old else 0)
        allowed = self.state != WITHDRAWN and not is_old
        if self.attempt(allowed, lambda: answered(self.session, self.advice, verdict=verdict, version=version, **more), NotFound, Conflict):
            self.events.append(ANSWERED_EVENT)
            self.verdicts.append(verdict)
            self.outcome = ""

    @rule()
    def tell_outcome(self) -> None:
        allowed = bool(self.verdicts) and self.verdicts[-1] != "niet mee eens"
        told: dict[str, Any] = {"version": self.version, "outcome": "Het werkt nu beter.", "by": MANAGER, "at": NOW}
        if self.attempt(allowed, lambda: advice_answers.tell_outcome(self.session, advice_id=self.advice, **told), Refused, NotFound):
            self.events.append(OUTCOME_EVENT)
            self.outcome = "Het werkt nu beter."

    @rule()
    def withdraw(self) -> None:
        allowed = not self.verdicts
        if self.attempt(allowed, lambda: advice_giving.withdraw(self.session, advice_id=self.advice, by=self.giver, at=NOW), Refused):
            self.events = [GIVEN_EVENT, WITHDRAWN_EVENT]

    @rule(which=TABLES)
    def bring(self, which: int) -> None:
        told: dict[str, Any] = {"words": "Wat doen wij hieraan?", "board_names": (), "by": MANAGER, "at": NOW}
        where = [(self.table.own, self.table.other)[which].id]
        allowed = self.state != WITHDRAWN
        self.attempt(allowed, lambda: advice_points.bring_to_tables(self.session, advice_id=self.advice, provider_ids=where, **told), NotFound)

    @rule(which=TABLES)
    def take_off(self, which: int) -> None:
        where = (self.table.own, self.table.other)[which].id
        told: dict[str, Any] = {"provider_id": where, "by": MANAGER, "at": NOW}
        self.attempt(self.state != WITHDRAWN, lambda: advice_points.take_off_table(self.session, advice_id=self.advice, **told), NotFound)

    def sessions(self, *states: str) -> list[int]:
        d = DialogueSession
        return list(self.session.scalars(select(d.id).where(d.state.in_(states)).order_by(d.id)))

    @precondition(lambda self: len(self.sessions(*AGENDA_STATES)) < 3)
    @rule(which=TABLES)
    def plan(self, which: int) -> None:
        plan(self.session, (self.table.own, self.table.other)[which], "Nog een gesprek")

    @rule(pick=st.randoms(use_true_random=False), step=st.sampled_from(["share", "start", "cancel"]))
    def step(self, pick: Any, step: str) -> None:
        where = self.sessions({"share": "voorbereiding", "start": "gedeeld", "cancel": "voorbereiding"}[step])
        if where:
            told: dict[str, Any] = {"session_id": pick.choice(where), **CENTRE}
            {"share": dialogues.share, "start": dialogues.start, "cancel": _cancel}[step](self.session, **told)

    @rule(pick=st.randoms(use_true_random=False), move=st.sampled_from(["write", "move_on", "remove", "restore"]))
    def touch(self, pick: Any, move: str) -> None:
        i = AgendaItem
        rows = self.session.execute(select(i.id, i.session_id, i.version).where(i.advice_id == self.advice).order_by(i.id)).all()
        if not rows:
            return
        row = pick.choice(rows)
        told: dict[str, Any] = {"item_id": row.id, **CENTRE}
        try:
            with self.session.begin_nested():
                if move == "write":
                    dialogues.write_minutes(self.session, version=row.version, text="Wij zoeken het uit.", **told)
                elif move == "move_on" and row.session_id is not None:
                    dialogues.move_on(self.session, session_id=row.session_id, **told)
                elif move == "remove":
                    dialogues.remove_item(self.session, version=row.version, **told)
                elif move == "restore":
                    dialogues.restore_item(self.session, **told)
        except (Refused, NotFound, Conflict):
            return

    @invariant()
    def the_advice_is_what_happened_to_it(self) -> None:
        if not hasattr(self, "session"):
            return
        self.session.expire_all()
        own = {"organisation_id": self.giver.organisation_id or 0, "person_id": self.giver.person_id or 0}
        found = advice_of_board(self.session, advice_id=self.advice, **own)
        assert found.state == self.state
        assert [one.verdict for one in found.answers] == self.verdicts[::-1]
        assert (found.answers[0].outcome if found.answers else "") == self.outcome

    @invariant()
    def it_stands_at_each_table_once_at_most(self) -> None:
        if not hasattr(self, "session"):
            return
        i = AgendaItem
        many = select(i.provider_id).where(i.advice_id == self.advice, i.is_live).group_by(i.provider_id).having(func.count(i.id) > 1)
        assert self.session.scalars(many).all() == []
        assert misplaced(self.session) == []


def _cancel(session: Any, **told: Any) -> None:
    dialogues.cancel_session(session, reason="De zaal is bezet.", **told)


@pytest.mark.short_on_sqlite
def test_an_advice_at_random(server: Sqlite | Postgresql) -> None:
    with server.fresh() as url:
        engine = engine_for(url)
        machine = type("AdviceLifeHere", (AdviceLife,), {"engine": engine})
        checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
        run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=checks))
        engine.dispose()
