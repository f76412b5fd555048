"""Builds the matrix of one year. Everything adds up to the cent, or `difference_cents` tells by how much it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from contracts.domain.budget import AllocationInYear, Cell, CommitmentInYear, LineInYear, Matrix, MatrixColumn, MatrixRow, Totals
from contracts.foundation.money import split

EMPTY = Cell(0, 0, 0)
_TENTH = Decimal("0.1")

_Amounts = dict[int, dict[int, int]]  # line id -> commitment id -> cents


def build_matrix(
    *,
    year: int,
    last_budget_year: int | None,
    lines: Sequence[LineInYear],
    commitments: Sequence[CommitmentInYear],
    allocations: Sequence[AllocationInYear],
) -> Matrix:
    """Lines (with their earmarks below them) against commitments, in the order in which they are given.

    Raises ValueError when lines are each other's parent or a line pays the same commitment twice.
    """
    order = in_order(lines)
    direct = _direct(allocations)
    columns, realised = _columns(commitments, allocations)
    allocated = _rolled_up(order, {line: {key: each.amount_cents for key, each in cells.items()} for line, cells in direct.items()})
    spent = _rolled_up(order, {line: {0: cents} for line, cents in realised.items()})
    places = {commitment.id: place for place, commitment in enumerate(commitments)}
    rows = tuple(_row(line, depth, places, direct.get(line.id, {}), allocated[line.id], spent[line.id].get(0, 0)) for line, depth in order)
    return Matrix(year, last_budget_year, rows, columns, _totals(rows, columns))


def cover(allocated_cents: int, budgeted_cents: int | None) -> Decimal | None:
    """Allocated as a percentage of the budget, one decimal. None without a budget to divide by."""
    if not budgeted_cents:
        return None
    return (Decimal(allocated_cents) * 100 / budgeted_cents).quantize(_TENTH, ROUND_HALF_UP)


def in_order(lines: Sequence[LineInYear]) -> list[tuple[LineInYear, int]]:
    """Each line with its depth, earmarks below the line that they are part of. Raises ValueError when lines are each other's parent."""
    known = {line.id for line in lines}
    below: dict[int | None, list[LineInYear]] = defaultdict(list)
    for line in lines:
        below[line.parent_id if line.parent_id in known else None].append(line)
    order: list[tuple[LineInYear, int]] = []
    waiting = [(line, 0) for line in reversed(below[None])]
    while waiting:
        line, depth = waiting.pop()
        order.append((line, depth))
        waiting.extend((child, depth + 1) for child in reversed(below[line.id]))
    if len(order) != len(lines):
        raise ValueError("budget lines are each other's parent, or a line is given twice")
    return order


def _direct(allocations: Iterable[AllocationInYear]) -> dict[int, dict[int, AllocationInYear]]:
    cells: dict[int, dict[int, AllocationInYear]] = defaultdict(dict)
    for each in allocations:
        if each.commitment_id in cells[each.line_id]:
            raise ValueError(f"line {each.line_id} pays commitment {each.commitment_id} twice")
        cells[each.line_id][each.commitment_id] = each
    return cells


def _columns(commitments: Sequence[CommitmentInYear], allocations: Sequence[AllocationInYear]) -> tuple[tuple[MatrixColumn, ...], dict[int, int]]:
    of: dict[int, list[AllocationInYear]] = defaultdict(list)
    for each in allocations:
        of[each.commitment_id].append(each)
    realised: dict[int, int] = defaultdict(int)
    columns = []
    for commitment in commitments:
        own = of[commitment.id]
        allocated = sum(each.amount_cents for each in own)
        rest = commitment.committed_cents - allocated
        *parts, without_line = spread_realised(commitment.realised_cents, [each.amount_cents for each in own], rest_cents=rest)
        for each, part in zip(own, parts, strict=True):
            realised[each.line_id] += part
        columns.append(MatrixColumn(commitment, allocated, rest, without_line))
    return tuple(columns), realised


def spread_realised(realised_cents: int, allocated: Sequence[int], *, rest_cents: int) -> list[int]:
    """What was realised, per allocation and (last) without a line, in proportion to the promised money.

    The unallocated rest takes its share: a line is not charged for money that nobody asked it to pay.
    """
    shares = [*allocated, max(rest_cents, 0)]
    return split(realised_cents, shares) if sum(shares) else [*(0 for _ in allocated), realised_cents]


def _rolled_up(order: Sequence[tuple[LineInYear, int]], direct: Mapping[int, Mapping[int, int]]) -> _Amounts:
    """Amounts per line and key with those of the earmarks below it added (children come after their parent in `order`)."""
    rolled: _Amounts = {line.id: dict(direct.get(line.id, {})) for line, _ in order}
    for line, _ in reversed(order):
        if line.parent_id in rolled:
            above = rolled[line.parent_id]
            for key, cents in rolled[line.id].items():
                above[key] = above.get(key, 0) + cents
    return rolled


def _row(
    line: LineInYear, depth: int, places: Mapping[int, int], direct: Mapping[int, AllocationInYear], allocated: Mapping[int, int], realised: int
) -> MatrixRow:
    total = sum(allocated.values())
    return MatrixRow(
        line=line,
        depth=depth,
        cells=_cells(places, direct, allocated),
        allocated_cents=total,
        direct_cents=sum(each.amount_cents for each in direct.values()),
        realised_cents=realised,
        room_cents=None if line.budgeted_cents is None else line.budgeted_cents - total,
        cover_percent=cover(total, line.budgeted_cents),
    )


def _cells(places: Mapping[int, int], direct: Mapping[int, AllocationInYear], allocated: Mapping[int, int]) -> tuple[Cell, ...]:
    """One cell per column; most are empty, so only those with money are made."""
    cells = [EMPTY] * len(places)
    for key, cents in allocated.items():
        typed = direct.get(key)
        if key in places:
            cells[places[key]] = Cell(cents, 0, 0) if typed is None else Cell(cents, typed.amount_cents, typed.version)
    return tuple(cells)


def _totals(rows: Sequence[MatrixRow], columns: Sequence[MatrixColumn]) -> Totals:
    top = [row for row in rows if row.depth == 0]
    budgeted = sum(row.line.budgeted_cents or 0 for row in top)
    allocated = sum(row.allocated_cents for row in top)
    outside = sum(row.allocated_cents for row in top if row.line.budgeted_cents is None)
    room = sum(row.room_cents or 0 for row in top)
    committed = sum(column.commitment.committed_cents for column in columns)
    unallocated = sum(column.unallocated_cents for column in columns)
    realised = sum(column.commitment.realised_cents for column in columns)
    loose = sum(column.realised_without_line_cents for column in columns)
    gaps = (allocated + unallocated - committed, sum(row.realised_cents for row in top) + loose - realised, budgeted - room - allocated + outside)
    return Totals(
        budgeted_cents=budgeted,
        allocated_cents=allocated,
        allocated_without_budget_cents=outside,
        room_cents=room,
        cover_percent=cover(allocated - outside, budgeted),
        committed_cents=committed,
        unallocated_cents=unallocated,
        realised_cents=realised,
        realised_without_line_cents=loose,
        difference_cents=sum(abs(gap) for gap in gaps),
    )
