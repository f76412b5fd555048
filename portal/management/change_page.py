"""The form to ask for a change: a tick and a question per figure or section, or one question for all that is ticked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from contracts.foundation.errors import Refused
from kpi.domain import openings, report
from kpi.domain.openings import CELL, SECTION, SECTIONS, Ask
from kpi.queries.grid import GridRow
from kpi.queries.reports import ReportHeader
from portal.management import words
from portal.management.report_page import read_cell

LONGEST = 4000
TICKED, QUESTION, COMMON = "open-", "vraag-", "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be opened, as it was typed."""

    scope: str
    name: str
    value: str
    verdict: str
    is_ticked: bool
    question: str
    mistake: str


@dataclass(frozen=True, slots=True)
class Link:
    """A sentence and the field it belongs to."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Everything of a report that may be opened, by family; `common` is the question for all that has none of its own."""

    report: ReportHeader
    title: str
    lead: str
    can_ask: bool
    families: tuple[tuple[Choice, tuple[Choice, ...]], ...]
    others: tuple[Choice, ...]
    common: str
    summary: tuple[Link, ...]

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.summary)


def asks_of(form: Mapping[str, str]) -> list[Ask]:
    """What the form asks: whatever is ticked or has a question of its own. Without one of its own the common question is asked."""
    common = form.get(COMMON, "").strip()
    named = dict.fromkeys(name.partition("-")[2] for name, text in form.items() if name.startswith((TICKED, QUESTION)) and text.strip())
    return [Ask(SECTION if scope in SECTIONS else CELL, scope, form.get(f"{QUESTION}{scope}", "").strip() or common) for scope in named]


def change_page(header: ReportHeader, cells: list[GridRow], form: Mapping[str, str], refusal: Refused | None) -> ChangePage:
    """The page, with what was typed and what is wrong with it."""
    can_ask = header.state in report.TO_REVIEW
    families = tuple(
        (_choice(family, words.FAMILIES.get(family, family), form, refusal), tuple(_cell(row, form, refusal) for row in rows))
        for family, rows in groupby(cells, key=lambda row: row.family)
    )
    others = tuple(
        _choice(scope, words.SECTIONS[scope], form, refusal)
        for scope in (openings.CAPACITY, openings.FLOWS, openings.PEOPLE, openings.NOTE, openings.CORRECTIONS)
    )
    lead = "Kruis aan wat open moet en schrijf uw vraag. De rest van de cijfers blijft dicht."
    closed = "U kunt nu geen wijziging vragen. Deze rapportage ligt niet bij u."
    summary = () if refusal is None else (Link(_place(form, refusal), refusal.reason),)
    title = f"Vraag een wijziging: {header.provider_name}"
    return ChangePage(
        header, title, lead if can_ask else closed, can_ask, families, others if can_ask else (), form.get(COMMON, "")[:LONGEST], summary
    )


def _choice(scope: str, name: str, form: Mapping[str, str], refusal: Refused | None, value: str = "", verdict: str = "") -> Choice:
    question = form.get(f"{QUESTION}{scope}", "")[:LONGEST]
    own = refusal is not None and refusal.field == f"{QUESTION}{scope}" and question.strip() != ""
    return Choice(scope, name, value, verdict, f"{TICKED}{scope}" in form, question, refusal.reason if refusal is not None and own else "")


def _cell(row: GridRow, form: Mapping[str, str], refusal: Refused | None) -> Choice:
    told = read_cell(row, 0, 0)
    return _choice(row.code, f"{row.code} {row.name}", form, refusal, told.value, told.verdict if told.tone else "")


def _place(form: Mapping[str, str], refusal: Refused) -> str:
    """Where the mistake is mended: at the question itself when it was typed there, else at the common question or above the choices."""
    if refusal.field.startswith(QUESTION):
        return f"#{refusal.field}" if form.get(refusal.field, "").strip() else f"#{COMMON}"
    return "#keuzes" if refusal.field == "open" else ""
