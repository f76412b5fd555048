"""Two to four people at one point of the agenda, in any order of reading, writing with what they saw, merging, taking off, putting back."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, Refused
from kpi.actions import dialogues
from kpi.domain.dialogue import POINT
from kpi.tables.dialogue import AgendaItem
from tests.factories.figures import NOW

MOVES = ("look", "write", "write", "write", "twice", "merge", "take off", "put back", "offer", "reopen")


@dataclass
class Writer:
    """One person: which version and which texts they have had before their eyes, and what they want to write."""

    by: Actor
    viewer: int | None
    version: int = 1
    seen: set[str] = field(default_factory=lambda: {""})
    wants: str = ""
    last: tuple[int, str] | None = None


@dataclass
class Race:
    """One point and its writers. `silent` are texts that were replaced by somebody who never saw them; `acknowledged` counts what was kept."""

    session: Session
    session_id: int
    item_id: int
    writers: list[Writer]
    dice: random.Random
    stands: str = ""
    acknowledged: int = 0
    lost_races: int = 0
    silent: list[tuple[str, str]] = field(default_factory=list)
    steps: list[tuple[int, str]] = field(default_factory=list)
    number: int = 0

    def run(self, length: int) -> None:
        """So many steps, each by anybody. Afterwards the database holds what the last acknowledged writer left."""
        for _ in range(length):
            who, move = self.dice.randrange(len(self.writers)), self.dice.choice(MOVES)
            self.steps.append((who, move))
            self.number += 1
            try:
                self._move(self.writers[who], move)
            except Refused:
                continue  # not at this moment: the minutes lie before the parties, or are taken back already
        if self._now()[1] != self.stands:
            self.silent.append((self.stands, self._now()[1]))

    def _move(self, writer: Writer, move: str) -> None:
        if move == "look":
            self._look(writer)
        elif move == "write":
            writer.wants = f"Regel {self.number} van {writer.by.name}"
            self._write(writer, writer.version, writer.wants)
        elif move == "twice" and writer.last is not None:
            self._write(writer, *writer.last)  # nobody answered, so the page sends the same again
        elif move == "merge":
            self._write(writer, writer.version, "\n".join([*sorted(writer.seen - {""})[-2:], writer.wants]).strip())
        elif move == "take off":
            i = AgendaItem
            self.session.execute(update(i).where(i.id == self.item_id, i.is_removed.is_(False)).values(is_removed=True, version=i.version + 1))
        elif move == "put back":
            self._write(writer, writer.version, writer.wants, back=True)
        elif move in {"offer", "reopen"}:
            step = dialogues.offer_minutes if move == "offer" else dialogues.reopen
            step(self.session, session_id=self.session_id, viewer_provider_id=None, by=self.writers[0].by, at=NOW)

    def _look(self, writer: Writer) -> None:
        writer.version, text = self._now()
        writer.seen.add(text)

    def _write(self, writer: Writer, version: int, text: str, *, back: bool = False) -> None:
        writer.last = (version, text)
        told = {"viewer_provider_id": writer.viewer, "by": writer.by, "at": NOW, "session_id": self.session_id, "item_id": self.item_id}
        keep = dialogues.put_back if back else dialogues.write_minutes
        try:
            made = keep(self.session, version=version, text=text, **told)
        except Conflict as conflict:
            self.lost_races += 1
            assert conflict.mine[0][1] == text, "the answer gives back what was typed"
            writer.seen.add(conflict.theirs[0][1])
            if self.dice.random() < 0.7:  # both texts are in sight; some let it rest and come back with what they saw before
                writer.version = conflict.version
            return
        if text != self.stands:
            if self.stands not in writer.seen:
                self.silent.append((self.stands, text))
            self.stands = text
            self.acknowledged += 1
        writer.version = made
        writer.seen.add(text)

    def _now(self) -> tuple[int, str]:
        row = self.session.execute(select(AgendaItem.version, AgendaItem.minutes).where(AgendaItem.id == self.item_id)).one()
        return int(row.version), str(row.minutes)


def fresh_item(session: Session, session_id: int, provider_id: int, number: int) -> int:
    """One more point on the agenda."""
    item = AgendaItem(session_id=session_id, provider_id=provider_id, kind=POINT, part="dialoog", position=5000 + number, title=f"Punt {number}")
    session.add(item)
    session.flush()
    return item.id
