"""The heat table as a workbook: values as numbers, the two signs in words, and a sheet that says what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from contracts.foundation.period import Quarter
from kpi.queries.glance import Glance
from kpi.queries.judged import JudgedFigure
from portal.management.glance_page import NOT_ASKED, NOT_IN, NOT_JUDGED
from portal.management.signs import MEANINGS, agreed_norm, norm_sign, value_words, variation_sign
from portal.management.words import FAMILIES
from portal.web.formatting import moment
from portal.web.spreadsheets.table import Column, Table, Value

_FIXED = (("Onderdeel", 16), ("Code", 9), ("Cijfer", 40), ("Eenheid", 12), ("Norm", 22))
_OF_PROVIDER = (("waarde", 12), ("norm", 26), ("eigen reeks", 26))


def glance_tables(found: Glance, quarter: Quarter, at: datetime) -> tuple[Table, Table]:
    """The table and its explanation."""
    rows = {one.code: one for one in found.figures.values()}
    columns = [Column(name, width, wraps=width > 20) for name, width in _FIXED]
    for provider in found.providers:
        columns += [Column(f"{provider.name}: {name}", width, wraps=True) for name, width in _OF_PROVIDER]
    told = tuple(_row(one, found) for one in rows.values())
    above = (
        f"Aan één blik, {quarter.label}. Alle aanbieders en alle gevraagde cijfers, zonder filter. Gedownload op {moment(at)}.",
        "Alleen ondertekende cijfers. Is een rapportage weer open, dan staat hier het cijfer van de laatste handtekening.",
        "",
    )
    return Table("Overzicht", tuple(columns), told), explanation(rows.values(), above)


def _row(one: JudgedFigure, found: Glance) -> tuple[Value, ...]:
    known: list[Value] = [FAMILIES.get(one.family, one.family), one.code, one.name, one.unit, agreed_norm(one)]
    for provider in found.providers:
        known += _cells(found.figures.get((provider.id, one.code)), is_in=provider.is_in)
    return tuple(known)


def _cells(one: JudgedFigure | None, *, is_in: bool) -> Sequence[Value]:
    """The value as a number, and both signs; without a figure the reason stands where the norm's word would."""
    if not is_in or one is None:
        return None, NOT_ASKED if is_in else NOT_IN, ""
    if not one.is_judged or one.value is None:
        return None, value_words(one) if one.is_judged else NOT_JUDGED, ""
    return rounded(one), norm_sign(one).word, variation_sign(one).word


def rounded(one: JudgedFigure) -> Decimal | None:
    """The value as the screen writes it."""
    return None if one.value is None else one.value.quantize(Decimal(1).scaleb(-one.shown_places), rounding=ROUND_HALF_UP)


def explanation(figures: Iterable[JudgedFigure], above: Sequence[str]) -> Table:
    """The sheet "Toelichting": about this file, what the signs mean, and what each KPI is."""
    columns = (
        Column("Code of teken", 14),
        Column("Cijfer of woord", 40, wraps=True),
        Column("Betekenis", 80, wraps=True),
        Column("Bron", 34, wraps=True),
    )
    signs = tuple((sign, word, meaning, "") for sign, word, meaning in MEANINGS)
    definitions = tuple((one.code, one.name, one.definition, one.source) for one in figures)
    return Table("Toelichting", columns, signs + definitions, tuple(above))
