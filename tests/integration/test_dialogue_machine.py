"""The life of a dialogue session, walked at random on both databases and compared with a small model of the rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, select

from contracts.foundation import database
from contracts.foundation.errors import Conflict, Refused
from kpi.actions import dialogues
from kpi.domain.dialogue import fold
from kpi.queries.dialogue_record import current_sha256
from kpi.queries.dialogue_session import SessionWhole, session_whole
from kpi.tables.dialogue import DialogueEvent
from tests.factories.dialogue import MUNICIPALITY, PROVIDER, action_point, table
from tests.factories.figures import NOW
from tests.support.databases import Postgresql, Sqlite, engine_for, session_on

SIDES = st.sampled_from(["gemeente", "aanbieder"])
Answers = dict[str, tuple[str, str]]


class Dialogue(RuleBasedStateMachine):
    """What the model knows: the state, the minutes of one item, the number of agreements, and which answers stand."""

    engine: Engine

    @initialize()
    def plan(self) -> None:
        self.session = session_on(self.engine)
        database.begin_writing(self.session)
        self.table = table(self.session)
        self.state, self.text, self.points, self.hashes = "voorbereiding", "", list[int](), list[str]()
        self.answers: Answers = {}
        self.item = self.seen().parts[0].items[0].item_id

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()  # nothing was committed: the next life begins on an empty database again

    def seen(self) -> SessionWhole:
        return session_whole(self.session, session_id=self.table.session_id, viewer_provider_id=None)

    def attempt(self, allowed: bool, do: Callable[[], object], error: type[Exception] = Refused) -> None:
        """Do it; it must succeed exactly when the model says so, and leave no trace when it does not."""
        if allowed:
            do()
            return
        with pytest.raises(error), self.session.begin_nested():
            do()

    def step(self, name: str, allowed: bool, after: str) -> None:
        action = {"start": dialogues.start, "offer": dialogues.offer_minutes, "reopen": dialogues.reopen}[name]
        self.attempt(allowed, lambda: action(self.session, session_id=self.table.session_id, viewer_provider_id=None, by=MUNICIPALITY, at=NOW))
        self.state = after if allowed else self.state

    @rule()
    def start(self) -> None:
        self.step("start", self.state == "voorbereiding", "in gesprek")

    @rule()
    def offer(self) -> None:
        self.step("offer", self.state == "in gesprek" and self.text != "", "verslag ter instemming")

    @rule()
    def reopen(self) -> None:
        allowed = self.state == "verslag ter instemming"
        self.step("reopen", allowed, "in gesprek")
        self.answers = {} if allowed else self.answers

    @rule(text=st.sampled_from(["", "Eerste tekst", "Tweede tekst"]), stale=st.booleans())
    def write(self, text: str, stale: bool) -> None:
        item = self.seen().parts[0].items[0]
        version = item.version - 1 if stale else item.version
        is_open, changes = self.state in ("in gesprek", "verslag ter instemming"), text != self.text

        def do() -> None:
            dialogues.write_minutes(
                self.session, item_id=self.item, version=version, text=text, viewer_provider_id=self.table.own.id, by=PROVIDER, at=NOW
            )

        self.attempt(is_open and not (stale and changes), do, Conflict if is_open else Refused)
        if is_open and changes and not stale:
            self.text, self.answers = text, {}

    @rule()
    def agree_on_action(self) -> None:
        allowed = self.state in ("in gesprek", "verslag ter instemming")
        self.attempt(allowed, lambda: self.points.append(action_point(self.session, self.table.session_id)))
        self.answers = {} if allowed else self.answers

    @rule()
    def remove_action(self) -> None:
        if self.points:
            allowed = self.state in ("in gesprek", "verslag ter instemming")
            self.attempt(
                allowed,
                lambda: dialogues.remove_action_point(
                    self.session, action_id=self.points[-1], version=1, viewer_provider_id=None, by=MUNICIPALITY, at=NOW
                ),
            )
            if allowed:
                self.points.pop()
                self.answers = {}

    @rule(side=SIDES, agrees=st.booleans(), stale=st.booleans())
    def consent(self, side: str, agrees: bool, stale: bool) -> None:
        current = current_sha256(self.session, session_id=self.table.session_id)
        older = [known for known in self.hashes if known != current]
        shown = older[-1] if stale and older else current
        is_open = self.state == "verslag ter instemming"
        viewer, by = (None, MUNICIPALITY) if side == "gemeente" else (self.table.own.id, PROVIDER)

        def do() -> None:
            dialogues.consent(
                self.session,
                session_id=self.table.session_id,
                side=side,
                verdict="eens" if agrees else "niet eens",
                reason="" if agrees else "Er ontbreekt een punt.",
                sha256=shown,
                viewer_provider_id=viewer,
                by=by,
                at=NOW,
            )

        self.attempt(is_open and shown == current, do, Conflict if is_open else Refused)
        self.hashes.append(current)
        if is_open and shown == current:
            self.answers[side] = ("eens" if agrees else "niet eens", current)
            if [verdict for verdict, _ in self.answers.values()] == ["eens", "eens"]:
                self.state = "vastgesteld"

    @invariant()
    def the_stored_state_is_the_fold_of_the_events_and_the_model_agrees(self) -> None:
        kinds = self.session.scalars(select(DialogueEvent.kind).order_by(DialogueEvent.id))
        seen = self.seen()
        assert seen.state == fold(kinds) == self.state
        assert {c.side: (c.verdict, c.sha256) for c in seen.consents if c.counts} == self.answers
        assert len([c for c in seen.consents if c.counts]) == len(self.answers)
        assert (seen.parts[0].items[0].minutes, len(seen.actions)) == (self.text, len(self.points))


@pytest.mark.short_on_sqlite
def test_the_life_of_a_session_follows_the_rules(server: Sqlite | Postgresql) -> None:
    patience = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    with server.fresh() as url:
        engine = engine_for(url)
        run_state_machine_as_test(type("DialogueOnServer", (Dialogue,), {"engine": engine}), settings=patience)
        engine.dispose()
