"""Who is in care on the last day, as it is shown: per form of care a table of gemeente of origin by age group, with its totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpi.domain.people import Key, field_of, fitted, gap, keys_of, said
from kpi.domain.problems import Problem
from kpi.domain.summary_input import Axes, Category
from kpi.queries.people import FormPeople, PeopleOfReport
from kpi.queries.reports import ReportHeader
from portal.provider.grid_page import Link
from portal.web.sent_back import number_of


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """One form of care. `texts` is what stands in each cell; a zero is left empty, because empty is zero.

    `theirs`: cells that somebody else changed: which, what stands there now, what was typed.
    """

    key: str
    label: str
    version: int
    axes: Axes
    texts: Mapping[Key, str]
    at_end: int | None
    told: int | None
    previous: int | None
    mistakes: tuple[str, ...] = ()
    wrong: frozenset[str] = frozenset()
    theirs: tuple[tuple[str, str, str], ...] = ()

    @property
    def gap(self) -> str:
        """How far the table that is kept is from the end of the form."""
        return gap(self.told, self.at_end)

    @property
    def rows(self) -> list[tuple[Category, list[tuple[str, str, Category]], int]]:
        """A gemeente, its cells (field, text, age group), and their sum."""
        return [
            (row, [(field_of(self.key, (row.code, age.code)), self.texts.get((row.code, age.code), ""), age) for age in self.axes.ages],
             sum(number_of(self.texts.get((row.code, age.code), "").strip()) for age in self.axes.ages))
            for row in self.axes.municipalities
        ]  # fmt: skip

    @property
    def sums(self) -> list[tuple[Category, int]]:
        """The sum of every age group."""
        rows = self.axes.municipalities
        return [(age, sum(number_of(self.texts.get((row.code, age.code), "").strip()) for row in rows)) for age in self.axes.ages]

    @property
    def total(self) -> int:
        """Everybody in the table, as it stands there."""
        return sum(people for _, people in self.sums)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """All tables of one report. `can_take_over`: last quarter has a table of a form that was not told yet."""

    report: ReportHeader
    tables: list[PeopleTable]
    can_take_over: bool
    mistakes: tuple[tuple[str, str], ...] = ()
    file_mistake: str = ""
    title: str = "Cliënten per gemeente en leeftijd"
    question: str = ""
    is_closed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its numbers may be changed now."""
        return self.report.is_editable and not self.is_closed

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistakes or self.file_mistake)

    @property
    def summary(self) -> list[Link]:
        """The error summary: each sentence with the field it belongs to."""
        links = [Link(f"#{place}" if place else "", sentence) for place, sentence in self.mistakes]
        return [*links, *([Link("#file", self.file_mistake)] if self.file_mistake else [])]


def people_page(report: ReportHeader, found: PeopleOfReport) -> PeoplePage:
    """The tables as they are kept."""
    known = any(form.previous and not form.is_told for form in found.forms)
    return PeoplePage(report, [_table(form, found.axes) for form in found.forms], known and report.is_editable)


def _table(form: FormPeople, axes: Axes) -> PeopleTable:
    kept = fitted(form.table, axes)
    total = sum(kept.values())
    texts = {key: str(people) for key, people in kept.items() if people or not total}
    flow, before = form.row.flow, sum(form.previous.values()) if form.previous else None
    end = None if flow is None else flow.at_end
    return PeopleTable(form.code, form.row.care_form_name, form.version, axes, texts, end, total if form.is_told else None, before)


def kept(page: PeoplePage, typed: Mapping[str, Mapping[Key, str]]) -> PeoplePage:
    """The same page with what was typed, by form."""
    return replace(page, tables=[replace(one, texts=typed[one.key]) if one.key in typed else one for one in page.tables])


def with_problems(page: PeoplePage, problems: list[Problem]) -> PeoplePage:
    """Every sentence at its table and its cell."""
    tables, links = [], list[tuple[str, str]]()
    for table in page.tables:
        fields = {field_of(table.key, key) for key in keys_of(table.axes)}
        own = [one for one in problems if one.field in fields]
        links += [(one.field, f"{table.label}, {one.reason}") for one in own]
        tables.append(replace(table, mistakes=tuple(one.reason for one in own), wrong=frozenset(one.field for one in own)))
    links += [("", one.reason) for one in problems if not any(one.field in table.wrong for table in tables)]
    return replace(page, tables=tables, mistakes=tuple(links))


def lost(page: PeoplePage, typed: Mapping[str, Mapping[Key, str]], seen: Mapping[str, int]) -> PeoplePage:
    """A lost race: what stands there now beside what was typed, ready to be saved again by choice. `seen`: the versions that were sent along."""
    mine = kept(page, typed)
    tables = [
        replace(one, theirs=_apart(stored, one)) if one.key in seen and seen[one.key] != stored.version else one
        for one, stored in zip(mine.tables, page.tables, strict=True)
    ]
    return replace(mine, tables=tables, mistakes=(("", "Een collega heeft dit intussen gewijzigd. Kies welke getallen blijven staan."),))


def _apart(stored: PeopleTable, mine: PeopleTable) -> tuple[tuple[str, str, str], ...]:
    """The cells that differ: which, what stands there now, what was typed."""
    cells = [(key, stored.texts.get(key, "").strip() or "0", mine.texts.get(key, "").strip() or "0") for key in keys_of(stored.axes)]
    return tuple((said(key, stored.axes), theirs, own) for key, theirs, own in cells if theirs != own)
