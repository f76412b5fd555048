"""The pages round an upload: choosing a file, and the preview with every cell in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from contracts.domain.preview import EXPIRED, FAULTY, PREVIEW, TAKEN_OVER
from contracts.foundation.errors import Conflict
from kpi.domain import upload
from kpi.queries.reports import ReportHeader
from kpi.queries.uploads import UploadPage
from portal.provider.grid_page import Link
from portal.provider.words import SIGNS
from portal.web.spreadsheets.table import Column, Table

WORDS = {
    FAULTY: ("Fout", "zorg"),
    upload.CHANGED: ("Gewijzigd", "actie"),
    upload.NEW: ("Nieuw", "actie"),
    upload.UNCHANGED: ("Ongewijzigd", "rustig"),
    upload.UNTOUCHED: ("Niet ingevuld", "rustig"),
}
ASKS = ("Vraagt uitleg", "aandacht")


@dataclass(frozen=True, slots=True)
class SendPage:
    """Choose a file."""

    report: ReportHeader
    mistake: str = ""
    title: str = "Upload een bestand"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistake)

    @property
    def summary(self) -> list[Link]:
        """The error summary."""
        return [Link("#file", self.mistake)] if self.mistake else []


class PreviewRow(NamedTuple):
    """One line of the file. Its template takes the fields apart in this order."""

    item: str
    name: str
    was: str
    becomes: str
    word: str
    tone: str
    sign: str
    sentences: tuple[str, ...]
    mend: str
    place: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a file would do to the report. `collisions`: after a lost race, (KPI, in the file, what stands there now)."""

    report: ReportHeader
    found: UploadPage
    rows: list[PreviewRow]
    counts: list[tuple[str, int]]
    lead: str
    choice: str
    button: str
    refusal: str = ""
    collisions: tuple[tuple[str, str, str], ...] = ()
    by: str = ""
    title: str = "Bekijk wat er verandert"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.refusal or self.collisions)

    @property
    def href(self) -> str:
        """The address of this preview."""
        return f"/aanbieder/rapportages/{self.report.slug}/upload/{self.found.id}"


def preview_page(report: ReportHeader, found: UploadPage, *, refusal: str = "", conflict: Conflict | None = None) -> PreviewPage:
    """Put a preview in words: what is wrong first, then what changes. Lines in which nothing was filled in are only counted."""
    preview, order = found.preview, {state: place for place, state in enumerate(found.preview.states)}
    lines = sorted((line for line in preview.lines if line.state != upload.UNTOUCHED), key=lambda line: order[line.state])
    counts = [(WORDS[state][0], count) for state, count in preview.counts.items()]
    collisions = () if conflict is None else tuple((mine[0], mine[1], theirs[1]) for mine, theirs in zip(conflict.mine, conflict.theirs, strict=True))
    good, faulty = len(preview.good), len(preview.faulty)
    button = "" if found.state != PREVIEW or not good or not report.is_editable or collisions else _button(good, faulty)
    by = "" if conflict is None else conflict.by or "Een collega"
    shown = [_row(line) for line in lines]
    lead = "Er is niets overgenomen." if collisions else _lead(found, good, faulty)
    return PreviewPage(report, found, shown, counts, lead, "goede" if faulty else "alles", button, refusal, collisions, by)


def _row(line: upload.Line) -> PreviewRow:
    word, tone = ASKS if line.asks else WORDS[line.state]
    sentences = (*line.sentences, "Klopt dit? Geef na het overnemen een toelichting.") if line.asks else line.sentences
    becomes = "" if line.state == upload.UNCHANGED else line.becomes
    return PreviewRow(line.item, line.name, line.was, becomes, word, tone, SIGNS[tone], sentences, line.mend, line.place)


def _figures(count: int) -> str:
    return "1 cijfer" if count == 1 else f"{count} cijfers"


def _button(good: int, faulty: int) -> str:
    if faulty:
        return "Neem alleen het goede cijfer over" if good == 1 else f"Neem alleen de {good} goede cijfers over"
    return f"Neem {_figures(good)} over"


def _lead(found: UploadPage, good: int, faulty: int) -> str:
    if found.state == TAKEN_OVER:
        return "De goede cijfers van dit bestand zijn overgenomen in de rapportage."
    if found.state == EXPIRED:
        return "Dit voorbeeld is verlopen. Upload het bestand opnieuw."
    if faulty:
        choice = ", of neem alleen de goede cijfers over" if good else ""
        return f"Er {'is 1 fout' if faulty == 1 else f'zijn {faulty} fouten'}. Verbeter het bestand en upload het opnieuw{choice}."
    if not good:
        return "Dit bestand verandert niets. Alles staat al zo in de rapportage."
    return f"{_figures(good)} {'verandert' if good == 1 else 'veranderen'}. Er is nog niets opgeslagen."


def mistakes_table(report: ReportHeader, found: UploadPage) -> Table:
    """The mistakes as a sheet: item, period, message, cell, how to mend (peers 20)."""
    names = (("Onderdeel", 34), ("Periode", 20), ("Melding", 70), ("Cel", 20), ("Hoe te herstellen", 60))
    rows = tuple(
        (f"{line.item} {line.name}".strip() or "Onbekend", report.label, " ".join(line.sentences), line.place, line.mend)
        for line in found.preview.faulty
    )
    return Table("Fouten", tuple(Column(name, width, wraps=True) for name, width in names), rows)
