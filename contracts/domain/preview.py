"""What a file would do, before anything of it is kept: every row judged, all of them counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar

FAULTY = "fout"
PREVIEW, TAKEN_OVER, EXPIRED = "voorbeeld", "overgenomen", "vervallen"  # what became of a file


class JudgedLine(Protocol):
    """A row with what it would do."""

    @property
    def state(self) -> str:
        """One of the states of its kind of file; FAULTY: it must be mended first."""

    @property
    def is_good(self) -> bool:
        """Whether taking over does something with it."""


LineT = TypeVar("LineT", bound=JudgedLine)


@dataclass(frozen=True, slots=True)
class JudgedFile(Generic[LineT]):
    """A whole file, judged. `remarks` are about the file: columns that were skipped. `states`: all that a row can be, for a count."""

    states: ClassVar[tuple[str, ...]] = (FAULTY,)

    lines: tuple[LineT, ...]
    remarks: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each state; together they are all rows."""
        counted = Counter(line.state for line in self.lines)
        return {state: counted[state] for state in self.states}

    @property
    def good(self) -> tuple[LineT, ...]:
        """What would be taken over."""
        return tuple(line for line in self.lines if line.is_good)

    @property
    def faulty(self) -> tuple[LineT, ...]:
        """What must be mended first."""
        return tuple(line for line in self.lines if line.state == FAULTY)
