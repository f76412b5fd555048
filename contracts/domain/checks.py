"""The checks of what was agreed (issue "Contracts and money", point 4), beside those of one year's matrix (`budget_signals.py`).

Each finds one kind of thing and says it in a sentence with the amounts. KPIs are codes and names here: what they measure is the next storey's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from contracts.domain.budget import Matrix
from contracts.domain.budget_signals import Code, Severity, Signal, by_severity
from contracts.domain.rounding import whole_cents
from contracts.domain.splits import percent_text
from contracts.domain.tariff import Tariff, gap_text, gaps, overlaps
from contracts.domain.variant import Variant
from contracts.foundation.money import format_euros

MOST_STEERING_KPIS = 7  # PIANOo advises 4 to 7 a contract


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI by its code and name. Steering: it is what the contract is steered by, the others are context."""

    code: str
    name: str
    is_steering: bool = True


@dataclass(frozen=True, slots=True)
class Agreed:
    """A commitment with all that was agreed of it.

    `years`: promised cents per budget year. `shares`: percentages per line in units of the last of `share_decimals`; empty when amounts were
    agreed instead. `variant` None: a subsidie, which has no tariff.
    """

    id: int
    name: str
    provider_name: str
    starts_on: date
    ends_on: date
    years: Mapping[int, int]
    kpis: tuple[Kpi, ...] = ()
    variant: Variant | None = None
    tariffs: tuple[Tariff, ...] = ()
    shares: Mapping[int, int] = field(default_factory=dict)
    share_decimals: int = 2

    @property
    def promised(self) -> str:
        """What was promised in all years together, as text."""
        return format_euros(sum(self.years.values()))

    def told(self, code: Code, severity: Severity, sentence: str) -> Signal:
        """A signal about this commitment; the sentence goes on after its name."""
        return Signal(code, severity, "commitment", self.id, self.name, f"{self.name} ({self.provider_name}) {sentence}")


def checks(agreed: Sequence[Agreed], *, kpis: Iterable[Kpi], budget_years: Collection[int]) -> tuple[Signal, ...]:
    """All checks over what was agreed, alarms first. `kpis`: those that are asked of aanbieders; `budget_years`: the years with a begroting."""
    found: list[Signal] = []
    for each in agreed:
        found += past_budget(each, budget_years=budget_years)
        for check in (shares_not_whole, without_kpi, too_many_kpis, tariff_gaps, tariff_overlaps):
            found += check(each)
    return by_severity([*found, *kpis_without_commitment(agreed, kpis)])


def past_budget(agreed: Agreed, *, budget_years: Collection[int]) -> Iterator[Signal]:
    """A term beyond the budget's years, with what is promised there. Nothing while there is no begroting at all."""
    if not budget_years or agreed.ends_on.year <= max(budget_years):
        return
    last = max(budget_years)
    beyond = format_euros(sum(cents for year, cents in agreed.years.items() if year > last))
    sentence = f"loopt door tot in {agreed.ends_on.year}. De begroting gaat tot en met {last}. Voor de jaren daarna is {beyond} toegezegd."
    yield agreed.told(Code.RUNS_PAST_BUDGET, Severity.NOTICE, sentence)


def shares_not_whole(agreed: Agreed) -> Iterator[Signal]:
    """Shares that are not exactly 100 %, with how much money has no line or has two."""
    together, whole = sum(agreed.shares.values()), 100 * 10**agreed.share_decimals
    if not agreed.shares or together == whole:
        return
    text = percent_text(together, decimals=agreed.share_decimals)
    amount = format_euros(whole_cents(Fraction(sum(agreed.years.values()) * abs(whole - together), whole)))
    sentence = f"is voor {text} verdeeld over begrotingsregels. Het moet 100 % zijn. Het verschil is {amount}."
    yield agreed.told(Code.SHARES_NOT_WHOLE, Severity.ALARM if together > whole else Severity.WARNING, sentence)


def without_kpi(agreed: Agreed) -> Iterator[Signal]:
    """A commitment of which nothing is measured."""
    if not agreed.kpis:
        yield agreed.told(Code.COMMITMENT_WITHOUT_KPI, Severity.WARNING, f"heeft geen KPI's. Er is {agreed.promised} toegezegd.")


def too_many_kpis(agreed: Agreed) -> Iterator[Signal]:
    """More steering KPIs than anybody can steer by."""
    steering = sum(kpi.is_steering for kpi in agreed.kpis)
    if steering > MOST_STEERING_KPIS:
        sentence = f"heeft {steering} stuur-KPI's. Kies er hoogstens {MOST_STEERING_KPIS}, de andere zijn context. Er is {agreed.promised} toegezegd."
        yield agreed.told(Code.TOO_MANY_STEERING_KPIS, Severity.WARNING, sentence)


def kpis_without_commitment(agreed: Iterable[Agreed], kpis: Iterable[Kpi]) -> Iterator[Signal]:
    """KPIs that are asked but stand in no commitment."""
    attached = {kpi.code for each in agreed for kpi in each.kpis}
    for kpi in kpis:
        if kpi.code not in attached:
            sentence = f"{kpi.code} {kpi.name} wordt gevraagd, maar hoort bij geen arrangement of subsidie."
            yield Signal(Code.KPI_WITHOUT_COMMITMENT, Severity.NOTICE, "kpi", 0, kpi.name, sentence, kpi.code)


def tariff_gaps(agreed: Agreed) -> Iterator[Signal]:
    """Days of an arrangement that is paid by tariff on which none holds."""
    if agreed.variant in (None, Variant.TASK):
        return
    for gap in gaps(agreed.tariffs, starts_on=agreed.starts_on, ends_on=agreed.ends_on):
        sentence = f"heeft dagen zonder tarief. {gap_text(gap)} Er is {agreed.promised} toegezegd."
        yield agreed.told(Code.TARIFF_GAP, Severity.ALARM, sentence)


def tariff_overlaps(agreed: Agreed) -> Iterator[Signal]:
    """Days on which two tariffs hold."""
    for sentence in overlaps(agreed.tariffs):
        yield agreed.told(Code.TARIFF_OVERLAP, Severity.ALARM, f"heeft dagen met twee tarieven. {sentence}")


def earmark_checks(matrix: Matrix) -> tuple[Signal, ...]:
    """Money that was meant for an earmark and is promised for something else: what a line pays itself is above what its earmarks leave.

    More on an earmark than it holds is told by `signals` of the matrix.
    """
    meant: dict[int, int] = {}
    for row in matrix.rows:
        if row.line.parent_id is not None:
            meant[row.line.parent_id] = meant.get(row.line.parent_id, 0) + (row.line.budgeted_cents or 0)
    found = []
    for row in matrix.rows:
        free = None if row.line.budgeted_cents is None else max(row.line.budgeted_cents - meant.get(row.line.id, 0), 0)
        if row.line.id in meant and free is not None and row.direct_cents > free:
            amounts = f"{format_euros(row.direct_cents)} buiten de oormerken vastgelegd. Daarvoor is {format_euros(free)}"
            sentence = f"Op {row.line.name} is in {matrix.year} {amounts}."
            found.append(Signal(Code.EARMARK_USED_ELSEWHERE, Severity.WARNING, "line", row.line.id, row.line.name, sentence))
    return tuple(found)


def forecast_checks(matrix: Matrix) -> tuple[Signal, ...]:
    """Lines that will cost more than they hold although (or even more than) what was promised fits: the forecast says so."""
    found = []
    for row in matrix.rows:
        line, over = row.line, row.expected_cents - (row.line.budgeted_cents or 0)
        if line.budgeted_cents is not None and over > 0 and row.expected_cents > row.allocated_cents:
            amounts = f"{format_euros(row.expected_cents)} verwacht. Dat is {format_euros(over)} meer dan begroot"
            sentence = f"Op {line.name} wordt in {matrix.year} {amounts}."
            found.append(Signal(Code.EXPECTED_ABOVE_LINE, Severity.WARNING, "line", line.id, line.name, sentence))
    return tuple(found)
