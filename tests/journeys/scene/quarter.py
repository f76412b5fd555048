"""An aanbieder's quarter as it is walked: the figures of last time again, an explanation where one is asked, offered and signed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from playwright.sync_api import Locator, expect

from contracts.foundation.period import Quarter
from kpi.domain.numbers import as_typed
from kpi.queries.flows import FlowRow, flow_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.reports import ReportHeader, find_report_of_period
from portal.provider.words import FAMILY_NAMES
from portal.web import clock
from portal.web.formatting import quarter as in_words
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.visitor import Visitor

EXPLANATION = "Dit is al een paar kwartalen zo. Wij bespreken het in ons team."
ASKS = "Vraagt uitleg"


@dataclass(frozen=True)
class Report:
    """One aanbieder's report of the last quarter, with what its screens ask."""

    portal: Portal
    slug: str

    @cached_property
    def quarter(self) -> Quarter:
        """The quarter that everybody reports on now."""
        return Quarter.of(clock.today()).previous

    @property
    def name(self) -> str:
        """ "3e kwartaal 2026"."""
        return in_words(self.quarter.code)

    @property
    def path(self) -> str:
        """Where the aanbieder finds it."""
        return f"/aanbieder/rapportages/{self.quarter.slug}"

    @cached_property
    def provider_name(self) -> str:
        """The aanbieder's name."""
        return str(self.portal.ask("SELECT name FROM organisation WHERE slug = ?", self.slug)[0][0])

    @cached_property
    def provider_id(self) -> int:
        """The aanbieder's number."""
        return int(self.portal.ask("SELECT id FROM organisation WHERE slug = ?", self.slug)[0][0])

    @property
    def header(self) -> ReportHeader:
        """The report as it is now."""
        with self.portal.reading() as session:
            return find_report_of_period(session, provider_id=self.provider_id, period=self.quarter.code)

    def rows(self) -> list[GridRow]:
        """Every cell of the grid, as it is now."""
        with self.portal.reading() as session:
            return grid_rows(session, report=self.header)

    def empty_families(self) -> dict[str, list[GridRow]]:
        """The families that are still to be filled in."""
        families: dict[str, list[GridRow]] = {}
        for row in self.rows():
            if not row.is_filled:
                families.setdefault(FAMILY_NAMES[row.family], []).append(row)
        return families

    def flows(self) -> list[FlowRow]:
        """The forms of care in which people come and go."""
        with self.portal.reading() as session:
            return flow_rows(session, report=self.header)


def typed_in(row: GridRow) -> tuple[str, str]:
    """What somebody types for a cell: the same as last quarter."""
    before = row.previous
    assert before is not None
    assert before.numerator is not None
    return as_typed(before.numerator), as_typed(before.denominator)


def field(writer: Visitor, row: GridRow, column: str) -> Locator:
    """A field of the grid by its accessible name: the row and the column."""
    return writer.page.get_by_role("textbox", name=f"{row.code} {row.name} {column}", exact=True)


FIRST, SECOND, EXPLAINED = "Teller of aantal", "Noemer", "Toelichting"


def fill_cell(writer: Visitor, row: GridRow) -> None:
    """Type a cell and walk on: it saves itself, and asks for an explanation when something stands out."""
    first, second = typed_in(row)
    field(writer, row, FIRST).fill(first)
    if row.denominator_label:
        field(writer, row, SECOND).fill(second)
    writer.page.keyboard.press("Tab")
    status = writer.page.locator(f"#status-{row.code}")
    expect(status).to_contain_text("Opgeslagen")
    if ASKS in status.inner_text():
        field(writer, row, EXPLAINED).fill(EXPLANATION)
        writer.page.keyboard.press("Tab")
        expect(status).not_to_contain_text(ASKS)


def fill_family(writer: Visitor, rows: list[GridRow]) -> None:
    """All cells of a family, one by one."""
    for row in rows:
        fill_cell(writer, row)


def fill_family_at_once(writer: Visitor, rows: list[GridRow]) -> None:
    """Without scripts: everything is typed, then saved with the button; what stands out is explained after that."""
    for row in rows:
        first, second = typed_in(row)
        field(writer, row, FIRST).fill(first)
        if row.denominator_label:
            field(writer, row, SECOND).fill(second)
    writer.presses("Bewaar", exact=True)
    asked = [row for row in rows if ASKS in writer.page.locator(f"#status-{row.code}").inner_text()]
    for row in asked:
        field(writer, row, EXPLAINED).fill(EXPLANATION)
    if asked:
        writer.presses("Bewaar", exact=True)


def count_people(writer: Visitor, report: Report) -> None:
    """The flows: in every form one comes and one goes, so the end is the beginning."""
    for row in report.flows():
        begin = {"Begin": 0} if row.previous_end is None else {}
        for column, count in {**begin, "Instroom": 1, "Uitstroom": 1}.items():
            writer.page.get_by_role("textbox", name=f"{row.care_form_name} {column}", exact=True).fill(str(count))


def fill_in(writer: Visitor, report: Report, *, scripts: bool = True) -> None:
    """The rest of the quarter, from its task list back to its task list."""
    writer.goes_to(report.path)
    writer.is_at(f"Rapportage {report.name}")
    for family, rows in report.empty_families().items():
        writer.follows(family)
        writer.is_at(family)
        (fill_family if scripts else fill_family_at_once)(writer, rows)
        writer.presses(re.compile("^Bewaar en verder"))
        expect(writer.page.get_by_role("heading", level=1)).not_to_have_text(family)
        writer.goes_to(report.path)
    writer.follows("Capaciteit")
    writer.is_at("Capaciteit")
    writer.presses(re.compile("^Niets veranderd sinds"))
    writer.is_told("De capaciteit van vorig kwartaal is overgenomen.")
    writer.presses("Bewaar en verder naar in- en uitstroom")
    writer.is_at("In-, door- en uitstroom")
    count_people(writer, report)
    writer.presses("Bewaar en terug naar de takenlijst")
    writer.is_at(f"Rapportage {report.name}")
    writer.follows("Toelichting")
    writer.is_at("Toelichting")
    writer.fills(re.compile("^Wat moet de gemeente"), "Er zijn dit kwartaal geen bijzonderheden.")
    writer.presses("Bewaar", exact=True)
    writer.is_told("De toelichting is opgeslagen.")


def answer_questions(writer: Visitor) -> None:
    """The figures of last time do not go with the people of this time: each question "Klopt dit?" gets its reason, all in one go."""
    fields = writer.page.get_by_role("textbox", name=re.compile("^Waarom klopt dit"))
    asked = fields.count()
    for number in range(asked):
        fields.nth(number).fill(EXPLANATION)
    if asked:
        writer.page.get_by_role("button", name=re.compile("^Bevestig")).last.click()
        expect(fields).to_have_count(0)


def offer(writer: Visitor, report: Report) -> None:
    """Check everything in one view and offer it."""
    writer.follows("Controleren en ondertekenen")
    writer.is_at(f"Controleren: {report.name}")
    answer_questions(writer)
    writer.sees("Alles is ingevuld.")
    writer.presses("Bied aan ter ondertekening")
    writer.is_at(re.compile(report.name))


def sign(signer: Visitor, report: Report) -> str:
    """The other person signs with the code of their phone; the number of the receipt."""
    signer.goes_to(f"{report.path}/controleren")
    signer.is_at(f"Controleren: {report.name}")
    shown = signer.page.get_by_text(re.compile("op uw telefoon zou nu staan")).inner_text()
    found = re.search(r"(\d{6})", shown)
    assert found is not None
    signer.fills("Code uit uw app", found.group(1))
    signer.presses("Onderteken en dien in")
    signer.is_at("Ontvangstbewijs")
    return signer.page.locator(".receipt .number").inner_text()
