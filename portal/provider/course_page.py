"""What an arrangement of the aanbieder will cost this year, with every figure that it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.domain.outlook import Facts
from contracts.queries.own_contracts import OwnContract
from kpi.queries.expected import Parts, Row
from kpi.queries.forecast_sources import sources_from
from portal.web.forecast_words import ForecastWords, forecast_words

READ_BY = "Ingelezen door de gemeente"


@dataclass(frozen=True, slots=True)
class CoursePage:
    """One arrangement in this year. `words` is None when no amount was agreed for the year."""

    title: str
    kicker: str
    lead: str
    year: int
    words: ForecastWords | None
    href: str
    sections: tuple[tuple[str, str, bool], ...]


def course_page(
    found: OwnContract, details: Sequence[tuple[Facts, Row, Parts]], *, today: date, sections: tuple[tuple[str, str, bool], ...]
) -> CoursePage:
    """The year of one contract in words."""
    words = next((_words(*each, today) for each in details), None)
    told = f"Voor {today.year} is geen bedrag afgesproken." if words is None else words.sentence
    return CoursePage(found.name, f"{found.reference}, {found.kind}", told, today.year, words, f"/aanbieder/contracten/{found.id}", sections)


def _words(facts: Facts, row: Row, parts: Parts, today: date) -> ForecastWords:
    """As the contractmanager reads it, without which file it came in by whose hand, and what was noted there."""
    words = forecast_words(sources_from(facts, row, parts, years=(facts.year,), today=today))
    return replace(words, realised=tuple(each._replace(source=READ_BY, note="") for each in words.realised))
