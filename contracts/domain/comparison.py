"""Two stands of one year beside each other: what each line holds and is expected to cost, what each commitment will cost, and which checks differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.domain.budget import Matrix
from contracts.domain.budget_matrix import spread_realised
from contracts.domain.budget_signals import Signal, by_severity, signals
from contracts.domain.checks import earmark_checks
from contracts.domain.outlook import Outlook, outlook
from contracts.domain.what_if import Change, Stand, changed


@dataclass(frozen=True, slots=True)
class Picture:
    """One stand worked out. `expected_cents` by line, its earmarks included."""

    matrix: Matrix
    outlooks: Mapping[int, Outlook]
    expected_cents: Mapping[int, int]
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Amounts:
    """A line's money: what is committed on it, what that leaves (None: it has no budget), and what is expected. In cents."""

    committed_cents: int
    room_cents: int | None
    expected_cents: int


@dataclass(frozen=True, slots=True)
class LineCompared:
    """A line before and after. `depth` 0: it counts in the total."""

    id: int
    name: str
    depth: int
    budgeted_cents: int | None
    before: Amounts
    after: Amounts

    @property
    def differs(self) -> bool:
        """Does anything change?"""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before and after. `touched`: the commitments that a change is about, in the order of the begroting."""

    before: Picture
    after: Picture
    lines: tuple[LineCompared, ...]
    touched: tuple[int, ...]
    appeared: tuple[Signal, ...]
    gone: tuple[Signal, ...]


def compare(stand: Stand, changes: Iterable[Change], *, today: date) -> Comparison:
    """What the changes do. Raises Refused as `changed` does."""
    wanted = tuple(changes)
    before, after = picture(stand, today=today), picture(changed(stand, wanted), today=today)
    about = {each.commitment_id for each in wanted}
    told, tells = {each.sentence for each in before.signals}, {each.sentence for each in after.signals}
    return Comparison(
        before=before,
        after=after,
        lines=_lines(before, after),
        touched=tuple(each.id for each in stand.commitments if each.id in about),
        appeared=tuple(each for each in after.signals if each.sentence not in told),
        gone=tuple(each for each in before.signals if each.sentence not in tells),
    )


def picture(stand: Stand, *, today: date) -> Picture:
    """Work a stand out."""
    matrix = stand.matrix()
    outlooks = {number: outlook(facts, today=today) for number, facts in stand.facts.items()}
    expected = {number: found.expected.expected_cents for number, found in outlooks.items()}
    return Picture(matrix, outlooks, expected_by_line(matrix, expected), by_severity([*signals(matrix), *earmark_checks(matrix)]))


def expected_by_line(matrix: Matrix, expected: Mapping[int, int]) -> dict[int, int]:
    """What each line is expected to pay, in proportion to what it was promised; a commitment that is not in `expected` counts as committed."""
    found = {row.line.id: 0 for row in matrix.rows}
    for place, column in enumerate(matrix.columns):
        own = [(row.line.id, row.cells[place].direct_cents) for row in matrix.rows if row.cells[place].direct_cents]
        cents = expected.get(column.commitment.id, column.commitment.committed_cents)
        *parts, _ = spread_realised(cents, [each for _, each in own], rest_cents=column.unallocated_cents)
        for (line_id, _), part in zip(own, parts, strict=True):
            found[line_id] += part
    for row in reversed(matrix.rows):  # earmarks come after their line
        if row.line.parent_id in found:
            found[row.line.parent_id] += found[row.line.id]
    return found


def _lines(before: Picture, after: Picture) -> tuple[LineCompared, ...]:
    return tuple(
        LineCompared(
            id=was.line.id,
            name=was.line.name,
            depth=was.depth,
            budgeted_cents=was.line.budgeted_cents,
            before=Amounts(was.allocated_cents, was.room_cents, before.expected_cents[was.line.id]),
            after=Amounts(becomes.allocated_cents, becomes.room_cents, after.expected_cents[was.line.id]),
        )
        for was, becomes in zip(before.matrix.rows, after.matrix.rows, strict=True)
    )
