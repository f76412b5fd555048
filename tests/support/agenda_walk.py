"""A walk of random moves at the partnership table: all that moves deviations, and sessions, agreements, lists and contracts besides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.amendments import amend_commitment
from contracts.domain.amending import CommitmentChange
from contracts.foundation.actor import Actor
from contracts.queries.terms import commitment_now
from kpi.actions import deviations, dialogues
from kpi.actions.dialogues.changing import Plan, change_session
from kpi.domain.action_point import fold
from kpi.domain.dialogue import ADVICE, AGENDA_STATES, CONCEPT, FIXED, OFFERED, PARTS, POINT, PREPARING, SETTLED, SHARED, TALKING
from kpi.domain.minutes import MUNICIPALITY, PROVIDER
from kpi.queries.dialogue_planning import planned_session
from kpi.queries.dialogue_record import current_sha256
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaInput, AgendaItem, AgendaNote, DialogueParty, DialogueSession, WritingClaim
from kpi.tables.dialogue_outcome import ActionPoint, ActionPointEvent
from tests.factories import contracts
from tests.factories.reporting import MANAGER, QUARTER, WRITER, World
from tests.support.deviation_walk import TEXT, Walk

OVER = ("vastgesteld", "geannuleerd")
HISTORY, TRIES = 24, 4
TABLES = 5  # sessions that are not over yet, of all tables together


class AgendaWalk(Walk):
    """The same people and figures, on the tables of two aanbieders and the joint one."""

    def __init__(self, session: Session, world: World, seed: int) -> None:
        super().__init__(session, world, seed)
        self.lost: set[str] = set()
        self.quarters = {one: QUARTER.shift(-HISTORY) for one in self.quarters}
        self.commitments = [contracts.commitment(session, provider_id=one, kind="arrangement", years={2026: 100}) for one in self.quarters]
        figures = [self.report, self.want_change, *[self.resubmit] * 2, self.accept, self.correct, self.rebase]
        people = [self.ask, self.explain, self.own, *[self.close] * 2, self.effect, self.correct_state]
        sessions = [*[self.plan] * 4, self.announce, self.share, self.share, *[self.begin] * 2, *[self.cancel] * 2, self.move_date]
        minutes = [self.write, self.write, self.offer_minutes, self.offer_minutes, self.addendum, *[self.consent] * 3]
        agreements = [*[self.agree] * 3, *[self.end] * 2, *[self.follow] * 2, self.confirm, self.remove]
        agenda = [*[self.put_one] * 2, self.put_many, self.prepare, self.prepare, *[self.touch_point] * 2]
        points = [self.add_point, self.add_later, *[self.put_listed] * 3, self.take_off, *[self.move_on] * 3, self.remove_item, self.restore_item]
        self.choices = [*figures, *people, *sessions, *minutes, *agreements, *agenda, *points, self.amend]

    def step(self) -> str:
        """A move that there is something for: one that meets nothing is tried again as another one."""
        name = super().step()
        for _ in range(TRIES):
            if not name.endswith("NotFound"):
                break
            name = super().step()
        return name

    def plan(self) -> None:
        """A session at one of the three tables, sooner or later, sometimes as a concept."""
        waiting = self.session.execute(select(DialogueSession.id).where(DialogueSession.state.not_in(OVER))).all()
        if len(waiting) >= TABLES:
            return self.cancel()
        provider_id = self.dice.choice((*self.quarters, *self.quarters, None))
        moment = self.at + timedelta(days=self.dice.randint(1, 100))
        told: dict[str, Any] = {"as_concept": self.dice.random() < 0.2, "by": MANAGER, "at": self.at}
        dialogues.plan_session(self.session, provider_id=provider_id, title=f"Gesprek {self.at:%H:%M}", planned_at=moment, **told)
        return None

    def talk(self, *states: str) -> dict[str, Any]:
        """A session, mostly in one of these states; without states mostly one that is not over."""
        query = select(DialogueSession.id).order_by(DialogueSession.id)
        stray = self.dice.random() < 0.1
        wanted = DialogueSession.state.in_(states) if states else DialogueSession.state.not_in(OVER)
        return {"session_id": self.one(query if stray else query.where(wanted)).id, "viewer_provider_id": None, "by": MANAGER, "at": self.at}

    def put_one(self) -> None:
        """A deviation on the agenda of a session, mostly with its own aanbieder."""
        talk = self.talk(*AGENDA_STATES)
        table = self.session.get_one(DialogueSession, talk["session_id"]).provider_id
        row = self.one(select(Deviation.id).where(Deviation.provider_id == table, Deviation.state != "afgehandeld").order_by(Deviation.id))
        dialogues.put_on_agenda(self.session, deviation_ids=[row.id], **talk)

    def announce(self) -> None:
        dialogues.announce(self.session, **self.talk(CONCEPT))

    def share(self) -> None:
        dialogues.share(self.session, **self.talk(PREPARING))

    def cancel(self) -> None:
        dialogues.cancel_session(self.session, reason=TEXT, **self.talk(CONCEPT, PREPARING, SHARED))

    def begin(self) -> None:
        dialogues.start(self.session, **self.talk(PREPARING, SHARED))

    def write(self) -> None:
        session_id = self.talk(TALKING, OFFERED)["session_id"]
        row = self.item(AgendaItem.session_id == session_id, AgendaItem.is_removed.is_(False))
        told = {"viewer_provider_id": None, "by": MANAGER, "at": self.at}
        dialogues.write_minutes(self.session, item_id=row.id, version=row.version, text=f"{TEXT} {self.at}", **told)

    def offer_minutes(self) -> None:
        dialogues.offer_minutes(self.session, **self.talk(TALKING))

    def end(self) -> None:
        row = self.one(select(ActionPoint.id, ActionPoint.version).where(ActionPoint.state.in_(("open", "bezig"))).order_by(ActionPoint.id))
        told = {"action_id": row.id, "version": row.version, "viewer_provider_id": None, "by": MANAGER, "at": self.at}
        dialogues.close_action_point(self.session, state=self.dice.choice(("gereed", "gereed", "vervallen")), reason=TEXT, **told)

    def move_date(self) -> None:
        """The planned moment changes, and with it which session comes first."""
        known = planned_session(self.session, session_id=self.talk(CONCEPT, PREPARING, SHARED)["session_id"], viewer_provider_id=None)
        plan = Plan(known.title, self.at + timedelta(days=self.dice.randint(1, 100)), 90, known.place)
        change_session(self.session, session_id=known.session_id, plan=plan, seen=known.seen, by=MANAGER, at=self.at)

    def addendum(self) -> None:
        """Settled minutes get an addendum: what is open stays where it was taken to."""
        dialogues.propose_addendum(self.session, text=TEXT, reason=TEXT, **self.talk(SETTLED))

    def correct_state(self) -> None:
        """People work on a deviation that waits on an agenda: it is owned and settled at once."""
        told = self.deviation()[1]
        page = deviations.give(self.session, owner_id=3, owner_name="Carla Contract", **told)
        deviations.close(self.session, reason=TEXT, **told | {"version": page.line.version})

    def agree(self) -> None:
        begun = self.one(select(DialogueSession.id).where(DialogueSession.state.in_((TALKING, OFFERED))))
        item = self.one(select(AgendaItem.id).where(AgendaItem.session_id == begun.id, AgendaItem.is_removed.is_(False)))
        told = {"viewer_provider_id": None, "by": MANAGER, "at": self.at, "due_on": date(2027, 1, self.dice.randint(1, 28))}
        owner = {"owner_organisation": "De Proef", "owner_name": "Sam"}
        dialogues.make_action_point(self.session, session_id=begun.id, text=TEXT, agenda_item_id=item.id, **owner, **told)

    def confirm(self) -> None:
        """Somebody of another organisation has seen what was reported done."""
        dialogues.confirm_action_point(self.session, **self.agreed("gereed") | {"by": WRITER})

    def agreed(self, *states: str) -> dict[str, Any]:
        """An agreement in one of these states, as its steps take it."""
        a = ActionPoint
        row = self.one(select(a.id, a.version).where(a.state.in_(states)).order_by(a.id))
        return {"action_id": row.id, "version": row.version, "viewer_provider_id": None, "by": MANAGER, "at": self.at}

    def follow(self) -> None:
        """Any other step of an agreement; its state stays the fold of its events."""
        a, day = dialogues, date(2028, 1, 1) + timedelta(days=self.dice.randint(0, 300))
        moves: tuple[Callable[[], None], ...] = (
            lambda: a.begin_action_point(self.session, **self.agreed("open")),
            lambda: a.give_back_action_point(self.session, reason=TEXT, **self.agreed("gereed") | {"by": WRITER}),
            lambda: a.resume_action_point(self.session, reason=TEXT, **self.agreed("vervallen")),
            lambda: a.move_due_date(self.session, due_on=day, reason=TEXT, **self.agreed("open", "bezig")),
        )
        self.dice.choice(moves)()
        told = self.session.execute(select(ActionPointEvent.action_point_id, ActionPointEvent.kind).order_by(ActionPointEvent.id)).all()
        for row in self.session.execute(select(ActionPoint.id, ActionPoint.state)).all():
            assert fold(event.kind for event in told if event.action_point_id == row.id) == row.state

    def item(self, *wanted: Any) -> Any:
        """Any point, mostly a live one."""
        i = AgendaItem
        return self.one(select(i.id, i.session_id, i.version, i.provider_id, i.added_by).where(*wanted).order_by(i.id))

    def who(self, row: Any) -> dict[str, Any]:
        """The centre, the aanbieder of the table, or another one."""
        viewer = self.dice.choice((None, None, row.provider_id, *self.quarters))
        name = MANAGER if viewer is None else Actor(None, "Sam Peters", viewer, f"Aanbieder {viewer}", "")
        return {"viewer_provider_id": viewer, "by": name, "at": self.at}

    def prepare(self) -> None:
        """Somebody prepares a point: a note of one's own, or input."""
        row = self.item(AgendaItem.is_live)
        about = {"item_id": row.id, "organisation_id": self.dice.choice(tuple(self.quarters)), "changed_by": "Sam", "changed_at": self.at}
        made: type[AgendaNote | AgendaInput] = self.dice.choice((AgendaNote, AgendaInput))
        if self.session.scalar(select(made.id).where(made.item_id == row.id, made.organisation_id == about["organisation_id"])) is None:
            self.session.add(made(**about))
            self.session.flush()

    def touch_point(self) -> None:
        """Somebody sits at a point and writes there."""
        row = self.item(AgendaItem.is_live, AgendaItem.session_id.is_not(None))
        here = WritingClaim.session_id == row.session_id, WritingClaim.person_id == 1
        if (claim := self.session.scalar(select(WritingClaim).where(*here))) is None:
            claim = WritingClaim(session_id=row.session_id, item_id=row.id, person_id=1, person_name="Sam", expires_at=self.at)
        claim.item_id = row.id
        self.session.add(claim)
        self.session.flush()

    def add_point(self) -> None:
        talk = self.talk(*AGENDA_STATES)
        dialogues.add_item(self.session, part=self.dice.choice(tuple(PARTS)), title=TEXT, **talk)

    def add_later(self) -> None:
        table = self.dice.choice((*self.quarters, None))
        told = self.who(self.item())
        dialogues.add_later(self.session, provider_id=table, part=self.dice.choice(tuple(PARTS)), title=TEXT, **told)

    def put_listed(self) -> None:
        session_id = self.talk(*AGENDA_STATES)["session_id"]
        table = self.session.get_one(DialogueSession, session_id).provider_id
        elsewhere = (AgendaItem.is_live, AgendaItem.session_id.is_distinct_from(session_id), AgendaItem.kind != FIXED)
        stray = self.dice.random() < 0.1
        row = self.item(*elsewhere) if stray else self.item(*elsewhere, AgendaItem.provider_id.is_not_distinct_from(table))
        dialogues.put_listed(self.session, item_id=row.id, session_id=session_id, **self.who(row))

    def take_off(self) -> None:
        row = self.item(AgendaItem.is_live, AgendaItem.kind.in_((POINT, ADVICE)), AgendaItem.session_id.is_not(None))
        dialogues.take_off(self.session, item_id=row.id, session_id=row.session_id, **self.who(row))

    def move_on(self) -> None:
        row = self.item(AgendaItem.is_live, AgendaItem.session_id.is_not(None), AgendaItem.kind != FIXED)
        dialogues.move_on(self.session, item_id=row.id, session_id=row.session_id, **self.who(row))

    def remove_item(self) -> None:
        row = self.item(AgendaItem.is_live, AgendaItem.kind != FIXED)
        dialogues.remove_item(self.session, item_id=row.id, version=row.version - (self.dice.random() < 0.1), **self.who(row))

    def restore_item(self) -> None:
        row = self.item(AgendaItem.is_removed)
        dialogues.restore_item(self.session, item_id=row.id, **self.who(row))

    def amend(self) -> None:
        """What was agreed is changed: the contract, not what is talked about."""
        number = self.dice.choice(self.commitments)
        found = commitment_now(self.session, commitment_id=number)
        terms = found.terms
        kept = {
            name: getattr(terms, name) for name in ("starts_on", "ends_on", "variant", "product_category", "product_code", "agreed_places", "years")
        }
        change = CommitmentChange(name=f"Arrangement {self.at:%d %H:%M}", **kept)
        starts_on = terms.starts_on
        told = {"effective_on": starts_on, "reason": TEXT, "version": found.version, "by": MANAGER, "at": self.at}
        amend_commitment(self.session, commitment_id=number, change=change, **told)

    def consent(self) -> None:
        """Everybody at the table agrees to what lies before them; with one in five the conversation is taken up again."""
        found = self.one(select(DialogueSession.id, DialogueSession.provider_id).where(DialogueSession.state == OFFERED))
        if self.dice.random() < 0.2:
            return dialogues.reopen(self.session, session_id=found.id, viewer_provider_id=None, by=MANAGER, at=self.at)
        party = select(DialogueParty.organisation_id, DialogueParty.side).where(DialogueParty.session_id == found.id).order_by(DialogueParty.side)
        for row in self.session.execute(party).all():
            shown = current_sha256(self.session, session_id=found.id)
            viewer = row.organisation_id if row.side == PROVIDER else None
            told = {"side": row.side, "verdict": "eens", "sha256": shown, "viewer_provider_id": viewer, "by": MANAGER, "at": self.at}
            dialogues.consent(self.session, session_id=found.id, **told)
        assert MUNICIPALITY != PROVIDER
        assert self.session.scalar(select(DialogueSession.state).where(DialogueSession.id == found.id)) == SETTLED
        return None


def homeless(session: Session) -> set[str]:
    """What is open and does not stand in exactly one place: reckoned row by row, in no way as the portal does it."""
    d = DialogueSession
    sessions = {row.id: (row.state, row.provider_id) for row in session.execute(select(d.id, d.state, d.provider_id))}
    places: dict[tuple[str, int], list[int | None]] = {}
    i = AgendaItem
    for row in session.execute(select(i.deviation_id, i.action_point_id, i.session_id, i.provider_id).where(i.is_live, ~i.is_removed)):
        if row.session_id is not None:
            state, provider_id = sessions[row.session_id]
            if state in (*OVER, "concept") or provider_id != row.provider_id:
                continue
        thing = ("afwijking", row.deviation_id) if row.deviation_id is not None else ("afspraak", row.action_point_id or 0)
        places.setdefault(thing, []).append(row.provider_id)
    owners: dict[tuple[str, int], int | None] = {
        ("afwijking", row.id): row.provider_id for row in session.execute(select(Deviation).where(Deviation.state != "afgehandeld")).scalars()
    }
    unfinished = select(ActionPoint).where(ActionPoint.state.in_(("open", "bezig", "gereed")))
    owners |= {("afspraak", row.id): row.provider_id for row in session.execute(unfinished).scalars()}
    return {f"{what} {number}: {places.get((what, number))}" for (what, number), owner in owners.items() if places.get((what, number)) != [owner]}
