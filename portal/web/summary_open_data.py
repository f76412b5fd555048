"""The open data of a published summary: every figure of its content once, as tables of plain values. What was left out is empty, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpi.domain.publication.content import IndicatorFigure, PeopleTable, SummaryContent
from portal.web.formatting import moment
from portal.web.open_data import Table, Value
from portal.web.published import Published

FIGURES = "cijfers"
LEFT_OUT = "Niet getoond. Anders zijn mensen te herkennen."
TOGETHER = "Samen"
COUNTS, KPIS, MOVED, PLACED, OVER_TIME = "mensen", "cijfer", "verloop van mensen", "plekken", "eerder en nu"
MOVEMENT = (("begin", "aan het begin"), ("joined", "erbij gekomen"), ("left", "weggegaan"), ("end", "aan het einde"))
PLACES = (("places", "alle plekken"), ("occupied", "bezet"), ("unoccupied", "niet bezet"), ("waiting", "mensen die wachten"))
WORDS = {
    "kwartaal": "Het kwartaal van het cijfer. 2026-K3 is juli, augustus en september 2026.",
    "onderdeel": "Waar het cijfer over gaat. Bij 'eerder en nu' staan ook cijfers van andere kwartalen.",
    "code": "De vaste naam van het cijfer.",
    "rij, kolom": "De groep mensen. De soort zegt welke groepen er zijn. Leeg betekent: alle groepen samen.",
    "waarde": "Het cijfer. Leeg betekent: wij tonen het niet, of het is er niet. Leeg is dus geen nul.",
    "afgerond_op": "De aantallen in deze rij zijn een veelvoud van dit getal. Het echte aantal ligt er dichtbij. Leeg betekent: niet afgerond.",
    "waarom_geen_cijfer": "Waarom er geen cijfer staat.",
    "teller, noemer": "Het cijfer is de teller gedeeld door de noemer.",
    "vorig_kwartaal": "Het cijfer van het kwartaal ervoor, als u het mag vergelijken.",
    "verandering": "Hoe het cijfer veranderde. Door afronden is dat soms niet zeker.",
    "norm": "Wat is afgesproken. Van en tot zijn de grenzen van de norm.",
}
"""What the columns mean, for who never saw them."""
_WHERE = ("rij_soort", "rij", "kolom_soort", "kolom")
_COLUMNS = ("eenheid", "afgerond_op", "teller", "noemer", "vorig_kwartaal", "verandering", "norm", "norm_van", "norm_tot", "norm_gehaald")


def published_tables(edition: Published) -> dict[str, Table]:
    """The tables of one edition; "cijfers" is the one that is also given as CSV."""
    content = edition.content
    return {
        FIGURES: list(_figures(content)),
        "doelen": [
            {
                "code": g.code,
                "doel": g.name,
                "afgesproken": g.target,
                "nu": g.shown or None,
                "gehaald": g.verdict,
                "uitleg": g.sentence,
                "bron": g.source,
            }
            for g in content.goals
        ],
        "zinnen": [{"onderdeel": part, "nummer": n, "zin": one} for part, n, one in _sentences(content)],
        "adviezen": [
            {
                "onderwerp": one.subject,
                "van_wie": one.by or None,
                "antwoord": one.verdict,
                "waarom": one.reason,
                "wat_gaan_we_doen": one.what,
                "klaar_op": one.ready_on or None,
                "hoe_staat_het": one.outcome or None,
            }
            for one in content.advice
        ],
        "toelichting": _explained(edition),
    }


def _figures(content: SummaryContent) -> Iterator[dict[str, Value]]:
    for figure in content.figures:
        yield _indicator(content, figure)
    yield from _people(content)
    for group, source, fields in ((MOVED, content.movement, MOVEMENT), (PLACED, content.places, PLACES)):
        for field, label in fields:
            yield _count(content, group, field, label, getattr(source, field), unit="plekken" if group == PLACED and field != "waiting" else "mensen")
    for trend in content.trends:
        for period, value in trend.points:
            yield _row(period, OVER_TIME, trend.key, trend.title, value, "", eenheid=trend.unit)


def _row(period: str, group: str, code: str, name: str, value: Value, reason: str, **other: Value) -> dict[str, Value]:
    where = {"kwartaal": period, "onderdeel": group, "code": code, "naam": name} | {column: other.get(column) for column in _WHERE}
    return where | {"waarde": value, "waarom_geen_cijfer": reason or None} | {name: other.get(name) for name in (*_COLUMNS, "opmerking")}


def _indicator(content: SummaryContent, figure: IndicatorFigure) -> dict[str, Value]:
    return _row(
        content.period,
        KPIS,
        figure.code,
        figure.name,
        figure.value,
        figure.sentence if figure.value is None else "",
        eenheid=figure.unit,
        afgerond_op=content.base if figure.is_rounded else None,
        teller=figure.numerator,
        noemer=figure.denominator,
        vorig_kwartaal=figure.previous,
        verandering=figure.change or None,
        norm=figure.norm or None,
        norm_van=figure.norm_low,
        norm_tot=figure.norm_high,
        norm_gehaald=None if figure.meets_norm is None else "ja" if figure.meets_norm else "nee",
        opmerking=" ".join(filter(None, (figure.meaning, figure.note, figure.certainty))) or None,
    )


def _count(content: SummaryContent, group: str, code: str, name: str, value: int | None, **other: Value) -> dict[str, Value]:
    rounded = content.base if value is not None else None
    reason = LEFT_OUT if value is None else ""
    return _row(content.period, group, code, name, value, reason, eenheid=other.get("unit", "mensen"), afgerond_op=rounded, **other)


def _people(content: SummaryContent) -> Iterator[dict[str, Value]]:
    """Every cell of the tables once: a total that two tables share is the same figure."""
    told: set[tuple[tuple[str, str, int | None], ...]] = set()
    for table in content.tables:
        for row, line in zip(table.rows, table.cells, strict=True):
            for column, value in zip(table.columns, line, strict=True):
                place = tuple((axis, group) for axis, group in ((table.row_axis, row), (table.column_axis, column)) if group != TOGETHER)
                once = (*((axis, group, None) for axis, group in place), ("", "", value))
                if len(place) == 2 or once not in told:
                    told.add(once)
                    yield _cell(content, table, row, column, value)


def _cell(content: SummaryContent, table: PeopleTable, row: str, column: str, value: int | None) -> dict[str, Value]:
    groups = (None, None) if row == TOGETHER else (table.row_axis, row), (None, None) if column == TOGETHER else (table.column_axis, column)
    where = dict(zip(_WHERE, (part for group in groups for part in group), strict=True))
    return _count(content, COUNTS, table.key, table.title, value, **where)


def _sentences(content: SummaryContent) -> Iterator[tuple[str, int, str]]:
    parts: tuple[tuple[str, Sequence[str]], ...] = (
        ("conclusie", content.conclusions),
        ("hoe zeker", content.certainty),
        ("niet getoond", content.left_out),
    )
    for part, sentences in parts:
        for number, sentence in enumerate(sentences, start=1):
            yield part, number, sentence


def _explained(edition: Published) -> Table:
    content = edition.content
    about = {
        "kwartaal van deze editie": content.period,
        "editie": str(edition.edition),
        "gepubliceerd": moment(edition.published_at),
        "kenmerk": edition.sha256,
        "aanbieders die meetellen": f"{content.providers_counted} van de {content.providers_expected}",
        "afronden": f"Aantallen zijn afgerond op {content.base}. Zo is niemand te herkennen.",
        "gebruik": "U mag deze cijfers gebruiken en delen. Noem dan het kwartaal en de editie.",
    }
    return [{"onderwerp": subject, "uitleg": text} for subject, text in (about | WORDS).items()]
