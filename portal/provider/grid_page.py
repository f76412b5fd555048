"""The grid as it is shown: every cell already in words, so that the template only places them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from contracts.foundation.period import Quarter
from kpi.domain.cell import CARRIED_OVER, FROM_CAPACITY, FROM_FLOWS, FROM_PARTS, MISSING_REASONS, NOTHING_TO_REPORT, TYPED
from kpi.domain.checks.engine import check_cell
from kpi.domain.checks.finding import Level
from kpi.domain.completeness import Completeness
from kpi.domain.indicator import RATIO
from kpi.domain.openings import Openings
from kpi.domain.proposals import Proposal
from kpi.queries.grid import EarlierCell, GridRow
from kpi.queries.openings import cell_is_open
from kpi.queries.report_facts import cell_facts
from kpi.queries.reports import ReportHeader
from portal.provider.words import FAMILY_NAMES, NORMS, SIGNS
from portal.web.formatting import NOTHING, bound, figure, short_quarter, typed, when_saved


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
    origin: str = TYPED


class CellStatus(NamedTuple):
    """The status cell of a row: a word with its tone and sign, sentences, and both texts after a lost race.

    This and the row are named tuples: the template takes them apart at once, which is cheaper than a look-up per value.
    """

    word: str
    tone: str
    sign: str
    notes: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    theirs: tuple[tuple[str, str], ...] = ()
    by: str = ""


EMPTY, READY = ("Nog leeg", "rustig", SIGNS["rustig"]), ("Klaar", "goed", SIGNS["goed"])
ASKS, OUTSIDE = ("Vraagt uitleg", "aandacht", SIGNS["aandacht"]), ("Klaar, buiten de norm", "aandacht", SIGNS["aandacht"])
PROPOSED, HALF = ("Voorstel", "actie", SIGNS["actie"]), ("Nog leeg, deels voorstel", "actie", SIGNS["actie"])
NOT_YET = frozenset({EMPTY[0], PROPOSED[0], HALF[0]})
ORIGINS = {
    CARRIED_OVER: "Overgenomen uit {before}",
    FROM_CAPACITY: "Berekend uit capaciteit",
    FROM_FLOWS: "Berekend uit in-, door- en uitstroom",
    NOTHING_TO_REPORT: "Niets te melden",
}
"""How a cell that was not typed says where its figures came from."""
REFUSED = ("Niet opgeslagen", "zorg", SIGNS["zorg"])


class CellRow(NamedTuple):
    """One KPI in the grid. Its template takes the fields apart in this order.

    `split`: "" (no parts are asked), "vraag" (asked), "totaal" (the figure is their sum). `remarks`: how many, in words.
    """

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
    split: str = ""
    remarks: str = ""
    is_asked: bool = False
    is_open: bool = True
    proposed: str = ""
    before: tuple[str, str, str] | None = None


def only_status(code: str, status: CellStatus) -> CellRow:
    """A row of which only the status is shown: the answer to a save that was not kept."""
    return CellRow(code, "", "", "", "", "", False, "", "", "", "", "", "", "", "", "", 0, status, False)


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

    waiting: int = 0
    fingerprint: str = ""
    can_say_nothing: bool = False
    says_nothing: bool = False
    was_shown: tuple[tuple[str, str], ...] = ()

    reasons: tuple[str, ...] = MISSING_REASONS
    openings: Openings | None = None

    @property
    def title(self) -> str:
        """The heading."""
        return FAMILY_NAMES.get(self.family, self.family)

    @property
    def question(self) -> str:
        """What the municipality asked about the whole family."""
        return "" if self.openings is None else self.openings.question(self.family)

    @property
    def is_partly_closed(self) -> bool:
        """Whether only some of its cells may be changed, because a change was asked."""
        return self.openings is not None and not all(row.is_open for row in self.rows)

    @property
    def href(self) -> str:
        """The address of this family's grid."""
        return f"/aanbieder/rapportages/{self.report.slug}/cijfers/{self.family}"

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
        return f"{cell.missing_reason} (gecorrigeerd)" if cell.is_corrected else cell.missing_reason
    words = figure(cell.value, row.unit, row.decimals)
    words = f"{words} (gecorrigeerd)" if cell.is_corrected else words
    return words if cell.definition_version == row.definition_version else f"{words} (oude definitie)"


def status_of(row: GridRow, today: date) -> CellStatus:
    """The status of a cell as it is stored. What misses its norm stands out, so without an explanation the signals say it all."""
    if not row.is_filled:
        return CellStatus(*EMPTY)
    saved = f"Opgeslagen {when_saved(row.changed_at, today)}" if row.changed_at else "Opgeslagen"
    if row.origin in ORIGINS:
        saved = f"{origin_of(row)}. {saved}"
    if not row.stands_out:
        return CellStatus(*READY, (saved,))
    if row.is_explained:
        return CellStatus(*(OUTSIDE if row.meets_norm is False else READY), (saved,))
    return CellStatus(*ASKS, (*said_of(row), "Klopt dit? Geef een toelichting.", saved))


def said_of(row: GridRow) -> tuple[str, ...]:
    """What the rules ask about a cell that stands out, with the figures that the grid already knows of it."""
    if row.previous is None:
        return tuple(signal.sentence for signal in row.signals)
    findings = check_cell(cell_facts(row), Quarter.parse(row.previous.period).shift(1))
    return tuple(finding.sentence for finding in findings if finding.level is Level.CONTROLE)


def origin_of(row: GridRow) -> str:
    """Where the figures came from: "Overgenomen uit K2 2026"; empty when somebody typed them."""
    return ORIGINS.get(row.origin, "").format(before=short_quarter(row.previous.period) if row.previous else "vorig kwartaal")


def proposed_status(proposal: Proposal) -> CellStatus:
    """The status of a cell whose proposal waits: where it came from, and what to do."""
    if proposal.is_whole:
        return CellStatus(*PROPOSED, (f"{proposal.provenance}. Telt mee na uw 'klopt'.",))
    return CellStatus(*HALF, (f"Noemer: {proposal.provenance[0].lower()}{proposal.provenance[1:]}. Vul de teller in.",))


def as_before(row: GridRow) -> tuple[str, str, str] | None:
    """What "=" takes over: the numbers and the words of last quarter; None when there is nothing to take."""
    cell = row.comparable
    return None if cell is None or cell.numerator is None else (typed(cell.numerator), typed(cell.denominator), cell.explanation)


def how_far(rows: list[CellRow]) -> Completeness:
    """How far rows are filled in, of which every status is as it is stored: nothing is judged twice."""
    words = [row.status.word for row in rows]
    return Completeness(sum(word not in NOT_YET for word in words), len(rows), words.count(ASKS[0]))


def cell_row(
    row: GridRow,
    *,
    today: date,
    kept: Typed | None = None,
    status: CellStatus | None = None,
    wrong: frozenset[str] = frozenset(),
    remarks: str = "",
    openings: Openings | None = None,
    proposal: Proposal | None = None,
) -> CellRow:
    """A row as it is shown; `kept` is what was typed when it could not be saved, `proposal` what could stand in an empty cell.

    With `openings` the question of the municipality stands in its status.
    """
    offered = proposal if kept is None and not row.is_filled else None
    figures = offered.figures if offered else row.figures
    shown = kept or Typed(typed(figures.numerator), typed(figures.denominator), row.missing_reason or "", row.explanation, row.version)
    asked = "" if openings is None else openings.question(row.code)
    return CellRow(
        *_meaning(row),
        shown.numerator,
        shown.denominator,
        figure(row.value, row.unit, row.decimals),
        shown.missing_reason,
        shown.explanation,
        shown.version,
        _with_question(status or (proposed_status(offered) if offered else status_of(row, today)), asked),
        row.value_kind == RATIO,
        wrong,
        "" if not row.breakdown else "totaal" if row.origin == FROM_PARTS else "vraag",
        remarks,
        asked != "",
        cell_is_open(openings, row),
        f"{shown.numerator}|{shown.denominator}" if offered else "",
        as_before(row),
    )


def _meaning(row: GridRow) -> tuple[str, str, str, str, str, str, bool, str, str, str, str]:
    """The first fields of a row as it is shown: what is asked, and what it is compared with."""
    return (
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
    )


def _with_question(status: CellStatus, asked: str) -> CellStatus:
    return status._replace(notes=(f"Vraag van de gemeente: {asked}", *status.notes)) if asked else status
