"""The grid as it is shown: every cell already in words, so that the template only places them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from kpi.domain.cell import MISSING_REASONS
from kpi.domain.indicator import RATIO
from kpi.queries.grid import EarlierCell, GridRow
from kpi.queries.reports import ReportHeader
from portal.provider.words import FAMILY_NAMES, NORMS, SIGNS
from portal.web import clock
from portal.web.formatting import NOTHING, bound, figure, typed, when_saved


@dataclass(frozen=True, slots=True)
class Link:
    """A sentence and where it leads."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in a row, kept when it could not be saved."""

    numerator: str
    denominator: str
    missing_reason: str
    explanation: str
    version: int


@dataclass(frozen=True, slots=True)
class CellStatus:
    """The status cell of a row: a word with its tone, sentences, and both texts after a lost race."""

    word: str
    tone: str
    notes: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    theirs: tuple[tuple[str, str], ...] = ()
    by: str = ""

    @property
    def sign(self) -> str:
        """The sign that goes with the tone: colour never stands alone."""
        return SIGNS[self.tone]


@dataclass(frozen=True, slots=True)
class CellRow:
    """One KPI in the grid."""

    code: str
    name: str
    definition: str
    source: str
    numerator_label: str
    denominator_label: str
    has_second: bool
    previous: str
    year_ago: str
    norm: str
    norm_note: str
    numerator: str
    denominator: str
    value: str
    missing_reason: str
    explanation: str
    version: int
    status: CellStatus
    is_ratio: bool
    wrong_fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GridPage:
    """One family of KPIs of one report."""

    report: ReportHeader
    family: str
    rows: list[CellRow]
    progress: str
    filled: int
    asked: int
    next_href: str
    next_label: str
    has_errors: bool = False
    mistakes: tuple[tuple[str, str], ...] = field(default=())

    reasons: tuple[str, ...] = MISSING_REASONS

    @property
    def title(self) -> str:
        """The heading."""
        return FAMILY_NAMES.get(self.family, self.family)

    @property
    def slug(self) -> str:
        """The quarter in addresses."""
        return self.report.quarter.slug

    @property
    def summary(self) -> list[Link]:
        """The error summary: each sentence with the field it belongs to."""
        return [Link(f"#{field}", sentence) for field, sentence in self.mistakes]


@lru_cache(maxsize=1024)
def norm_in_words(kind: str, low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """ "min. 100 %"; a dash when there is no norm."""
    pattern = NORMS.get(kind)
    return NOTHING if pattern is None else pattern.format(low=bound(low, unit), high=bound(high, unit))


def earlier_in_words(cell: EarlierCell | None, row: GridRow) -> str:
    """An earlier quarter's value; another definition is said, because the two must not be compared."""
    if cell is None:
        return NOTHING
    if cell.missing_reason:
        return cell.missing_reason
    words = figure(cell.value, row.unit, row.decimals)
    return words if cell.definition_version == row.definition_version else f"{words} (oude definitie)"


def status_of(row: GridRow) -> CellStatus:
    """The status of a cell as it is stored."""
    if not row.is_filled:
        return CellStatus("Nog leeg", "rustig")
    saved = f"Opgeslagen {when_saved(row.changed_at, clock.today())}" if row.changed_at else "Opgeslagen"
    if row.needs_explanation:
        return CellStatus("Vraagt uitleg", "aandacht", (*(signal.sentence for signal in row.signals), "Klopt dit? Geef een toelichting.", saved))
    if row.meets_norm is False:
        return CellStatus("Klaar, buiten de norm", "aandacht", (saved,))
    return CellStatus("Klaar", "goed", (saved,))


def cell_row(row: GridRow, *, kept: Typed | None = None, status: CellStatus | None = None, wrong: frozenset[str] = frozenset()) -> CellRow:
    """A row as it is shown; `kept` is what was typed when it could not be saved."""
    shown = kept or Typed(typed(row.numerator), typed(row.denominator), row.missing_reason or "", row.explanation, row.version)
    return CellRow(
        row.code,
        row.name,
        row.definition,
        row.source,
        row.numerator_label,
        row.denominator_label,
        row.denominator_label != "",
        earlier_in_words(row.previous, row),
        earlier_in_words(row.year_ago, row),
        norm_in_words(row.norm_kind, row.norm_low, row.norm_high, row.unit),
        row.norm_note,
        shown.numerator,
        shown.denominator,
        figure(row.value, row.unit, row.decimals),
        shown.missing_reason,
        shown.explanation,
        shown.version,
        status or status_of(row),
        row.value_kind == RATIO,
        wrong,
    )
