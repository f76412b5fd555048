"""A region's own terms for subsidies and the days it was free (terms.toml). The file may be left out: then the Awb itself holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.domain.awb_terms import Rulebook, read_terms
from contracts.domain.reference.record import Record, no_duplicates, only_sections, records

FILE = "terms.toml"


@dataclass(frozen=True, slots=True)
class RegionTerms:
    """The rules that hold in a region. `sources`: each record of the file with the paper that it comes from."""

    book: Rulebook
    sources: tuple[tuple[str, str], ...] = ()


AWB_ALONE = RegionTerms(Rulebook())


def parse_region_terms(document: Mapping[str, Any], *, file: str = FILE) -> RegionTerms:
    """Read terms.toml. Raises ReferenceMistake.

    `[[term]]`: code, count, unit, article, source. `[[free_day]]`: day, name, source of a day made equal to a holiday (Atw art. 3 lid 3).
    """
    only_sections(document, file=file, known=("term", "free_day"))
    terms = {"term": document["term"]} if "term" in document else {}
    sources = [(row.name, row.source()) for row in records(terms, file=file, section="term")] if terms else []
    free = [_free_day(row) for row in records(document, file=file, section="free_day", key="name")] if "free_day" in document else []
    no_duplicates(file, (day.isoformat() for day, _ in free), field="day")
    book = Rulebook(read_terms(terms, file=file), frozenset(day for day, _ in free))
    return RegionTerms(book, (*sources, *((day.isoformat(), source) for day, source in free)))


def _free_day(row: Record) -> tuple[date, str]:
    row.text("name", longest=80)
    found = row.day("day"), row.source()
    row.finish()
    return found
