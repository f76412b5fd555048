"""An aanbieder as a workbook: the same parts as on its page, values as numbers, amounts in euros."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from contracts.foundation.period import AMSTERDAM
from kpi.queries.judged import JudgedFigure
from portal.management.glance_sheet import explanation, rounded
from portal.management.provider_kpis import window_of
from portal.management.provider_page import ProviderPicture, action_rows, deviation_rows
from portal.management.signs import agreed_norm, assurance_sign, norm_sign, value_words, variation_sign
from portal.management.words import FAMILIES
from portal.web.formatting import day, moment, short_quarter
from portal.web.spreadsheets.table import Column, Table, Value

CENTS = 100


def provider_tables(found: ProviderPicture, at: datetime) -> tuple[Table, ...]:
    """A sheet for each part, and what it all means."""
    latest: dict[str, JudgedFigure] = {one.figure.code: one.figure for one in found.figures if one.figure.is_judged}
    above = (
        f"{found.head.name}. Cijfers tot en met {found.last.label}, alle KPI's, zonder filter. Gedownload op {moment(at)}.",
        f"Bedragen zijn van {found.year}, in euro's. Alleen ondertekende cijfers. Een lege cel betekent: geen cijfer. Leeg is niet nul.",
        "",
    )
    return (_kpis(found), _deviations(found, at), _places(found), _actions(found, at), _contracts(found), explanation(latest.values(), above))


def _kpis(found: ProviderPicture) -> Table:
    quarters = [quarter.code for quarter in window_of(found.last)]
    series: dict[str, dict[str, JudgedFigure]] = {}
    for one in found.figures:
        if one.figure.is_judged and one.period in quarters:
            series.setdefault(one.figure.code, {})[one.period] = one.figure
    names = (("Onderdeel", 16), ("Code", 9), ("Cijfer", 40), ("Eenheid", 12), ("Norm", 22))
    signs = (
        ("Laatste oordeel: norm", 28),
        ("Laatste oordeel: eigen reeks", 28),
        ("Op termijn", 28),
        ("Meestal van", 12),
        ("Meestal tot en met", 12),
        ("Kleiner verschil valt niet op", 14),
    )
    columns = [Column(name, width, wraps=width > 20) for name, width in (*names, *((short_quarter(one), 12) for one in quarters), *signs)]
    return Table("KPI's", tuple(columns), tuple(_kpi(own, quarters) for own in series.values()))


def _kpi(own: dict[str, JudgedFigure], quarters: Sequence[str]) -> tuple[Value, ...]:
    last = own[max(own)]
    values = [rounded(own[quarter]) if quarter in own else None for quarter in quarters]
    words = [norm_sign(last).word, variation_sign(last).word, assurance_sign(last).word] if last.value is not None else [value_words(last), "", ""]
    usual = [None if end is None else Decimal(str(round(end * last.times, 3))) for end in (last.lower, last.upper, last.smallest)]
    return (FAMILIES.get(last.family, last.family), last.code, last.name, last.unit, agreed_norm(last), *values, *words, *usual)


def _deviations(found: ProviderPicture, at: datetime) -> Table:
    names = (("Code", 9), ("Cijfer", 40), ("Kwartaal", 12), ("Ernst", 12), ("Wat valt op", 70), ("Stand", 20), ("Open sinds", 14))
    rows = deviation_rows(found.figures, at.astimezone(AMSTERDAM).date())
    told = tuple((one.code, one.name, one.quarter, one.severity.word, one.sentence, one.state, one.age) for one in rows)
    return Table("Afwijkingen", tuple(Column(name, width, wraps=width > 20) for name, width in names), told)


def _places(found: ProviderPicture) -> Table:
    names = (
        ("Locatie", 34), ("Gemeente", 20), ("Vorm van zorg", 30), ("Plekken nu", 12), ("Peildatum", 20), ("Bezet", 10), ("Vrij", 10),
        ("Tijdelijk dicht", 10), ("Wachtlijst", 10),
    )  # fmt: skip
    told = []
    for one in found.places:
        counts = (None, None, None, None) if one.count is None else (one.count.occupied, one.count.free, one.count.closed, one.count.waiting)
        counted_on = day(one.counted_on) if one.counted_on else "nog niet geteld"
        told.append((one.name, one.municipality_name, one.care_form_name, one.places, counted_on, *counts))
    return Table("Capaciteit", tuple(Column(name, width) for name, width in names), tuple(told))


def _actions(found: ProviderPicture, at: datetime) -> Table:
    names = (("Afspraak", 60), ("Gesprek", 40), ("Wie", 30), ("Organisatie", 30), ("Uiterlijk", 20))
    rows = action_rows(found.talks, at.astimezone(AMSTERDAM).date())
    told = tuple((one.text, one.session, one.owner, one.organisation, one.due) for one in rows)
    return Table("Open afspraken", tuple(Column(name, width, wraps=True) for name, width in names), told)


def _contracts(found: ProviderPicture) -> Table:
    names = (
        ("Soort", 18), ("Kenmerk", 18), ("Naam", 50), ("Onder", 18), ("Van", 20), ("Tot en met", 20), (f"Toegezegd {found.year}", 16),
        (f"Gerealiseerd {found.year}", 16),
    )  # fmt: skip
    told = tuple(
        (
            one.kind,
            one.reference,
            one.name,
            one.agreement_reference,
            day(one.starts_on),
            day(one.ends_on),
            _euros(one.committed_cents),
            _euros(one.realised_cents),
        )
        for one in found.contracts
    )
    return Table("Contracten", tuple(Column(name, width, wraps=width > 40) for name, width in names), told)


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / CENTS
