"""The pages about what was really spent: how far each contract is realised, a file to fill in, and what a file would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from contracts.domain import realisation_rows as rows
from contracts.domain.preview import EXPIRED, FAULTY, PREVIEW, TAKEN_OVER
from contracts.domain.realisation_file import FIELDS
from contracts.foundation.errors import Conflict
from contracts.foundation.period import Quarter
from contracts.queries.realisation_imports import ImportItem, ImportPage, Progress
from portal.management.words import counted
from portal.web.formatting import day, euros, moment, typed
from portal.web.spreadsheets.table import Column, Table, Value

WORDS = {
    FAULTY: ("Fout", "zorg", "▼"),
    rows.REPLACES: ("Vervangt", "aandacht", "!"),
    rows.NEW: ("Nieuw", "actie", "●"),
    rows.SAME: ("Hetzelfde", "rustig", "○"),
}
HOW_TO = (
    "Vul per rij in tot en met welke dag en welk bedrag er is gerealiseerd. Rijen zonder bedrag slaat het portaal over.",
    "Meer periodes van één contract? Maak dan meer rijen met hetzelfde contractnummer. Een periode valt binnen één jaar.",
    "Er verandert pas iets nadat u het voorbeeld hebt bekeken en op Overnemen hebt gedrukt.",
    "",
)
CHANGES = "Bekijk wat er verandert"
_DAY = timedelta(days=1)


class ProgressRow(NamedTuple):
    """One contract. Its template takes the fields apart in this order."""

    href: str
    reference: str
    name: str
    provider: str
    committed: str
    realised: str
    percent: str
    until: str
    note: str


@dataclass(frozen=True, slots=True)
class RealisationPage:
    """How far all contracts are realised in a year, and the last files."""

    year: int
    years: tuple[int, ...]
    lead: str
    rows: tuple[ProgressRow, ...]
    total: str
    imports: tuple[tuple[int, str, str, str, str], ...]
    mistake: str = ""
    title: str = "Realisatie"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistake)


class PreviewRow(NamedTuple):
    """One row of a file. Its template takes the fields apart in this order."""

    reference: str
    name: str
    days: str
    amount: str
    units: str
    word: str
    tone: str
    sign: str
    sentences: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a file would do. `collisions` after a lost race: (contract, in the file, now)."""

    found: ImportPage
    lead: str
    rows: tuple[PreviewRow, ...]
    counts: tuple[tuple[str, int], ...]
    button: str
    refusal: str = ""
    is_lost: bool = False
    collisions: tuple[tuple[str, str, str], ...] = ()
    title: str = CHANGES

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.refusal) or self.is_lost


def realisation_page(found: Sequence[Progress], imports: Sequence[ImportItem], *, year: int, today: date, mistake: str = "") -> RealisationPage:
    """Put the progress of a year in words."""
    return RealisationPage(
        year=year,
        years=tuple(range(today.year - 4, today.year + 1)),
        lead=_lead(found, year, today),
        rows=tuple(_progress(each) for each in found),
        total=euros(sum(each.realised_cents for each in found)),
        imports=tuple((item.id, moment(item.at), item.file_name, item.person_name, _import(item)) for item in imports),
        mistake=mistake,
    )


def _import(item: ImportItem) -> str:
    return f"{counted(item.amounts, 'bedrag', 'bedragen')} van samen {euros(item.amount_cents)}" if item.amounts else "telt niet meer mee: vervangen"


def _lead(found: Sequence[Progress], year: int, today: date) -> str:
    """How many are complete up to the end of the last quarter of this year that is over."""
    asked = [each for each in found if not each.by_events]
    last = min(Quarter.of(today).previous.ends_on, date(year, 12, 31))
    if not asked or last.year < year:
        return f"In {year} valt er nog niets in te lezen."
    ready = sum(1 for each in asked if each.until is not None and each.until >= min(last, each.ends_on))
    if ready == len(asked):
        return f"Van alle {len(asked)} contracten is bekend wat er tot en met {day(last)} is uitgegeven."
    return f"Van {ready} van de {len(asked)} contracten is bekend wat er tot en met {day(last)} is uitgegeven. Lees de rest hieronder in."


def _progress(each: Progress) -> ProgressRow:
    percent = f"{100 * each.realised_cents // each.committed_cents} %" if each.committed_cents else "–"
    if each.by_events:
        until, note = "volgt uit de subsidie", "Betalingen staan bij de subsidie."
    elif not each.amounts:
        until, note = "nog niets", ""
    else:
        until, note = (day(each.until), "") if each.until else ("laatste dag niet bekend", "Lees periodes in met een eerste en een laatste dag.")
    name, href = each.name, f"/beheer/overeenkomsten/{each.commitment_id}/prognose"
    return ProgressRow(href, each.reference, name, each.provider_name, euros(each.committed_cents), euros(each.realised_cents), percent, until, note)


def template_table(found: Sequence[Progress], *, year: int, today: date) -> Table:
    """The file to fill in: a row for every contract of the year, from the first day that is not yet realised."""
    known = (FIELDS["reference"], "Aanbieder", "Contract", "Al gerealiseerd tot en met")
    names = (*known, *(name for field, name in FIELDS.items() if field != "reference"))
    widths = dict(zip(names, (18, 26, 38, 24, 14, 14, 16, 16, 40), strict=True))
    columns = tuple(Column(name, widths[name]) for name in names)
    return Table("Realisatie", columns, tuple(_template_row(each, year, today) for each in found if not each.by_events), HOW_TO)


def _template_row(each: Progress, year: int, today: date) -> tuple[Value, ...]:
    first = max(each.starts_on, date(year, 1, 1)) if each.until is None else each.until + _DAY
    last = min(each.ends_on, date(year, 12, 31), Quarter.of(today).previous.ends_on)
    open_days = (_typed_day(first), _typed_day(last)) if first <= last else (None, None)
    until = None if each.until is None else _typed_day(each.until)
    return (each.reference, each.provider_name, each.name, until, *open_days, None, None, None)


def _typed_day(value: date) -> str:
    return f"{value:%d-%m-%Y}"


def preview_page(found: ImportPage, *, refusal: str = "", conflict: Conflict | None = None) -> PreviewPage:
    """Put a preview in words: what is wrong first."""
    preview, order = found.preview, {state: place for place, state in enumerate(found.preview.states)}
    lines = sorted(preview.lines, key=lambda line: order[line.state])
    collisions = () if conflict is None else tuple((mine[0], mine[1], now[1]) for mine, now in zip(conflict.mine, conflict.theirs, strict=True))
    may = found.state == PREVIEW and preview.good and not preview.faulty and conflict is None
    return PreviewPage(
        found=found,
        lead="Er is niets overgenomen." if conflict is not None else _preview_lead(found),
        rows=tuple(_row(line) for line in lines),
        counts=tuple((WORDS[state][0], count) for state, count in preview.counts.items() if count),
        button=f"Neem {counted(len(preview.good), 'bedrag', 'bedragen')} over" if may else "",
        refusal=refusal,
        is_lost=conflict is not None,
        collisions=collisions,
        title="Overgenomen bedragen" if found.state == TAKEN_OVER else CHANGES,
    )


def _row(line: rows.Line) -> PreviewRow:
    entry, (word, tone, sign) = line.entry, WORDS[line.state]
    days = f"{day(entry.first_on)} tot en met {day(entry.last_on)}" if entry.first_on and entry.last_on else "–"
    amount = "–" if entry.cents is None else euros(entry.cents)
    return PreviewRow(entry.reference or "Onbekend", line.name, days, amount, typed(entry.units), word, tone, sign, line.sentences, entry.place)


def _preview_lead(found: ImportPage) -> str:
    preview = found.preview
    if found.state == TAKEN_OVER:
        return "Deze bedragen zijn overgenomen en tellen mee tot een later bestand ze vervangt."
    if found.state == EXPIRED:
        return "Dit voorbeeld is verlopen. Upload het bestand opnieuw."
    if preview.faulty:
        wrong = counted(len(preview.faulty), "rij klopt", "rijen kloppen")
        return f"{wrong} niet. Er is niets opgeslagen. Verbeter het bestand en upload het opnieuw."
    if not preview.good:
        return "Dit bestand verandert niets. Alle bedragen staan er al zo."
    more = preview.more_cents
    change = f"{euros(abs(more))} {'meer' if more >= 0 else 'minder'}"
    return f"Als u dit overneemt, is er {change} gerealiseerd. Er is nog niets opgeslagen."
