"""A report as a document (JSON) for the rules: read as the form reads, and judged. What the form would refuse is a finding here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter
from kpi.domain.capacity import Places
from kpi.domain.catalogue import IndicatorRecord
from kpi.domain.cell import Figures, read_figures
from kpi.domain.checks.engine import check_report
from kpi.domain.checks.facts import CellFacts, Earlier, FlowFacts, Part, PlaceFacts, ReportFacts
from kpi.domain.checks.finding import Finding
from kpi.domain.checks.limits import limit_finding
from kpi.domain.checks.verdict import Reason, Verdict, weigh
from kpi.domain.flow import Flow
from kpi.domain.indicator import YEARLY, YEARLY_QUARTER, Definition, Norm
from kpi.domain.numbers import read_count, read_number
from kpi.domain.written import read_text

_PLACES = ("bezet", "vrij", "dicht", "wachtlijst")
_FLOW = ("begin", "instroom", "doorstroom in", "doorstroom uit", "uitstroom", "eind")


def judged(document: Any, catalogue: Sequence[IndicatorRecord]) -> Verdict:
    """Everything the rules say of a document, with the explanations in it counted. Raises Refused when it is no report."""
    facts, refused = read_document(document, catalogue)
    explanations = {cell.code: Reason(cell.explanation) for cell in facts.cells if cell.explanation}
    return weigh([*refused, *check_report(facts)], explanations, {})


def read_document(document: Any, catalogue: Sequence[IndicatorRecord]) -> tuple[ReportFacts, list[Finding]]:
    """The facts of a document, and a finding for each cell that the form would have refused. Raises Refused."""
    if not isinstance(document, Mapping):
        raise Refused("", 'Een rapportage is een object, zoals {"kwartaal": "2026-K3", "cijfers": [...]}.')
    try:
        quarter = Quarter.parse(str(document.get("kwartaal", "")))
    except ValueError as error:
        raise Refused("kwartaal", 'Noem het kwartaal, zoals "kwartaal": "2026-K3".') from error
    refused: list[Finding] = []
    cells = tuple(_cell(entry, quarter, catalogue, refused) for entry in _rows(document, "cijfers"))
    if len({cell.code for cell in cells}) < len(cells):
        raise Refused("cijfers", "Een KPI staat er twee keer in.")
    facts = ReportFacts(
        quarter,
        cells,
        tuple(_place(number, entry) for number, entry in enumerate(_rows(document, "capaciteit"), start=1)),
        tuple(_flow(entry) for entry in _rows(document, "stromen")),
        is_whole=document.get("volledig") is True,
    )
    unreadable = {finding.field for finding in refused}
    return facts if not unreadable else _without(facts, unreadable), refused


def definition_in(catalogue: Sequence[IndicatorRecord], code: str, quarter: Quarter) -> IndicatorRecord:
    """The definition in force on the quarter's last day. Raises Refused when the catalogue does not know the KPI then."""
    found = [entry for entry in catalogue if entry.code == code and entry.valid_from <= quarter.ends_on]
    if not found:
        raise Refused("kpi", f"De KPI '{code[:20]}' staat niet in de catalogus van {quarter.code}.")
    return max(found, key=lambda entry: entry.version)


def _without(facts: ReportFacts, unreadable: set[str]) -> ReportFacts:
    cells = tuple(cell for cell in facts.cells if cell.code not in unreadable)
    return ReportFacts(facts.quarter, cells, facts.places, facts.flows, is_whole=facts.is_whole)


def _rows(document: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    rows = document.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Refused(name, f'"{name}" is een lijst van objecten.')
    yield from rows


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return "" if value is None else str(value)


def _cell(entry: Mapping[str, Any], quarter: Quarter, catalogue: Sequence[IndicatorRecord], refused: list[Finding]) -> CellFacts:
    record = definition_in(catalogue, _text(entry, "kpi"), quarter)
    definition = Definition(
        record.code, record.value_kind, record.unit, record.decimals, record.direction,
        Norm(record.norm_kind, record.norm_low, record.norm_high), record.numerator_label, record.denominator_label,
    )  # fmt: skip
    first, second, explanation = _text(entry, "teller"), _text(entry, "noemer"), ""
    figures = Figures()
    try:
        figures = read_figures(definition, numerator=first, denominator=second, missing_reason=_text(entry, "geen cijfer") or None)
        explanation = read_text(_text(entry, "toelichting"), field="explanation")
    except Refused as refusal:
        refused.append(limit_finding(record.code, refusal.reason, first, second))
    earlier = tuple(_earlier(definition, catalogue, period, numbers) for period, numbers in _mapping(entry, "eerder").items())
    step = YEARLY_QUARTER if record.frequency == YEARLY else 1
    return CellFacts(definition, figures, record.name, record.version, explanation, earlier, tuple(_parts(definition, entry)), step)


def _mapping(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    told = entry.get(name) or {}
    if not isinstance(told, Mapping):
        raise Refused(name, f'"{name}" is een object, zoals {{"2026-K2": ["11", "40"]}}.')
    return told


def _pair(definition: Definition, numbers: Any, where: str) -> Figures:
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 2:
        raise Refused(where, f'{definition.code}, {where}: schrijf de getallen als ["11", "40"].')
    first, second = (["" if one is None else str(one) for one in numbers] + [""])[:2]
    try:
        return Figures(read_number(first, field="teller", decimals=3), read_number(second, field="noemer", decimals=3))
    except Refused as refusal:
        raise Refused(where, f"{definition.code}, {where}: {refusal.reason}") from refusal


def _earlier(definition: Definition, catalogue: Sequence[IndicatorRecord], period: str, numbers: Any) -> Earlier:
    try:
        quarter = Quarter.parse(period)
    except ValueError as error:
        raise Refused("eerder", f"{definition.code}: '{period[:20]}' is geen kwartaal.") from error
    return Earlier(quarter.code, definition_in(catalogue, definition.code, quarter).version, _pair(definition, numbers, quarter.code))


def _parts(definition: Definition, entry: Mapping[str, Any]) -> Iterator[Part]:
    for dimension, categories in _mapping(entry, "delen").items():
        if not isinstance(categories, Mapping):
            raise Refused("delen", f'{definition.code}: schrijf de delen als {{"gemeente": {{"Maastricht": ["12", "40"]}}}}.')
        for category, numbers in categories.items():
            figures = _pair(definition, numbers, category)
            yield Part(dimension, category, figures.numerator, figures.denominator)


def _counts(entry: Mapping[str, Any], names: Sequence[str], where: str) -> list[int] | None:
    """Whole numbers, or None when none of them is there."""
    if not any(_text(entry, name).strip() for name in names):
        return None
    try:
        return [read_count(_text(entry, name), field=name) for name in names]
    except Refused as refusal:
        raise Refused(refusal.field, f"{where}, {refusal.field}: {refusal.reason}") from refusal


def _place(number: int, entry: Mapping[str, Any]) -> PlaceFacts:
    name = _text(entry, "locatie")
    counts, places = _counts(entry, _PLACES, name), _counts(entry, ("plekken",), name)
    return PlaceFacts(f"locatie-{number}", name, _text(entry, "vorm"), places[0] if places else 0, Places(*counts) if counts else None)


def _flow(entry: Mapping[str, Any]) -> FlowFacts:
    form = _text(entry, "vorm")
    counts, before = _counts(entry, _FLOW, form), _counts(entry, ("vorig eind",), form)
    return FlowFacts(f"stroom-{form}", form, form, Flow(*counts) if counts else None, before[0] if before else None)
