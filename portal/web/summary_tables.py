"""The open data of a summary: the same figures as on its page, as tables of plain values."""

from __future__ import annotations

from kpi.queries.summaries import Edition, FlowRow, IndicatorFigure, SummaryContent
from portal.web.open_data import Table, Value

MEASURES = (("begin", "aan het begin"), ("joined", "erbij gekomen"), ("left", "weggegaan"), ("end", "aan het einde"))
PLACES = (
    ("places", "alle plekken"),
    ("occupied", "bezet"),
    ("unoccupied", "niet bezet"),
    ("free", "vrij"),
    ("closed", "gesloten"),
    ("waiting", "mensen die wachten"),
)
MOVED = (("inflow", "nieuw erbij gekomen"), ("outflow", "helemaal weggegaan"), ("through_out", "naar een andere vorm gegaan"))
FLOW = "in-, door- en uitstroom"
NOT_SHOWN = "niet getoond"


def edition_tables(edition: Edition) -> dict[str, Table]:
    """The tables of one edition; "cijfers" holds every figure in one row each."""
    content = edition.content
    about: dict[str, Value] = {
        "kwartaal": content.period,
        "editie": edition.edition,
        "gepubliceerd": edition.published_at.isoformat(),
        "aanbieders_geteld": content.providers_counted,
        "aanbieders_verwacht": content.providers_expected,
        "sha256": edition.sha256,
    }
    return {
        "editie": [about],
        "conclusies": _numbered("conclusie", content.conclusions),
        "cijfers": _figures(content),
        "niet_getoond": _numbered("uitleg", content.left_out),
    }


def _numbered(name: str, sentences: tuple[str, ...]) -> Table:
    return [{"nummer": number, name: sentence} for number, sentence in enumerate(sentences, start=1)]


def _figures(content: SummaryContent) -> Table:
    flows = (*content.flows, content.flow_total)
    return [
        *(_indicator(content.period, figure) for figure in content.figures),
        *(_flow(content.period, row, field, label) for row in flows for field, label in MEASURES),
        *(_moved(content, field, label) for field, label in MOVED if content.flow_detail is not None),
        *(_place(content, field, label) for field, label in PLACES),
    ]


def _row(period: str, group: str, code: str, name: str, value: Value, reason: str, **other: Value) -> dict[str, Value]:
    row: dict[str, Value] = {"kwartaal": period, "onderdeel": group, "code": code, "naam": name, "waarde": value}
    for column in ("eenheid", "vorig_kwartaal", "teller", "noemer", "aanbieders", "norm", "norm_gehaald"):
        row[column] = other.get(column)
    return row | {"waarom_geen_cijfer": reason or None, "opmerking": other.get("opmerking")}


def _indicator(period: str, figure: IndicatorFigure) -> dict[str, Value]:
    return _row(
        period,
        figure.pijler or "Contract en kwaliteit",
        figure.code,
        figure.name,
        figure.value,
        figure.hidden,
        eenheid=figure.unit,
        vorig_kwartaal=figure.previous,
        teller=figure.numerator,
        noemer=figure.denominator,
        aanbieders=figure.providers,
        norm=figure.norm or None,
        norm_gehaald=None if figure.meets_norm is None else "ja" if figure.meets_norm else "nee",
        opmerking=figure.note or None,
    )


def _flow(period: str, row: FlowRow, field: str, label: str) -> dict[str, Value]:
    value: int | None = getattr(row, field)
    reason = (row.hidden or NOT_SHOWN) if value is None else ""
    return _row(period, FLOW, row.code or "alle", f"{row.name}, {label}", value, reason, eenheid="mensen")


def _moved(content: SummaryContent, field: str, label: str) -> dict[str, Value]:
    return _row(content.period, FLOW, field, f"Alle vormen samen, {label}", getattr(content.flow_detail, field), "", eenheid="mensen")


def _place(content: SummaryContent, field: str, label: str) -> dict[str, Value]:
    value: int | None = getattr(content.places, field)
    unit = "mensen" if field == "waiting" else "plekken"
    return _row(
        content.period, "plekken", field, label, value, NOT_SHOWN if value is None else "", eenheid=unit, opmerking=content.places.note or None
    )
