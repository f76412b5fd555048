"""The terms of a subsidie as the Algemene wet bestuursrecht sets them (domain paper B5), and how a region puts its own in their place.

Only what the Awb itself says stands here. "13 of 22 weken" for a decision comes from a verordening: that is for the region's file, with the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from contracts.domain.legal_days import NONE
from contracts.domain.reference.record import Record, no_duplicates, only_sections, records
from contracts.domain.terms import Change, Counting, Suspension, TermRule, Unit, last_day

APPLY = "aanvraag-boekjaarsubsidie"
DECIDE = "beslissing-op-aanvraag"
NOT_PROCESS = "buiten-behandeling"
RESERVATION = "begrotingsvoorbehoud"
REQUEST_DETERMINATION = "aanvraag-vaststelling"
DETERMINE = "beslissing-op-vaststelling"
PAY = "betaling"
SUSPEND_PAYMENT = "opschorting-betaling"
REVOKE = "intrekking-vaststelling"
RECOVER = "terugvordering"
OBJECT = "bezwaar"
DECIDE_OBJECTION = "beslissing-op-bezwaar"

LONGEST = 1000  # of any unit: more is a typing mistake
_RULES = (
    TermRule(APPLY, "Aanvraag van een boekjaarsubsidie", "Awb 4:60", 13, Unit.WEEKS, Counting.BEFORE, "de eerste dag van het boekjaar"),
    TermRule(DECIDE, "Beslissing op de aanvraag", "Awb 4:13 lid 2", 8, Unit.WEEKS, Counting.EVENT, "de ontvangst van de aanvraag"),
    TermRule(
        NOT_PROCESS,
        "Besluit om de aanvraag niet te behandelen",
        "Awb 4:5 lid 4",
        4,
        Unit.WEEKS,
        Counting.EVENT,
        "de aanvulling, of het einde van de tijd daarvoor",
    ),
    TermRule(
        RESERVATION,
        "Beroep op het begrotingsvoorbehoud",
        "Awb 4:34 lid 3",
        4,
        Unit.WEEKS,
        Counting.EVENT,
        "de vaststelling of goedkeuring van de begroting",
    ),
    TermRule(
        REQUEST_DETERMINATION,
        "Aanvraag tot vaststelling van een boekjaarsubsidie",
        "Awb 4:74",
        6,
        Unit.MONTHS,
        Counting.PERIOD_END,
        "de laatste dag van het boekjaar",
    ),
    TermRule(
        DETERMINE,
        "Beslissing op de aanvraag tot vaststelling",
        "Awb 4:13 lid 2",
        8,
        Unit.WEEKS,
        Counting.EVENT,
        "de ontvangst van de aanvraag tot vaststelling",
    ),
    TermRule(PAY, "Betaling", "Awb 4:87 lid 1", 6, Unit.WEEKS, Counting.EVENT, "de bekendmaking van het besluit"),
    TermRule(
        SUSPEND_PAYMENT, "Opschorting van de betaling", "Awb 4:56", 13, Unit.WEEKS, Counting.EVENT, "de kennisgeving van het ernstige vermoeden"
    ),
    TermRule(
        REVOKE, "Intrekken of verlagen van de vaststelling", "Awb 4:49 lid 3", 5, Unit.YEARS, Counting.EVENT, "de bekendmaking van de vaststelling"
    ),
    TermRule(RECOVER, "Terugvordering", "Awb 4:57 lid 4", 5, Unit.YEARS, Counting.EVENT, "de dag van de vaststelling"),
    TermRule(OBJECT, "Bezwaar", "Awb 6:7 en 6:8", 6, Unit.WEEKS, Counting.EVENT, "de bekendmaking van het besluit"),
    TermRule(DECIDE_OBJECTION, "Beslissing op bezwaar", "Awb 7:10 lid 1", 6, Unit.WEEKS, Counting.EVENT, "de laatste dag om bezwaar te maken"),
)
AWB: Mapping[str, TermRule] = MappingProxyType({rule.code: rule for rule in _RULES})


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The terms that hold in a region, and the days that were made equal to holidays there and then (Atw art. 3 lid 3)."""

    rules: Mapping[str, TermRule] = field(default_factory=lambda: AWB)
    also_free: frozenset[date] = NONE

    def last_day(self, code: str, start: date, changes: Iterable[Change] = ()) -> date:
        """The last day of this term when it starts so."""
        return last_day(self.rules[code], start, changes, also_free=self.also_free)


def waiting(asked_on: date, *, due_on: date, received_on: date | None = None) -> Suspension:
    """The days on which a decision waits for what the applicant was asked to add (Awb 4:15 lid 1 a).

    From the day after the question "tot" the day on which it came, or on which the time for it ran out unused. That day itself counts again:
    of the two readings of the law this is the one that ends sooner.
    """
    back = due_on if received_on is None else min(received_on, due_on)
    return Suspension(asked_on + timedelta(days=1), back - timedelta(days=1))


def read_terms(document: Mapping[str, Any], *, file: str = "terms.toml") -> Mapping[str, TermRule]:
    """The Awb's terms with a region's own in their place. A `[[term]]` has a `code`, `count`, `unit` and the `article` that says so.

    In a region's file (`region_terms.py`) it has a `source` as well.

    Raises ReferenceMistake. An empty document is the Awb itself.
    """
    only_sections(document, file=file, known=("term",))
    if not document:
        return AWB
    rows = records(document, file=file, section="term")
    found = [_own(row) for row in rows]
    no_duplicates(file, (rule.code for rule in found))
    return MappingProxyType({**AWB, **{rule.code: rule for rule in found}})


def _own(row: Record) -> TermRule:
    usual = AWB[row.choice("code", AWB)]
    unit = Unit(row.choice("unit", [unit.value for unit in Unit]))
    if row.whole("count", least=1) > LONGEST:
        row.refuse("count", f"Een termijn telt hoogstens {LONGEST} {unit}.")
    own = replace(
        usual, count=row.whole("count", least=1), unit=unit, article=row.text("article", longest=200), in_law=row.flag_or("in_law", usual.in_law)
    )
    row.text_or_empty("source", longest=200)
    row.finish()
    return own
