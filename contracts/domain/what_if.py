"""What if: changes that are tried out on one year of the begroting, and stored nowhere (issue 4, point 6).

Three kinds of change. Other places in use is an assumption about days that are not realised yet; another tariff begins on a day and goes on as
long as the one it takes the place of; another amount of a line is a part of a commitment's year. Pure: the same stand and changes give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from contracts.domain.allocation import LARGEST_CENTS, TOO_LARGE, require_budget
from contracts.domain.budget import AllocationInYear, CommitmentInYear, LineInYear, Matrix
from contracts.domain.budget_matrix import build_matrix
from contracts.domain.commitment import MOST_PLACES, SUBSIDIE
from contracts.domain.forecast import Occupancy
from contracts.domain.outlook import Facts
from contracts.domain.tariff import Tariff, day_text, tariff_on
from contracts.domain.variant import Variant
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros
from contracts.foundation.period import Quarter

MOST_CHANGES = 40
FIELD = "changes"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlacesFrom:
    """From this quarter up to the end of the year so many places (or people) on average."""

    commitment_id: int
    quarter: Quarter
    places: Fraction


@dataclass(frozen=True, slots=True)
class TariffFrom:
    """From this day a unit costs so many cents."""

    commitment_id: int
    from_on: date
    cents: int


@dataclass(frozen=True, slots=True)
class PaidBy:
    """A line pays this amount of the commitment's year, in cents."""

    commitment_id: int
    line_id: int
    cents: int


Change = PlacesFrom | TariffFrom | PaidBy


@dataclass(frozen=True, slots=True)
class Stand:
    """One year as it stands. `facts` by commitment: what its expectation stands on; one without is expected to cost what was committed."""

    year: int
    last_budget_year: int | None
    lines: tuple[LineInYear, ...]
    commitments: tuple[CommitmentInYear, ...]
    allocations: tuple[AllocationInYear, ...]
    facts: Mapping[int, Facts]

    def commitment(self, commitment_id: int) -> CommitmentInYear:
        """One of them. Raises Refused."""
        found = next((each for each in self.commitments if each.id == commitment_id), None)
        if found is None:
            raise Refused(FIELD, f"Dit arrangement of deze subsidie heeft in {self.year} geen geld.")
        return found

    def matrix(self) -> Matrix:
        """Lines against commitments."""
        return build_matrix(
            year=self.year, last_budget_year=self.last_budget_year, lines=self.lines, commitments=self.commitments, allocations=self.allocations
        )


def stand_of(matrix: Matrix, facts: Mapping[int, Facts]) -> Stand:
    """The year behind a matrix: its cells as they were typed."""
    places = [column.commitment.id for column in matrix.columns]
    allocations = tuple(
        AllocationInYear(commitment_id, row.line.id, cell.direct_cents, cell.version)
        for row in matrix.rows
        for commitment_id, cell in zip(places, row.cells, strict=True)
        if cell.version
    )
    lines, commitments = tuple(row.line for row in matrix.rows), tuple(column.commitment for column in matrix.columns)
    return Stand(matrix.year, matrix.last_budget_year, lines, commitments, allocations, dict(facts))


def changed(stand: Stand, changes: Sequence[Change]) -> Stand:
    """The stand after all changes together, in whatever order they are given. Raises Refused for what cannot be, or contradicts itself."""
    if len(changes) > MOST_CHANGES:
        raise Refused(FIELD, f"Probeer hoogstens {MOST_CHANGES} wijzigingen tegelijk.")
    _require_once(stand, changes)
    places = sorted((each for each in changes if isinstance(each, PlacesFrom)), key=lambda each: each.quarter)
    tariffs = sorted((each for each in changes if isinstance(each, TariffFrom)), key=lambda each: each.from_on)
    facts = dict(stand.facts)
    for each in places:
        facts[each.commitment_id] = _with_places(stand, _facts(stand, facts, each.commitment_id), each)
    for one in tariffs:
        facts[one.commitment_id] = _with_tariff(stand, _facts(stand, facts, one.commitment_id), one)
    paid = [each for each in changes if isinstance(each, PaidBy)]
    return replace(stand, facts=facts, allocations=_allocations(stand, paid)) if changes else stand


def _require_once(stand: Stand, changes: Iterable[Change]) -> None:
    """Nothing gets two values."""
    seen: set[tuple[object, ...]] = set()
    for change in changes:
        about, what = _about(stand, change)
        if about in seen:
            raise Refused(FIELD, f"{what} staat er twee keer in. Haal er een weg.")
        seen.add(about)


def _about(stand: Stand, change: Change) -> tuple[tuple[object, ...], str]:
    name = stand.commitment(change.commitment_id).name
    if isinstance(change, PlacesFrom):
        return ("plekken", change.commitment_id, change.quarter), f"De bezetting van {name} vanaf het {change.quarter.label}"
    if isinstance(change, TariffFrom):
        return ("tarief", change.commitment_id, change.from_on), f"Het tarief van {name} vanaf {day_text(change.from_on)}"
    return ("regel", change.commitment_id, change.line_id), f"Het bedrag van {name} op dezelfde regel"


def _facts(stand: Stand, facts: Mapping[int, Facts], commitment_id: int) -> Facts:
    name, found = stand.commitment(commitment_id).name, facts.get(commitment_id)
    if found is None:
        raise Refused(FIELD, f"Voor {name} is in {stand.year} geen bedrag vastgelegd.")
    return found


def _with_places(stand: Stand, facts: Facts, change: PlacesFrom) -> Facts:
    name = stand.commitment(change.commitment_id).name
    if facts.kind == SUBSIDIE:
        raise Refused(FIELD, f"{name} is een subsidie. Het bedrag volgt niet uit de bezetting.")
    if facts.variant is Variant.TASK:
        raise Refused(FIELD, f"Voor {name} is een vast bedrag afgesproken. De bezetting verandert dat niet.")
    if change.quarter.year != stand.year or change.quarter.starts_on > facts.last_day or change.quarter.ends_on < facts.first_day:
        raise Refused(FIELD, f"{name} loopt in {stand.year} niet in het {change.quarter.label}.")
    if not 0 <= change.places <= MOST_PLACES:
        raise Refused(FIELD, f"Vul een aantal plekken in van nul tot en met {MOST_PLACES}.")
    known = () if facts.no_occupancy else tuple(each for each in facts.history if each.quarter < change.quarter)
    quarters = [Quarter(stand.year, number) for number in range(change.quarter.number, 5)]
    assumed = tuple(Occupancy(each, change.places * ((each.ends_on - each.starts_on).days + 1)) for each in quarters)
    return replace(facts, history=(*known, *assumed), no_occupancy="")


def _with_tariff(stand: Stand, facts: Facts, change: TariffFrom) -> Facts:
    name = stand.commitment(change.commitment_id).name
    if facts.kind == SUBSIDIE:
        raise Refused(FIELD, f"{name} is een subsidie. Een subsidie heeft geen tarief.")
    if not 0 <= change.cents <= LARGEST_CENTS:
        raise Refused(FIELD, TOO_LARGE if change.cents > 0 else "Een tarief kan niet lager zijn dan nul.")
    if not facts.starts_on <= change.from_on <= facts.ends_on:
        raise Refused(FIELD, f"{name} loopt niet op {day_text(change.from_on)}.")
    try:
        running = tariff_on(facts.tariffs, change.from_on)
    except Refused as refusal:
        raise Refused(FIELD, f"{name}: {refusal.reason} Kies een dag waarop één tarief geldt.") from refusal
    return replace(facts, tariffs=replaced(facts.tariffs, running, change))


def replaced(tariffs: Iterable[Tariff], running: Tariff, change: TariffFrom) -> tuple[Tariff, ...]:
    """The tariffs with the running one ended on the day before, and the new one in its place until its last day."""
    found: list[Tariff] = []
    for each in tariffs:
        if each is not running or each.cents == change.cents:
            found.append(each)
            continue
        if each.valid_from < change.from_on:
            found.append(replace(each, valid_until=change.from_on - _DAY))
        found.append(replace(each, cents=change.cents, valid_from=change.from_on))
    return tuple(found)


def _allocations(stand: Stand, changes: Sequence[PaidBy]) -> tuple[AllocationInYear, ...]:
    cells = {(each.commitment_id, each.line_id): each for each in stand.allocations}
    lines = {line.id: line for line in stand.lines}
    for each in changes:
        line = lines.get(each.line_id)
        if line is None:
            raise Refused(FIELD, "Deze begrotingsregel bestaat niet.")
        if each.cents:
            require_budget(line.name, budgeted_cents=line.budgeted_cents, year=stand.year, field=FIELD)
        if not 0 <= each.cents <= LARGEST_CENTS:
            raise Refused(FIELD, TOO_LARGE if each.cents > 0 else "Een bedrag kan niet lager zijn dan nul.")
        key = (each.commitment_id, each.line_id)
        before = cells.get(key, AllocationInYear(*key, 0, 0))
        cells[key] = before._replace(amount_cents=each.cents)
    found = tuple(each for each in cells.values() if each.amount_cents or each.version)
    for number in {each.commitment_id for each in changes}:
        _require_promised(stand.commitment(number), _sum(stand.allocations, number), _sum(found, number))
    return found


def _sum(allocations: Iterable[AllocationInYear], commitment_id: int) -> int:
    return sum(each.amount_cents for each in allocations if each.commitment_id == commitment_id)


def _require_promised(commitment: CommitmentInYear, before: int, after: int) -> None:
    """All lines together pay no more than was promised; lowering is always allowed."""
    if after > before and after > commitment.committed_cents:
        promised = format_euros(commitment.committed_cents)
        told = f"Van {commitment.name} is {promised} toegezegd. Met deze wijzigingen wordt {format_euros(after)} verdeeld."
        raise Refused(FIELD, told)
