"""The page "Controleren": everything of a report in one view, with what the rules say of it in three groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from flask import url_for

from kpi.domain.checks.verdict import Question, Verdict
from kpi.domain.expected import Expected
from kpi.queries.capacity import CapacityRow
from kpi.queries.flows import FlowRow
from kpi.queries.grid import GridRow
from kpi.queries.reports import ReportHeader
from portal.provider.grid_page import CellRow, Link, cell_row
from portal.provider.words import FAMILY_NAMES
from portal.web.difference import ChangedLine, CorrectionWords


@dataclass(frozen=True, slots=True)
class Asked:
    """A question "Klopt dit?" with room for the reason, as it was typed. `also`: what else the same explanation answers."""

    question: Question
    href: str
    text: str = ""
    mistake: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A figure that will stand out by its own series, with the place where its explanation is typed."""

    title: str
    sentences: tuple[str, ...]
    href: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A question that was answered, and by whom."""

    sentence: str
    reason: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Groups:
    """The findings: "Dit kan niet", "Klopt dit?", what will stand out, what was confirmed or explained, and "Ter informatie"."""

    blocking: list[Link] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    confirmed: list[Confirmed] = field(default_factory=list)
    information: list[str] = field(default_factory=list)
    foreseen: list[Foreseen] = field(default_factory=list)
    explained: list[Foreseen] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way of handing in."""
        return not self.blocking and not self.asked

    @property
    def mistakes(self) -> list[Link]:
        """The error summary: each sentence with the field that it belongs to."""
        return [Link(f"#reden-{one.question.key}", f"{one.question.field}: {one.mistake}") for one in self.asked if one.mistake]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything in one view before it is offered or signed."""

    report: ReportHeader
    families: dict[str, list[CellRow]]
    capacity: list[CapacityRow]
    flows: list[FlowRow]
    groups: Groups
    may_enter: bool
    may_sign: bool
    offered_by: str
    offered_by_me: bool
    title: str
    corrections: tuple[CorrectionWords, ...] = ()
    changed: tuple[ChangedLine, ...] = ()
    changed_since: str = ""
    shown_code: str = ""
    has_errors: bool = False
    family_names: dict[str, str] = field(default_factory=lambda: FAMILY_NAMES)

    @property
    def tells_people(self) -> bool:
        """Whether any table of people by gemeente and age group was filled in."""
        return any(row.told_people is not None for row in self.flows)


def groups_of(
    verdict: Verdict,
    report: ReportHeader,
    cells: Sequence[GridRow],
    *,
    expected: Sequence[Expected] = (),
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Groups:
    """The findings in words. `typed` and `wrong`: what somebody wrote, and what is wrong with it, by the question's key.

    `expected`: what the figures will bring as deviations. Of a cell that is asked about anyway it only adds to that question.
    """
    family_of = {row.code: row.family for row in cells}
    words, mistakes = typed or {}, wrong or {}
    groups = Groups(
        confirmed=[Confirmed(one.finding.sentence, one.reason.text, one.reason.by, one.reason.at) for one in verdict.answered],
        information=[one.sentence for one in verdict.information],
    )
    also = {one.code: one.sentences for one in expected if one.is_asked}
    for one in expected:
        if not one.is_asked:
            (groups.explained if one.is_answered else groups.foreseen).append(_foreseen(one, report, family_of))
    if report.is_editable:
        groups.blocking.extend(Link(where(one.field, report, family_of), one.sentence) for one in verdict.blocking)
        groups.asked.extend(
            Asked(
                one,
                where(one.field, report, family_of),
                words.get(one.key, ""),
                mistakes.get(one.key, ""),
                also.get(one.field, ()) if one.at_cell else (),
            )
            for one in verdict.questions
        )
    return groups


def _foreseen(one: Expected, report: ReportHeader, family_of: Mapping[str, str]) -> Foreseen:
    href = f"{url_for('provider.grid', period=report.slug, family=family_of[one.code])}#explanation-{one.code}"
    return Foreseen(f"{one.code} {one.name}", one.sentences, href, one.explanation)


def where(place: str, report: ReportHeader, family_of: Mapping[str, str]) -> str:
    """The place where a finding is mended."""
    slug = report.slug
    code = place.removeprefix("uitsplitsing-").rpartition("-")[0] if place.startswith("uitsplitsing-") else place
    if code != place and code in family_of:
        return f"{url_for('provider.cell', period=slug, family=family_of[code], code=code)}#uitsplitsing"
    if code in family_of:
        return f"{url_for('provider.grid', period=slug, family=family_of[code])}#numerator-{code}"
    if place.startswith("mensen-"):
        return f"{url_for('provider.people', period=slug)}#{place.replace('mensen', 'vorm', 1)}"
    return url_for("provider.capacity" if place.startswith("locatie") else "provider.flows", period=slug)


def answers_by_family(rows: Sequence[GridRow], today: date) -> dict[str, list[CellRow]]:
    """The cells as answers, by family, in the order of the screens."""
    families: dict[str, list[CellRow]] = {}
    for row in rows:
        families.setdefault(row.family, []).append(cell_row(row, today=today))
    return families
