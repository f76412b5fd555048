"""What the pages of places and people have in common: what was asked about them, and that only a quarter has them."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.foundation.errors import NotFound
from kpi.domain.problems import Problem
from kpi.queries.openings import openings_of, section_is_open
from kpi.queries.reports import ReportHeader
from portal.web import transaction


def asked_about(report: ReportHeader, section: str, problems: Iterable[Problem]) -> tuple[str, bool]:
    """What was asked about a section, and whether it is closed because the question was about something else."""
    found = openings_of(transaction.reading(), header=report)
    return "" if found is None else found.question(section), not section_is_open(found, section, problems)


def require_places(report: ReportHeader) -> None:
    """A year or a free request has no such page."""
    if not report.asks_places:
        raise NotFound(report.slug)
