"""Builds the matrix of one year. Everything adds up to the cent, or `difference_cents` tells by how much it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from contracts.domain.budget import AllocationInYear, Cell, CommitmentInYear, LineInYear, Matrix, MatrixColumn, MatrixRow, Totals
from contracts.domain.outlook import Expected
from contracts.foundation.money import split

EMPTY = Cell(0, 0, 0)
_TENTH = Decimal("0.1")

_REALISED, _EXPECTED, _ASSUMED = range(3)  # what is spread over the lines beside the allocations themselves
NO_EXPECTATIONS: Mapping[int, Expected] = {}

_Sums = dict[int, dict[int, int]]  # line id -> commitment id (or what is spread) -> cents


def build_matrix(
    *,
    year: int,
    lines: Sequence[LineInYear],
    commitments: Sequence[CommitmentInYear],
    allocations: Sequence[AllocationInYear],
    expected: Mapping[int, Expected] = NO_EXPECTATIONS,
    last_budget_year: int | None = None,
) -> Matrix:
    """Lines (with their earmarks below them) against commitments, in the order in which they are given.

    `expected` by commitment; of what is not in it the promised amount is expected.

    Raises ValueError when lines are each other's parent or a line pays the same commitment twice.
    """
    order = in_order(lines)
    direct = _direct(allocations)
    columns, beside = _columns(commitments, allocations, expected)
    allocated = _rolled_up(order, {line: {key: each.amount_cents for key, each in cells.items()} for line, cells in direct.items()})
    spread = _rolled_up(order, beside)
    places = {commitment.id: place for place, commitment in enumerate(commitments)}
    rows = tuple(_row(line, depth, places, direct.get(line.id, {}), allocated[line.id], spread[line.id]) for line, depth in order)
    return Matrix(year, rows, columns, _totals(rows, columns), last_budget_year)


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


def _columns(
    commitments: Sequence[CommitmentInYear], allocations: Sequence[AllocationInYear], expected: Mapping[int, Expected]
) -> tuple[tuple[MatrixColumn, ...], _Sums]:
    """The columns, and per line what was realised of it and is expected."""
    of: dict[int, list[AllocationInYear]] = defaultdict(list)
    for each in allocations:
        of[each.commitment_id].append(each)
    beside: _Sums = defaultdict(lambda: dict.fromkeys((_REALISED, _EXPECTED, _ASSUMED), 0))
    columns = []
    for commitment in commitments:
        own, told = of[commitment.id], expected.get(commitment.id)
        paid = [each.amount_cents for each in own]
        allocated = sum(paid)
        rest = commitment.committed_cents - allocated
        *spent, spent_loose = spread_realised(commitment.realised_cents, paid, rest_cents=rest)
        is_forecast = told is not None and told.is_forecast
        cents = commitment.committed_cents if told is None else told.expected_cents
        is_known = is_forecast or cents == commitment.realised_cents  # a year that is over costs what was realised
        *parts, loose = spread_realised(cents, paid, rest_cents=rest)
        for each, part in zip(own, parts, strict=True):
            line = beside[each.line_id]
            line[_EXPECTED] += part
            if not is_known:
                line[_ASSUMED] += part
        if commitment.realised_cents:
            for each, part in zip(own, spent, strict=True):
                beside[each.line_id][_REALISED] += part
        why = "" if is_forecast or told is None else told.why
        columns.append(MatrixColumn(commitment, allocated, rest, spent_loose, cents, loose, is_forecast, why))
    return tuple(columns), beside


def spread_realised(realised_cents: int, allocated: Sequence[int], *, rest_cents: int) -> list[int]:
    """What was realised or is expected, per allocation and (last) without a line, in proportion to the promised money.

    The unallocated rest takes its share: a line is not charged for money that nobody asked it to pay.
    """
    shares = [*allocated, max(rest_cents, 0)]
    if realised_cents == sum(shares):  # the promised amount itself, as most years expect: every part is what was divided
        return shares
    if not realised_cents:
        return [0] * len(shares)
    return split(realised_cents, shares) if sum(shares) else [*(0 for _ in allocated), realised_cents]


def _rolled_up(order: Sequence[tuple[LineInYear, int]], direct: _Sums) -> _Sums:
    """Amounts per line and key with those of the earmarks below it added (children come after their parent in `order`). `direct` is used up."""
    rolled: _Sums = {line.id: direct.get(line.id) or {} for line, _ in order}
    for line, _ in reversed(order):
        if line.parent_id in rolled:
            above = rolled[line.parent_id]
            for key, cents in rolled[line.id].items():
                above[key] = above.get(key, 0) + cents
    return rolled


def _row(
    line: LineInYear,
    depth: int,
    places: Mapping[int, int],
    direct: Mapping[int, AllocationInYear],
    allocated: Mapping[int, int],
    beside: Mapping[int, int],
) -> MatrixRow:
    total = sum(allocated.values())
    return MatrixRow(
        line=line,
        depth=depth,
        cells=_cells(places, direct, allocated),
        allocated_cents=total,
        direct_cents=sum([each.amount_cents for each in direct.values()]),
        realised_cents=beside.get(_REALISED, 0),
        room_cents=None if line.budgeted_cents is None else line.budgeted_cents - total,
        cover_percent=cover(total, line.budgeted_cents),
        expected_cents=beside.get(_EXPECTED, 0),
        assumed_cents=beside.get(_ASSUMED, 0),
    )


def _cells(places: Mapping[int, int], direct: Mapping[int, AllocationInYear], allocated: Mapping[int, int]) -> tuple[Cell, ...]:
    """One cell per column; most are empty, so only those with money are made."""
    cells = [EMPTY] * len(places)
    for key, cents in allocated.items():
        place, typed = places.get(key), direct.get(key)
        if place is not None:
            cells[place] = Cell(cents, 0, 0) if typed is None else Cell(cents, typed[2], typed[3], typed[4])  # by place: the quicker way
    return tuple(cells)


def _totals(rows: Sequence[MatrixRow], columns: Sequence[MatrixColumn]) -> Totals:
    top = [row for row in rows if row.depth == 0]
    budgeted = sum(row.line.budgeted_cents or 0 for row in top)
    allocated = sum(row.allocated_cents for row in top)
    outside = sum(row.allocated_cents for row in top if row.line.budgeted_cents is None)
    room = sum(row.room_cents or 0 for row in top)
    totals = Totals(
        budgeted_cents=budgeted,
        allocated_cents=allocated,
        allocated_without_budget_cents=outside,
        room_cents=room,
        cover_percent=cover(allocated - outside, budgeted),
        committed_cents=sum(column.commitment.committed_cents for column in columns),
        unallocated_cents=sum(column.unallocated_cents for column in columns),
        realised_cents=sum(column.commitment.realised_cents for column in columns),
        realised_without_line_cents=sum(column.realised_without_line_cents for column in columns),
        expected_cents=sum(column.expected_cents for column in columns),
        expected_without_line_cents=sum(column.expected_without_line_cents for column in columns),
        difference_cents=0,
    )
    return replace(totals, difference_cents=sum(map(abs, _gaps(top, totals))))


def _gaps(top: Sequence[MatrixRow], totals: Totals) -> tuple[int, int, int, int]:
    """How far what was counted by line is from what was counted by commitment, and the budget from what stands on it."""
    return (
        totals.allocated_cents + totals.unallocated_cents - totals.committed_cents,
        sum(row.realised_cents for row in top) + totals.realised_without_line_cents - totals.realised_cents,
        sum(row.expected_cents for row in top) + totals.expected_without_line_cents - totals.expected_cents,
        totals.budgeted_cents - totals.room_cents - totals.allocated_cents + totals.allocated_without_budget_cents,
    )
