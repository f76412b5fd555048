"""What in the matrix asks for attention, in a sentence that a subsidiebeheerder can act on (screens paper §2d, requirement R10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from contracts.domain.budget import Matrix, MatrixColumn, MatrixRow
from contracts.foundation.money import format_euros


class Severity(StrEnum):
    """How much it matters: an alarm breaks the begroting, a warning is unfinished work, a notice is good to know."""

    ALARM = "alarm"
    WARNING = "waarschuwing"
    NOTICE = "melding"


class Code(StrEnum):
    """Which check found it: those of lines and divisions look at one year's matrix (`signals`), the others at what was agreed (`checks.py`)."""

    LINE_OVERCOMMITTED = "line_overcommitted"
    LINE_WITHOUT_BUDGET = "line_without_budget"
    COMMITMENT_WITHOUT_LINE = "commitment_without_line"
    ALLOCATIONS_DIFFER = "allocations_differ"
    EARMARKS_EXCEED_LINE = "earmarks_exceed_line"
    LINE_WITHOUT_COMMITMENT = "line_without_commitment"
    RUNS_PAST_BUDGET = "runs_past_budget"
    EARMARK_EXCEEDED = "earmark_exceeded"
    EARMARK_USED_ELSEWHERE = "earmark_used_elsewhere"
    EXPECTED_ABOVE_LINE = "expected_above_line"
    SHARES_NOT_WHOLE = "shares_not_whole"
    COMMITMENT_WITHOUT_KPI = "commitment_without_kpi"
    KPI_WITHOUT_COMMITMENT = "kpi_without_commitment"
    TOO_MANY_STEERING_KPIS = "too_many_steering_kpis"
    TARIFF_GAP = "tariff_gap"
    TARIFF_OVERLAP = "tariff_overlap"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing to look at. The subject is a budget line ("line") or a commitment ("commitment") by its id, or a KPI ("kpi") by its code; named."""

    code: Code
    severity: Severity
    subject_kind: str
    subject_id: int
    subject: str
    sentence: str
    subject_code: str = ""


_RANK = {Severity.ALARM: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


def signals(matrix: Matrix) -> tuple[Signal, ...]:
    """All signals of a year: alarms first, and within a severity in the order of rows and columns."""
    earmarked = _earmarked(matrix)
    found = [signal for row in matrix.rows for signal in _of_line(row, matrix.year, earmarked.get(row.line.id, 0))]
    found += [signal for column in matrix.columns for signal in _of_commitment(column, matrix.year)]
    return by_severity(found)


def by_severity(found: Iterable[Signal]) -> tuple[Signal, ...]:
    """Alarms first, then warnings, then notices; within a severity in the order in which they were found."""
    return tuple(sorted(found, key=lambda signal: _RANK[signal.severity]))


def _earmarked(matrix: Matrix) -> dict[int, int]:
    sums: dict[int, int] = {}
    for row in matrix.rows:
        if row.line.parent_id is not None and row.line.budgeted_cents is not None:
            sums[row.line.parent_id] = sums.get(row.line.parent_id, 0) + row.line.budgeted_cents
    return sums


def _of_line(row: MatrixRow, year: int, earmarked_cents: int) -> Iterator[Signal]:
    line, budgeted = row.line, row.line.budgeted_cents

    def told(code: Code, severity: Severity, sentence: str) -> Signal:
        return Signal(code, severity, "line", line.id, line.name, sentence)

    if budgeted is None:
        if row.direct_cents:
            amount = format_euros(row.direct_cents)
            yield told(Code.LINE_WITHOUT_BUDGET, Severity.ALARM, f"Op {line.name} is {amount} vastgelegd, maar er is in {year} geen budget.")
        return
    if row.allocated_cents > budgeted and line.parent_id is not None:
        paid, amount = format_euros(row.allocated_cents), format_euros(row.allocated_cents - budgeted)
        over = f"Oormerk {line.name}: in {year} is {paid} vastgelegd. Dat is {amount} meer dan ervoor is bestemd."
        yield told(Code.EARMARK_EXCEEDED, Severity.ALARM, over)
    elif row.allocated_cents > budgeted:
        amount = format_euros(row.allocated_cents - budgeted)
        yield told(Code.LINE_OVERCOMMITTED, Severity.ALARM, f"Op {line.name} is in {year} {amount} meer vastgelegd dan begroot.")
    if earmarked_cents > budgeted:
        amount = format_euros(earmarked_cents - budgeted)
        yield told(
            Code.EARMARKS_EXCEED_LINE, Severity.WARNING, f"De onderdelen van {line.name} zijn in {year} samen {amount} hoger dan de regel zelf."
        )
    if budgeted and not row.allocated_cents:
        amount = format_euros(budgeted)
        yield told(Code.LINE_WITHOUT_COMMITMENT, Severity.NOTICE, f"Voor {line.name} is in {year} {amount} begroot. Er is nog niets vastgelegd.")


def _of_commitment(column: MatrixColumn, year: int) -> Iterator[Signal]:
    commitment, rest = column.commitment, column.unallocated_cents
    named = f"{commitment.name} ({commitment.provider_name})"

    def told(code: Code, severity: Severity, sentence: str) -> Signal:
        return Signal(code, severity, "commitment", commitment.id, commitment.name, sentence)

    if commitment.committed_cents and not column.allocated_cents:
        amount = format_euros(commitment.committed_cents)
        yield told(Code.COMMITMENT_WITHOUT_LINE, Severity.WARNING, f"{named} heeft in {year} nog geen begrotingsregel. Het gaat om {amount}.")
    elif rest > 0:
        yield told(
            Code.ALLOCATIONS_DIFFER, Severity.WARNING, f"Van {named} is in {year} nog {format_euros(rest)} niet verdeeld over begrotingsregels."
        )
    elif rest < 0:
        amount = format_euros(-rest)
        yield told(Code.ALLOCATIONS_DIFFER, Severity.ALARM, f"Van {named} is in {year} {amount} meer verdeeld dan er is toegezegd.")
