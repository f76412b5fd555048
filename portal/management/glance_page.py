"""The heat table of a quarter in words: every cell a ready text, so that the template only places them (it must be fast)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from contracts.foundation.period import Quarter
from kpi.domain import follow_up
from kpi.domain.judging import CLEAR
from kpi.domain.numbers import dutch
from kpi.domain.report import days_left
from kpi.queries.glance import Glance, GlanceProvider
from kpi.queries.judged import JudgedFigure
from portal.management.signs import COMMON, NO_NORM, NOTHING, Sign, agreed_norm, heaviest, is_common, norm_sign, value_words, variation_sign
from portal.management.words import DEVIATION_STATES, FAMILIES, REPORT_STATES, counted
from portal.management.worklist_page import last_day
from portal.web.formatting import day, in_days, short_quarter


class HeatCell(NamedTuple):
    """One figure: the value, the norm's sign, the sign of its own series, and its deviation. A named tuple: taken apart at once."""

    css: str
    provider: str
    href: str
    value: str
    norm_mark: str
    norm: str
    series_mark: str
    series: str
    deviation: str
    about: str


class HeatRow(NamedTuple):
    """One KPI."""

    href: str
    code: str
    name: str
    norm: str
    cells: list[HeatCell]


class HeatGroup(NamedTuple):
    """A pijler, or a family of KPIs outside the pijlers."""

    name: str
    rows: list[HeatRow]


class HeatHead(NamedTuple):
    """One aanbieder: its name above its column, and what there is to know about its report."""

    href: str
    name: str
    note: str


class Awaited(NamedTuple):
    """What is not in yet."""

    provider: str
    href: str
    state: str
    tone: str
    due: str
    days: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class GlancePage:
    """One quarter at a glance. `counts`: (label, number, href) above the table. Without `groups` there is nothing to show yet."""

    quarter: str
    slug: str
    lead: str
    quarters: tuple[tuple[str, str, bool], ...]
    counts: tuple[tuple[str, int, str], ...]
    heads: tuple[HeatHead, ...]
    groups: tuple[HeatGroup, ...]
    awaited: tuple[Awaited, ...]
    chance: str
    title: str = "Aan één blik"


NOT_IN, NOT_ASKED, NOT_JUDGED = "nog niet binnen", "niet gevraagd", "nog niet beoordeeld"


def glance_page(found: Glance, quarter: Quarter, known: list[Quarter], now: datetime) -> GlancePage:
    """Put a quarter in words. An empty one has no groups."""
    shown = [one for one in found.figures.values() if one.is_judged]
    awaited = tuple(_awaited(one, now) for one in found.providers if not one.is_in or one.is_open_again)
    is_there = bool(found.figures)
    return GlancePage(
        quarter=quarter.label,
        slug=quarter.slug,
        lead=lead_of(shown, found.providers, quarter),
        quarters=tuple((short_quarter(one.code), f"/beheer/overzicht?kwartaal={one.slug}", one == quarter) for one in known),
        counts=_counts(shown, len(awaited)) if is_there else (),
        heads=tuple(_head(one) for one in found.providers) if is_there else (),
        groups=tuple(_groups(found)) if is_there else (),
        awaited=awaited if is_there else (),
        chance=chance_words(shown),
    )


def lead_of(shown: list[JudgedFigure], providers: list[GlanceProvider], quarter: Quarter) -> str:
    """The one sentence that says how this quarter stands."""
    missed = sum(one.norm_verdict == "missed" for one in shown)
    if not shown:
        return f"Van het {quarter.label} is nog geen cijfer ondertekend."
    missing = sum(not one.is_in for one in providers)
    still = f" {counted(missing, 'aanbieder heeft', 'aanbieders hebben')} nog niet ingediend." if missing else ""
    if not missed:
        return f"Geen van de {counted(len(shown), 'cijfer', 'cijfers')} ligt zeker buiten de norm.{still}"
    return f"{counted(missed, 'cijfer ligt', 'cijfers liggen')} zeker buiten de norm, van de {len(shown)} die binnen zijn.{still}"


def _counts(shown: list[JudgedFigure], awaited: int) -> tuple[tuple[str, int, str], ...]:
    """The figures above the table."""
    is_open = sum(one.deviation_state in follow_up.OPEN for one in shown)
    turned = sum(variation_sign(one).tone == "aandacht" for one in shown)
    return (
        ("buiten de norm", sum(one.norm_verdict == "missed" for one in shown), ""),
        ("anders dan de eigen reeks", turned, ""),
        ("afwijkingen nog open", is_open, "/beheer/werklijst"),
        ("rapportages nog niet binnen", awaited, "#niet-binnen"),
    )


def chance_words(shown: Iterable[JudgedFigure]) -> str:
    """How many of the statistical findings to expect by chance alone (rule 7); nothing when nothing was judged."""
    expected = sum((one.chance or 0) + (one.chance_peers or 0) for one in shown)
    if not expected:
        return ""
    times = dutch(Fraction(expected), 1)
    return f"Bij zo veel cijfers valt er ook iets op als er niets aan de hand is: naar verwachting {times} keer in dit kwartaal."


def _head(one: GlanceProvider) -> HeatHead:
    note = "wijziging gevraagd: het laatst ondertekende cijfer" if one.is_open_again else "" if one.is_in else NOT_IN
    return HeatHead(f"/beheer/aanbieders/{one.id}", one.name, note)


def _groups(found: Glance) -> Iterable[HeatGroup]:
    """By family, in the order of the catalogue. Of two definitions in one quarter the newest names the row."""
    rows = {one.code: one for one in found.figures.values()}
    for family, members in groupby(rows.values(), key=lambda one: one.family):
        yield HeatGroup(FAMILIES.get(family, family), [_row(one, found) for one in members])


def _row(one: JudgedFigure, found: Glance) -> HeatRow:
    norm = agreed_norm(one)
    cells = [cell_of(found.figures.get((provider.id, one.code)), provider, one.code) for provider in found.providers]
    return HeatRow(f"/beheer/kpis/{one.code}", one.code, one.name, f"norm {norm}" if norm else "geen norm", cells)


def cell_of(one: JudgedFigure | None, provider: GlanceProvider, code: str) -> HeatCell:
    """One cell. A concept of the aanbieder is not binnen; what it signed before stays until it signs again."""
    about, series = f", {code} van {provider.name}", f"/beheer/kpis/{code}/aanbieders/{provider.id}"
    if not provider.is_in:
        return HeatCell("is-none", provider.name, series, NOT_IN, "", "", "", "", "", about)
    if one is None:
        return HeatCell("is-none", provider.name, "", NOT_ASKED, "", "", "", "", "", "")
    href, deviation = _deviation(one)
    if not one.is_judged or one.value is None:
        words = value_words(one) if one.is_judged else NOT_JUDGED
        return HeatCell("is-none", provider.name, href or series, words, "", "", "", "", deviation, about)
    norm, own = norm_sign(one), variation_sign(one)
    told = (*(NOTHING if norm is NO_NORM else norm)[:2], *(COMMON if is_common(one) else own)[:2])  # the row says that there is no norm
    return HeatCell(tone_of(one, norm, own), provider.name, href or series, value_words(one), *told, deviation, about)


def tone_of(one: JudgedFigure, norm: Sign = NOTHING, own: Sign = NOTHING) -> str:
    """The class of a cell: its heaviest sign; whatever else stands out asks for attention."""
    tone = heaviest(norm, own)
    if (one.severity or 0) >= CLEAR and tone in ("", "goed"):
        tone = "aandacht"
    return f"tone-{tone}" if tone else ""


def _deviation(one: JudgedFigure) -> tuple[str, str]:
    """Where its deviation is, and in a word how it stands."""
    if one.deviation_id is None:
        return "", ""
    return f"/beheer/afwijkingen/{one.deviation_id}", f"afwijking: {DEVIATION_STATES[str(one.deviation_state)].word.lower()}"


def _awaited(one: GlanceProvider, now: datetime) -> Awaited:
    href = f"/beheer/rapportages/{one.report_id}" if one.report_id else ""
    word, tone = REPORT_STATES[one.state] if one.state else ("Nog niet geopend", "rustig")
    if one.due_at is None:
        return Awaited(one.name, href, word, tone, "", "", False)
    left = days_left(now, one.due_at)
    return Awaited(one.name, href, word, tone, day(last_day(one.due_at)), in_days(left), left < 0)
