"""A report as tables: the template that an aanbieder fills in, and the signed figures that the municipality reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from kpi.domain.cell import MISSING_REASONS
from kpi.domain.deviation import norm_sentence
from kpi.domain.indicator import RATIO, Norm
from kpi.domain.upload_layout import COLUMNS, FIRST, INPUTS, MARK, NOTE, REASON, Mark, report_mark
from kpi.queries.capacity import CapacityRow
from kpi.queries.flows import FlowRow
from kpi.queries.grid import EarlierCell, GridRow
from kpi.queries.reports import ReportHeader
from portal.web.spreadsheets.table import Column, Table, Value

HOW_TO = (
    "Vul alleen de gele cellen op het blad Cijfers in. Upload daarna het hele bestand in het portaal.",
    "Er verandert pas iets nadat u het voorbeeld hebt bekeken en op Overnemen hebt gedrukt.",
    "Verander de andere cellen niet. Rijen en kolommen mag u verplaatsen.",
    "Vul aantallen in, geen percentages. Het portaal rekent het percentage uit.",
    "Schrijf decimalen met een komma. Schrijf duizend als 1000, niet als 1.000.",
    "Leeg is niet nul. Is er geen cijfer? Kies dan een reden.",
    "Noem geen namen en geen gegevens van cliënten.",
)
_WIDTHS = {MARK: 8, "Cijfer": 44, "Wat telt u": 34, "Waarvan": 34, "Norm": 24, NOTE: 48, REASON: 22, "Onderdeel": 16, "Code": 9, FIRST: 12}
_WRAPPED = {"Cijfer", "Wat telt u", "Waarvan", "Norm"}


def template(header: ReportHeader, rows: Sequence[GridRow], *, families: Mapping[str, str]) -> Table:
    """The sheet with all KPIs of a report, earlier values, and what was filled in up to now."""
    mark = report_mark(header.id, header.period)
    return Table("Cijfers", tuple(_column(name) for name in COLUMNS), tuple(_template_row(row, mark, families) for row in rows))


def _column(name: str) -> Column:
    choices = MISSING_REASONS if name == REASON else ()
    return Column(name, _WIDTHS.get(name, 12), name in INPUTS.values(), name == MARK, name in _WRAPPED, choices)


def _template_row(row: GridRow, mark: str, families: Mapping[str, str]) -> tuple[Value, ...]:
    known = (families.get(row.family, row.family), row.code, row.name, row.definition_version, row.numerator_label, row.denominator_label)
    past = row.previous if row.previous is not None and row.previous.definition_version == row.definition_version else None
    counts = (None, None) if past is None else (past.numerator, past.denominator)
    compared = (_earlier(row.previous, row), _earlier(row.year_ago, row), _norm(row))
    inputs = (row.numerator, row.denominator, row.missing_reason, row.explanation)
    return (Mark(mark, row.code, row.definition_version, row.version).text, *known, *counts, *compared, *inputs)


def _earlier(cell: EarlierCell | None, row: GridRow) -> Value:
    """An earlier value; by another definition it may not be compared, so it is not shown as a number."""
    if cell is None:
        return None
    if cell.definition_version != row.definition_version:
        return "andere definitie"
    return cell.missing_reason or _rounded(cell.value, row)


def _rounded(value: Decimal | None, row: GridRow) -> Decimal | None:
    decimals = 1 if row.value_kind == RATIO else row.decimals
    return None if value is None else value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _norm(row: GridRow) -> str:
    return "" if row.norm_kind == "geen" else norm_sentence(Norm(row.norm_kind, row.norm_low, row.norm_high), row.unit)


def explanation(rows: Sequence[GridRow], *, above: Sequence[str]) -> Table:
    """The sheet "Toelichting": sentences about the file, and what each KPI means."""
    names = (("Code", 9), ("Cijfer", 40), ("Definitie", 70), ("Teller of aantal", 34), ("Noemer", 34), ("Eenheid", 12), ("Norm", 26), ("Bron", 30))
    told = tuple(
        (row.code, row.name, row.definition, row.numerator_label, row.denominator_label, row.unit, _norm(row) or row.norm_note, row.source)
        for row in rows
    )
    return Table("Toelichting", tuple(Column(name, width, wraps=True) for name, width in names), told, tuple(above))


def figures(rows: Sequence[GridRow], *, families: Mapping[str, str]) -> Table:
    """The cells of a report to read: both numbers, the value, and what it is compared with."""
    names = (
        ("Onderdeel", 16), ("Code", 9), ("Cijfer", 44), ("Teller of aantal", 12), ("Noemer", 12), ("Geen cijfer, want", 22), ("Waarde", 10),
        ("Eenheid", 12), ("Vorig kwartaal", 12), ("Zelfde kwartaal vorig jaar", 12), ("Norm", 26), ("Toelichting", 60),
    )  # fmt: skip
    told = tuple(
        (
            families.get(row.family, row.family), row.code, row.name, row.numerator, row.denominator, row.missing_reason, _rounded(row.value, row),
            row.unit, _earlier(row.previous, row), _earlier(row.year_ago, row), _norm(row), row.explanation,
        )
        for row in rows
    )  # fmt: skip
    return Table("Cijfers", tuple(Column(name, width, wraps=width > 20) for name, width in names), told)


def places(rows: Sequence[CapacityRow]) -> Table:
    """The places per location to read."""
    names = ("Locatie", "Gemeente", "Vorm van zorg", "Plekken", "Bezet", "Vrij", "Tijdelijk dicht", "Wachtlijst")
    told = tuple(
        (row.location_name, row.municipality_name, row.care_form_name, row.counted_places, *_four(row)) for row in rows if row.count is not None
    )
    return Table("Capaciteit", tuple(Column(name, 30 if place < 3 else 12) for place, name in enumerate(names)), told)


def _four(row: CapacityRow) -> tuple[Value, ...]:
    return () if row.count is None else (row.count.occupied, row.count.free, row.count.closed, row.count.waiting)


def streams(rows: Sequence[FlowRow]) -> Table:
    """How people moved, per form of care, to read."""
    names = ("Vorm van zorg", "Begin", "Instroom", "Doorstroom in", "Doorstroom uit", "Uitstroom", "Eind")
    told = tuple(
        (row.care_form_name, flow.at_begin, flow.inflow, flow.through_in, flow.through_out, flow.outflow, flow.at_end)
        for row in rows
        if (flow := row.flow) is not None
    )
    return Table("Stromen", tuple(Column(name, 12 if place else 34) for place, name in enumerate(names)), told)
