"""The taakvelden that a region's budget.toml proposes for its lines, year by year (domain paper B4). Later years belong to people."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.domain.reference.record import Record
from contracts.domain.taakveld import WHOLE, require_taakvelden
from contracts.foundation.errors import Refused


@dataclass(frozen=True, slots=True)
class TaakveldRecord:
    """The share of a line, in hundredths of a percent, that one taakveld has in one year."""

    year: int
    code: str
    share: int
    note: str
    source: str


def parse_taakvelden(row: Record) -> tuple[TaakveldRecord, ...]:
    """The parts of `taakvelden` of a line, each for the years from `first` up to and including `last`. Left out: no taakveld is claimed."""
    source, note = row.text_or_empty("taakveld_source", longest=200), row.text_or_empty("taakveld_note")
    if not row.has("taakvelden"):
        return ()
    if not source:
        row.refuse("taakveld_source", "De bron ontbreekt. Noem het document en de paragraaf, of [VOORSTEL].")
    found = tuple(made for part in row.parts("taakvelden") for made in _part(part, note, source))
    for year in sorted({each.year for each in found}):
        codes = [each.code for each in found if each.year == year]
        if len(set(codes)) != len(codes):
            row.refuse("taakvelden", f"In {year} staat een taakveld twee keer.")
        try:
            require_taakvelden({each.code: each.share for each in found if each.year == year}, year)
        except Refused as refusal:
            row.refuse("taakvelden", f"In {year}: {refusal.reason}")
    return found


def _part(part: Record, note: str, source: str) -> list[TaakveldRecord]:
    first, last, code = part.whole("first", least=1900), part.whole("last", least=1900), part.text("code", longest=10)
    share = part.whole_or_none("share", least=1)
    if not first <= last <= 2999:
        part.refuse("last", "Het laatste jaar ligt voor het eerste.")
    part.finish()
    return [TaakveldRecord(year, code, WHOLE if share is None else share, note, source) for year in range(first, last + 1)]
