"""A walk of random moves over deviations: everything that people and the program do to them, in any order, through the real actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions import deviations, dialogues
from kpi.actions.adjustments import save_adjustment
from kpi.actions.findings import recompute_all
from kpi.actions.rebasing import rebase, withdraw_rebase
from kpi.actions.reviews import accept_report, request_change
from kpi.domain import follow_up
from kpi.domain import report as lifecycle
from kpi.domain.minutes import MUNICIPALITY, PROVIDER
from kpi.domain.openings import CELL, Ask
from kpi.queries.dialogue_record import current_sha256
from kpi.queries.dialogue_session import session_whole
from kpi.queries.grid import grid_rows
from kpi.queries.reports import find_report
from kpi.tables.deviation import Deviation, Rebase
from kpi.tables.dialogue import DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.report import Report
from tests.factories.reporting import MANAGER, NOW, QUARTER, SIGNER, WRITER, World, cell, fill, offer, sign, start
from tests.support.world import confirm_everything

TEXT = "Er kwamen te weinig woningen vrij."
QUARTERS, SESSIONS = 8, 6
CHOICES = {"BZ-01": [("31", "31"), ("19", "31"), ("12", "31"), ("4", "31")], "BZ-02": [("0", ""), ("4", ""), ("9", "")]}
CHOICES["MZ-08"] = [("12", ""), ("14", ""), ("90", "")]
CODES = tuple(CHOICES)
TO_CHANGE = (lifecycle.HANDED_IN, lifecycle.IN_REVIEW, lifecycle.HANDED_IN_AGAIN)


class Walk:
    """Somebody who does things at random, on an empty database with two aanbieders. `moves` counts what was tried, by its name and outcome."""

    def __init__(self, session: Session, world: World, seed: int) -> None:
        self.session, self.world, self.dice, self.at = session, world, Random(seed), NOW
        self.moves: dict[str, int] = {}
        self.quarters = {provider: QUARTER.shift(-QUARTERS) for provider in (world.provider_id, world.other_provider_id)}
        people = [self.ask, self.explain, self.explain, self.give_back, self.own, self.close, *[self.effect] * 5]
        table = [self.plan, *[self.put_one] * 3, *[self.put_many] * 3, *[self.begin] * 2, *[self.agree] * 6, *[self.end] * 2, self.remove]
        minutes = [self.write, self.offer_minutes, *[self.consent] * 2]
        figures = [*[self.report] * 2, self.want_change, *[self.resubmit] * 2, self.accept, self.correct, self.rebase, self.withdraw, self.again]
        self.choices: list[Callable[[], Any]] = [*people, *table, *minutes, *figures]

    def step(self) -> str:
        """One move, or the refusal of one: either way nothing half done is left. Its name."""
        move = self.dice.choice(self.choices)
        self.at += timedelta(minutes=1)
        try:
            with self.session.begin_nested():
                move()
        except (Refused, Conflict, NotFound) as refusal:
            name = f"{move.__name__}: {type(refusal).__name__}"
        else:
            name = move.__name__
        self.moves[name] = self.moves.get(name, 0) + 1
        return name

    def one(self, statement: Any) -> Any:
        """One row of several, at random. Raises NotFound when there is none."""
        rows = self.session.execute(statement).all()
        if not rows:
            raise NotFound
        return self.dice.choice(rows)

    def deviation(self) -> tuple[int, dict[str, Any]]:
        """Any deviation, and what an action wants to know of it; one in ten times somebody saw an older version."""
        query = select(Deviation.id, Deviation.provider_id, Deviation.version).order_by(Deviation.id)
        state = self.dice.choice((None, *follow_up.STATES))  # else most moves would meet what is long settled
        row = self.one(query if state is None else query.where(Deviation.state == state))
        stale = self.dice.random() < 0.1
        return row.provider_id, {"deviation_id": row.id, "version": row.version - stale, "by": MANAGER, "at": self.at}

    def ask(self) -> None:
        deviations.ask(self.session, text=TEXT, **self.deviation()[1])

    def explain(self) -> None:
        provider_id, told = self.deviation()
        deviations.explain(self.session, provider_id=provider_id, text=TEXT, **told | {"by": WRITER})

    def give_back(self) -> None:
        deviations.return_explanation(self.session, text=TEXT, **self.deviation()[1])

    def close(self) -> None:
        deviations.close(self.session, reason=TEXT, **self.deviation()[1])

    def effect(self) -> None:
        deviations.see_effect(self.session, effect=TEXT, **self.deviation()[1])

    def own(self) -> None:
        deviations.give(self.session, owner_id=self.dice.choice((3, 4)), owner_name="Carla Contract", **self.deviation()[1])

    def plan(self) -> None:
        provider_id = self.dice.choice(tuple(self.quarters))
        waiting = self.session.execute(select(DialogueSession.id).where(DialogueSession.state != "vastgesteld")).all()
        if len(waiting) >= SESSIONS:
            raise NotFound
        dialogues.plan_session(self.session, provider_id=provider_id, title="Gesprek", planned_at=self.at, by=MANAGER, at=self.at)

    def talk(self) -> dict[str, Any]:
        """Any session, and who goes there."""
        unsettled = self.dice.random() < 0.9
        query = select(DialogueSession.id).order_by(DialogueSession.id)
        found = self.one(query.where(DialogueSession.state != "vastgesteld") if unsettled else query)
        return {"session_id": found.id, "viewer_provider_id": None, "by": MANAGER, "at": self.at}

    def put_one(self) -> None:
        dialogues.put_on_agenda(self.session, deviation_ids=[self.deviation()[1]["deviation_id"]], **self.talk())

    def put_many(self) -> None:
        ids = {self.deviation()[1]["deviation_id"] for _ in range(self.dice.randint(1, 3))}
        session_id = self.talk()["session_id"] if self.dice.random() < 0.3 else None
        dialogues.put_many_on_agendas(self.session, deviation_ids=sorted(ids), session_id=session_id, by=MANAGER, at=self.at)

    def agree(self) -> None:
        begun = self.one(select(DialogueSession.id).where(DialogueSession.state.in_(("in gesprek", "verslag ter instemming"))))
        talk = self.talk() | {"session_id": begun.id}
        items = [item for part in session_whole(self.session, session_id=talk["session_id"], viewer_provider_id=None).parts for item in part.items]
        item = self.dice.choice([item for item in items if item.deviation_id] or items)
        owner = {"owner_organisation": "De Proef", "owner_name": "Sam", "due_on": date(2027, 1, 1)}
        dialogues.make_action_point(self.session, text=TEXT, agenda_item_id=item.item_id, **owner, **talk)

    def agreement(self) -> dict[str, Any]:
        """Any agreement, as it is changed."""
        row = self.one(select(ActionPoint.id, ActionPoint.version).order_by(ActionPoint.id))
        return {"action_id": row.id, "version": row.version, "viewer_provider_id": None, "by": MANAGER, "at": self.at}

    def end(self) -> None:
        dialogues.close_action_point(self.session, state=self.dice.choice(("gereed", "vervallen")), reason=TEXT, **self.agreement())

    def remove(self) -> None:
        dialogues.remove_action_point(self.session, **self.agreement())

    def begin(self) -> None:
        dialogues.start(self.session, **self.talk())

    def write(self) -> None:
        talk = self.talk()
        items = [item for part in session_whole(self.session, session_id=talk["session_id"], viewer_provider_id=None).parts for item in part.items]
        item, told = self.dice.choice(items), {"viewer_provider_id": None, "by": MANAGER, "at": self.at}
        dialogues.write_minutes(self.session, item_id=item.item_id, version=item.version, text=f"{TEXT} {self.at}", **told)

    def offer_minutes(self) -> None:
        dialogues.offer_minutes(self.session, **self.talk())

    def consent(self) -> None:
        """Both sides agree to what lies before them; with one in five the conversation is taken up again."""
        found = self.one(select(DialogueSession.id, DialogueSession.provider_id).where(DialogueSession.state == "verslag ter instemming"))
        if self.dice.random() < 0.2:
            return dialogues.reopen(self.session, session_id=found.id, viewer_provider_id=None, by=MANAGER, at=self.at)
        for side, viewer in ((MUNICIPALITY, None), (PROVIDER, found.provider_id)):
            shown = current_sha256(self.session, session_id=found.id)
            told = {"side": side, "verdict": "eens", "sha256": shown, "viewer_provider_id": viewer, "by": MANAGER, "at": self.at}
            dialogues.consent(self.session, session_id=found.id, **told)
        return None

    def figures(self) -> dict[str, tuple[str, str]]:
        """A whole report's figures."""
        return {code: self.dice.choice(CHOICES[code]) for code in CODES}

    def report(self) -> None:
        """The next quarter of an aanbieder, signed."""
        provider_id = self.dice.choice(tuple(self.quarters))
        quarter = self.quarters[provider_id]
        if quarter > QUARTER:
            raise NotFound
        self.quarters[provider_id] = quarter.shift(1)
        made = start(self.session, self.world, quarter, provider_id=provider_id)
        if provider_id == self.world.provider_id:
            fill(self.session, self.world, made, self.figures(), explanation=TEXT)
        else:
            self.cells(made.id, provider_id, self.figures())
        self.sign(made.id, provider_id)

    def cells(self, report_id: int, provider_id: int, figures: dict[str, tuple[str, str]]) -> None:
        """Type other figures where a report lies open."""
        header = find_report(self.session, report_id=report_id, provider_id=provider_id)
        for row in grid_rows(self.session, report=header):
            if row.code in figures:
                first, second = figures[row.code]
                cell(self.session, header, row.code, first, second, explanation=f"{TEXT} {first}", version=row.version)

    def sign(self, report_id: int, provider_id: int) -> None:
        header = find_report(self.session, report_id=report_id, provider_id=provider_id)
        confirm_everything(self.session, report_id=report_id, provider_id=provider_id, by=WRITER, at=self.at)
        offer(self.session, header)
        sign(self.session, header, at=self.at)

    def signed(self, states: Sequence[str]) -> Any:
        """Any report in one of these states."""
        return self.one(select(Report.id, Report.provider_id, Report.version).where(Report.state.in_(states)).order_by(Report.id))

    def want_change(self) -> None:
        found = self.signed(TO_CHANGE)
        asks = [Ask(CELL, self.dice.choice(CODES), "Klopt dit cijfer wel helemaal?")]
        request_change(self.session, report_id=found.id, version=found.version, asks=asks, by=MANAGER, at=self.at)

    def resubmit(self) -> None:
        found = self.signed([lifecycle.CHANGE_REQUESTED])
        for code in CODES:
            try:
                with self.session.begin_nested():
                    self.cells(found.id, found.provider_id, {code: self.dice.choice(CHOICES[code])})
            except Refused:
                continue  # only what was asked about lies open
        self.sign(found.id, found.provider_id)

    def accept(self) -> None:
        found = self.signed(TO_CHANGE)
        accept_report(self.session, report_id=found.id, version=found.version, by=MANAGER, at=self.at)

    def correct(self) -> None:
        """In the next quarter an earlier figure is corrected, and it is signed."""
        about = self.signed([lifecycle.ACCEPTED])
        quarter = self.quarters[about.provider_id]
        if quarter > QUARTER or about.provider_id != self.world.provider_id:
            raise NotFound
        made = start(self.session, self.world, quarter, provider_id=about.provider_id)
        code = self.dice.choice(CODES)
        first, second = self.dice.choice(CHOICES[code])
        told = {"numerator_text": first, "denominator_text": second, "missing_reason": None, "reason": "Er was dubbel geteld.", "version": 0}
        place = {"report_id": made.id, "provider_id": about.provider_id, "about_report_id": about.id, "indicator_code": code}
        save_adjustment(self.session, by=WRITER, at=self.at, **place, **told)
        fill(self.session, self.world, made, self.figures(), explanation=TEXT)
        self.sign(made.id, about.provider_id)
        self.quarters[about.provider_id] = quarter.shift(1)

    def rebase(self) -> None:
        where = {"provider_id": self.dice.choice(tuple(self.quarters)), "indicator_code": self.dice.choice(CODES)}
        period = QUARTER.shift(-self.dice.randint(0, QUARTERS)).code
        rebase(self.session, period=period, reason=TEXT, by=MANAGER, at=self.at, **where)

    def withdraw(self) -> None:
        found = self.one(select(Rebase.id).order_by(Rebase.id))
        withdraw_rebase(self.session, rebase_id=found.id, reason=TEXT, by=MANAGER, at=self.at)

    def again(self) -> None:
        recompute_all(self.session, by=SIGNER, at=datetime.now(UTC))
