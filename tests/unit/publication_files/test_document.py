"""The PDF of a summary: every conclusion, sentence and figure of the content, nothing else, and tagged for who reads with their ears."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from kpi.domain.publication.content import IndicatorFigure, SummaryContent
from portal.web.documents.blocks import Document, Heading, Picture, Points, Table
from portal.web.documents.pdf import pdf
from portal.web.summary_document import Drawn, summary_document
from tests.factories.summary_content import WHOLE, PublishedSummary, contents
from tests.support.pdf_text import Pdf

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 40"><rect x="0" y="22" width="200" height="14" fill="#0b5563"/></svg>'
CHART = Drawn(
    "Meer mensen kregen hulp.", "Er waren 120 mensen.", "Dit is afgerond.", SVG, "Balken: begin 100, einde 120", (("Begin", "100"), ("Einde", "120"))
)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _sentences(content: SummaryContent) -> list[str]:
    """Every text of the content that a reader should find."""
    figures = [text for one in content.figures for text in (one.name, one.meaning, one.note, one.certainty, one.norm, one.sentence)]
    goals = [text for one in content.goals for text in (one.name, one.target, one.shown, one.verdict, one.sentence, one.source)]
    advice = [text for one in content.advice for text in (one.subject, one.verdict, one.reason, one.what, one.ready_on, one.outcome, one.by)]
    tables = [text for one in content.tables for text in (one.title, *one.rows, *one.columns)]
    found = (
        *content.conclusions,
        *content.certainty,
        *content.left_out,
        *figures,
        *goals,
        *advice,
        *tables,
        *(one.title for one in content.trends if one.points),
    )
    return [text for text in found if text]


def _tables(document: Document) -> dict[str, list[Table]]:
    """The tables under each heading."""
    found: dict[str, list[Table]] = {}
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            found.setdefault(heading.partition(" (deel")[0], []).append(block)
    return found


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(contents())
def test_every_text_and_figure_of_the_content_is_in_the_document(content: SummaryContent) -> None:
    for is_large in (False, True):
        document = summary_document(PublishedSummary(content), is_large=is_large)
        lines = {line for text in document.words for line in text.split("\n")}
        words = lines | {line.partition(": ")[2] for line in lines} | {line.partition(" (deel ")[0] for line in lines}
        assert [text for text in _sentences(content) if text not in words] == []
        tables = _tables(document)
        for table in content.tables:
            parts = tables[table.title]
            is_turned = parts[0].head[0] == table.column_axis.capitalize()
            rows, columns = (table.columns, table.rows) if is_turned else (table.rows, table.columns)
            assert all([row[0] for row in part.rows] == list(rows) for part in parts)
            assert [column for part in parts for column in part.head[1:]] == list(columns)
            joined = [tuple(cell for part in parts for cell in part.rows[place][1:]) for place in range(len(rows))]
            shown = [tuple("niet getoond" if cell is None else str(cell) for cell in line) for line in table.cells]
            assert (list(zip(*joined, strict=True)) if is_turned else joined) == shown
            assert all(len(part.head) <= (4 if is_large else 6) for part in parts)
        figures = [row for pijler in {one.pijler or "Contract en kwaliteit" for one in content.figures} for row in tables[pijler][0].rows]
        assert Counter((row[0].split("\n")[0], *row[1:]) for row in figures) == Counter(map(_told, content.figures))
        for trend in content.trends:
            if trend.points:
                (table_of_trend,) = tables[trend.title]
                assert [_value(value) for _, value in table_of_trend.rows] == [value for _, value in trend.points]
        for heading, source in (("Mensen met ondersteuning", content.movement), ("Plekken op de laatste dag", content.places)):
            wanted = [getattr(source, name) for name in source.__slots__]
            assert [_value(row[1]) for row in tables[heading][0].rows] == wanted


def _value(text: str) -> Decimal | None:
    """A Dutch figure read back."""
    number = text.removesuffix(" %").replace(".", "").replace(",", ".")
    return None if text == "niet getoond" else Decimal(number)


def _told(figure: IndicatorFigure) -> tuple[str, ...]:
    """A row of the table of all figures, made by another road."""
    unit = f" {figure.unit}" if figure.unit in ("%", "dagen") else ""
    shown = [
        "–" if value is None else f"{value:,.{figure.decimals}f}".translate(str.maketrans(",.", ".,")) + unit
        for value in (figure.value, figure.previous)
    ]
    return (figure.name, *shown, figure.norm or "–")


def test_there_is_no_heading_with_nothing_under_it() -> None:
    nothing = replace(WHOLE, figures=(), tables=(), goals=(), trends=(), certainty=(), left_out=(), advice=())
    blocks = summary_document(PublishedSummary(nothing)).blocks
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings == [
        "In vijf zinnen",
        "Mensen met ondersteuning",
        "Plekken op de laatste dag",
        "Hoe zeker zijn deze cijfers?",
        "Wat u hier niet ziet, en waarom",
    ]
    assert not isinstance(blocks[-1], Heading)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(contents())
def test_the_pdf_says_every_word_in_its_order_and_nothing_else(content: SummaryContent) -> None:
    document = summary_document(PublishedSummary(content))
    said = _squeezed(Pdf.read(pdf(document)).text())
    assert said == _squeezed("".join(_numbered(document)))


def _numbered(document: Document) -> list[str]:
    """The words with the numbers and dots of lists, as the pages show them."""
    found = [document.title]
    for block in document.blocks:
        if isinstance(block, Points):
            found += [f"{number}.{text}" if block.is_numbered else f"•{text}" for number, text in enumerate(block.texts, start=1)]
        else:
            found += replace(document, title="", blocks=(block,)).words
    return found


def test_charts_have_words_beside_them() -> None:
    document = summary_document(PublishedSummary(WHOLE), drawn=[CHART])
    picture = next(block for block in document.blocks if isinstance(block, Picture))
    assert picture.alt == "Balken: begin 100, einde 120"
    read = Pdf.read(pdf(document))
    figures = [body for body in read.objects.values() if b"/S/Figure" in body]
    assert len(figures) == 1 and b"/Alt(Balken: begin 100, einde 120)" in figures[0]
    assert _squeezed("Meer mensen kregen hulp.") in _squeezed(read.text())


def test_it_is_tagged_and_may_have_large_letters() -> None:
    edition = PublishedSummary(WHOLE)
    usual, large = pdf(summary_document(edition)), pdf(summary_document(edition, is_large=True))
    for data in (usual, large):
        read = Pdf.read(data)
        assert any(b"/MarkInfo<</Marked true" in body and b"/Lang(nl-NL)" in body for body in read.objects.values())
        assert any(b"<pdfuaid:part>1</pdfuaid:part>" in stream for stream in read.streams.values())
        assert {"Title", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "TH", "TD"} <= set(read.tags())
    assert usual == pdf(summary_document(edition))
    assert (_most_letters(usual), _most_letters(large)) == (11, 16)


def _most_letters(data: bytes) -> int:
    """The size in which most signs stand."""
    sizes: dict[int, int] = {}
    for stream in Pdf.read(data).streams.values():
        for size in re.findall(rb"/\w+ ([\d.]+) Tf", stream):
            sizes[round(float(size))] = sizes.get(round(float(size)), 0) + 1
    return max(size for size, often in sizes.items() if often > 5 and size in (11, 16)) if sizes else 0
