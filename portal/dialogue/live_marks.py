"""How the screen of a conversation says what it shows, and the server what is new: marks, and the question for news as it arrives."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from kpi.queries.dialogue_news import Pulse, Writing

LONGEST = 8000
_PAIR = re.compile(r"([a-z]?)([0-9]{0,9}):([0-9a-z]{1,12})")
ELSEWHERE = "*"  # somebody types or stands somewhere else on the screen: it must not be loaded anew now


def mark_of(*shown: object) -> str:
    """A few signs that are others as soon as what is shown is something else."""
    return f"{zlib.crc32(repr(shown).encode()):x}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for news: the cursor of the last answer, the marks of every part on the screen, and the points that are in use.

    The cursor is "record-claims~held": `held` are the points that were kept back because somebody is in them.
    """

    cursor: str
    has: Mapping[str, str]
    busy: frozenset[str]
    state: str

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """From the address; what cannot be read is as if it were not said."""
        has = {letter + number: mark for letter, number, mark in _PAIR.findall(given.get("heeft", "")[:LONGEST])}
        busy = frozenset(one for one in given.get("in", "")[:LONGEST].split(",") if one == ELSEWHERE or (one.isascii() and one.isdecimal()))
        return cls(given.get("na", "")[:LONGEST], has, busy, given.get("staat", ""))

    @property
    def points(self) -> tuple[int, ...]:
        """The points on the screen, in its order."""
        return tuple(int(name) for name in self.has if name.isdecimal())

    @property
    def writable(self) -> tuple[int, ...]:
        """The points of which the screen has a form."""
        return tuple(number for number in self.points if self.has[str(number)].endswith("w"))

    def knows(self, pulse: Pulse) -> bool:
        """Is everything on the screen already, but for what is still in use there?"""
        return self.cursor.partition("~")[0] == f"{pulse.record}-{pulse.claims}" and self._waits

    def knows_record(self, pulse: Pulse) -> bool:
        """The same of the record alone: who writes where may be others by now."""
        return self.cursor.partition("-")[0] == pulse.record and self._waits

    def cursor_after(self, pulse: Pulse, held: frozenset[str] | None = None) -> str:
        """The cursor of this answer. Without `held`: an answer that told of people only, so what was kept back is still kept back."""
        return f"{pulse.record}-{pulse.claims}~{'.'.join(sorted(self._held if held is None else held))}"

    @property
    def _held(self) -> frozenset[str]:
        return frozenset(self.cursor.partition("~")[2].split(".")) - {""}

    @property
    def _waits(self) -> bool:
        """Is everything that was kept back still in use? A page that must be loaded anew waits for whatever is in use on it."""
        return self._held <= (self.busy | {ELSEWHERE} if self.busy else self.busy)


def who_writes(writing: tuple[Writing, ...]) -> dict[int, str]:
    """At which points somebody else writes now, as a sentence."""
    names: dict[int, list[str]] = {}
    for one in writing:
        names.setdefault(one.item_id, []).append(one.person_name)
    return {item_id: f"{' en '.join(people)} {'schrijft' if len(people) == 1 else 'schrijven'} hier" for item_id, people in names.items()}
