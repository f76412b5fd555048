"""The PDF of a summary: every conclusion, sentence and figure of the content, nothing else, and tagged for who reads with their ears."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings

from kpi.domain.publication.content import IndicatorFigure, SummaryContent
from kpi.domain.publication.plan_goals import UNKNOWN
from portal.web.documents.blocks import Document, Heading, Picture, Points, Table
from portal.web.documents.pdf import pdf
from portal.web.documents.row_headings import with_row_headings
from portal.web.summary import summary_view
from portal.web.summary_charts import MOST_FIGURES
from portal.web.summary_document import summary_document
from tests.factories.summary_content import WHOLE, PublishedSummary, contents
from tests.support.pdf_text import Pdf


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _sentences(content: SummaryContent) -> list[str]:
    """Every text of the content that a reader should find."""
    figures = [text for one in content.figures for text in (one.name, one.meaning, one.certainty, one.norm, one.sentence if one.hidden else "")]
    goals = [text for one in content.goals for text in (one.name, one.target, *((one.shown, one.sentence) if one.verdict != UNKNOWN else ()))]
    advice = [
        text for one in content.advice for text in (one.subject, one.verdict.capitalize(), one.reason, one.what, one.ready_on, one.outcome, one.by)
    ]
    tables = [text for one in content.tables for text in (one.title, *one.rows, *one.columns)]
    found = (*content.conclusions, *content.certainty, *content.left_out, *figures, *goals, *advice, *tables, *(one.title for one in content.trends))
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
        words = lines | {part for line in lines for part in (*line.removesuffix(")").split(" ("), line.partition(" (deel ")[0])}
        assert [text for text in _sentences(content) if text not in words] == []
        tables = _tables(document)
        for table in content.tables:
            parts = tables[table.title]
            is_turned = parts[0].head[0] == table.column_axis.capitalize()
            rows, columns = (table.columns, table.rows) if is_turned else (table.rows, table.columns)
            assert all([row[0] for row in part.rows] == list(rows) for part in parts)
            assert [column for part in parts for column in part.head[1:]] == list(columns)
            joined = [tuple(cell for part in parts for cell in part.rows[place][1:]) for place in range(len(rows))]
            shown = [tuple(map(_count, line)) for line in table.cells]
            assert (list(zip(*joined, strict=True)) if is_turned else joined) == shown
            assert all(len(part.head) <= (4 if is_large else 6) for part in parts)
        figures = [row for pijler in {one.pijler or "Contract en kwaliteit" for one in content.figures} for row in tables[pijler][0].rows]
        assert Counter((row[0].split("\n")[0], *row[1:]) for row in figures) == Counter(map(_told, content.figures))
        for trend in content.trends:
            assert [_value(value) for _, value in tables[trend.title][-1].rows] == [value for _, value in trend.points]
        movement, places = content.movement, content.places
        wanted = ((movement.begin, movement.joined, movement.left, movement.end), (places.places, places.occupied, places.unoccupied, places.waiting))
        assert [tuple(row[1] for row in table.rows) for table in tables["Over wie gaat het?"][:2]] == [tuple(map(_count, one)) for one in wanted]


def _count(value: Decimal | int | None) -> str:
    """A rounded count as it is told."""
    return "te weinig om te tonen" if value is None else "minder dan 5" if not value else f"{value:,}".replace(",", ".")


def _value(text: str) -> Decimal:
    """A Dutch figure read back."""
    return Decimal(0) if text == "minder dan 5" else Decimal(text.removesuffix(" %").removesuffix(" dagen").replace(".", "").replace(",", "."))


def _told(figure: IndicatorFigure) -> tuple[str, ...]:
    """A row of the table of all figures, made by another road."""
    return (figure.name, *(_figure(figure, value) for value in (figure.value, figure.previous)), figure.norm or "–")


def _figure(figure: IndicatorFigure, value: Decimal | None) -> str:
    if value is not None and figure.is_rounded:
        return _count(value)
    unit = f" {figure.unit}" if figure.unit in ("%", "dagen") else ""
    return "–" if value is None else f"{value:,.{figure.decimals}f}".translate(str.maketrans(",.", ".,")) + unit


def test_there_is_no_heading_with_nothing_under_it() -> None:
    nothing = replace(WHOLE, figures=(), tables=(), goals=(), trends=(), certainty=(), left_out=(), advice=())
    blocks = summary_document(PublishedSummary(nothing)).blocks
    headings = [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]
    assert headings == [
        "In vijf zinnen",
        "De cijfers die opvallen",
        "Over wie gaat het?",
        "Halen we de doelen van het plan?",
        "Wat is er anders dan vorig kwartaal?",
        "Wat u hier niet ziet, en waarom",
        "Wat deden we met uw advies?",
    ]
    assert not isinstance(blocks[-1], Heading)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(contents())
def test_the_pdf_says_every_word_in_its_order_and_nothing_else(content: SummaryContent) -> None:
    """The words that are drawn in a picture stand beside it as well, so the pictures are left out here."""
    whole = summary_document(PublishedSummary(content))
    document = replace(whole, blocks=tuple(block for block in whole.blocks if not isinstance(block, Picture)))
    assert _squeezed(Pdf.read(pdf(document)).text()) == _squeezed("".join(_numbered(document)))


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
    document = summary_document(PublishedSummary(WHOLE))
    view = summary_view(WHOLE)
    pictures = [block for block in document.blocks if isinstance(block, Picture)]
    assert [picture.alt for picture in pictures] == [figure.alternative for figure in view.figures]
    assert 2 <= len(pictures) <= MOST_FIGURES
    for figure, picture in zip(view.figures, pictures, strict=True):
        drawn = re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)
        assert figure.bars is None or {text for row in figure.rows for text in row} <= {unescape(text) for text in drawn}
        tables = _tables(document)[figure.message]
        assert tables[0].rows[: len(figure.rows)] == figure.rows
    read = Pdf.read(pdf(document))
    figures = [body for body in read.objects.values() if b"/S/Figure" in body]
    assert len(figures) == len(pictures) and all(b"/Alt" in body for body in figures)
    widths = [float(right) - float(left) for body in figures for left, right in re.findall(rb"/BBox\[([\d.]+) [\d.]+ ([\d.]+)", body)]
    assert len(widths) == len(pictures) and max(widths) - min(widths) < 1  # none is squeezed into what was left of a page


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


@pytest.mark.parametrize("is_large", [False, True])
def test_every_figure_names_its_row_and_its_column(is_large: bool) -> None:
    """A reading voice says both with each figure: the tags of the file hold them, and nothing was drawn otherwise."""
    document = summary_document(PublishedSummary(WHOLE), is_large=is_large)
    told = [[block.head, *block.rows] for block in document.blocks if isinstance(block, Table)]
    read = Pdf.read(pdf(document)).tables()
    assert len(read) == len(told) > 5
    for wanted, (head, *rows) in zip(told, read, strict=True):
        assert [(cell.tag, cell.words) for cell in head] == [("TH Column", _words(text)) for text in wanted[0]]
        assert [[cell.words for cell in row] for row in rows] == [[_words(text) for text in row] for row in wanted[1:]]
        for first, *others in rows:
            assert (first.tag, first.headings) == ("TH Row", (head[0].words,))
            assert [(cell.tag, cell.headings) for cell in others] == [("TD", (column.words, first.words)) for column in head[1:]]


def _words(text: str) -> str:
    return " ".join(text.split())


def test_the_list_of_objects_of_a_pdf_is_right() -> None:
    """Each object stands where the list says, and the names of headings are in order, as a tree of names has to be."""
    data = pdf(summary_document(PublishedSummary(WHOLE)))
    start = int(data.split(b"startxref\n")[1].split()[0])
    assert data[start:].startswith(b"xref\n0 ")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n\r\n", data[start:])]
    assert all(data[place:].startswith(b"%d 0 obj\n" % number) for number, place in enumerate(places, start=1))
    assert f"/Size {len(places) + 1}/".encode() in data[start:]
    names = re.findall(rb"\((\w+)\)\d+ 0 R", b"".join(body.partition(b"/IDTree")[2] for body in Pdf.read(data).objects.values()))
    assert names == sorted(names) and len(names) == len(set(names)) > 20


def test_a_file_of_another_make_is_refused() -> None:
    for broken in (b"%PDF-1.7\n", b"%PDF-1.7\nstartxref\n5\n%%EOF"):
        with pytest.raises(ValueError, match=r"^no "):
            with_row_headings(broken)


def _most_letters(data: bytes) -> int:
    """The size in which most signs stand."""
    sizes: dict[int, int] = {}
    for stream in Pdf.read(data).streams.values():
        for size in re.findall(rb"/\w+ ([\d.]+) Tf", stream):
            sizes[round(float(size))] = sizes.get(round(float(size)), 0) + 1
    return max(size for size, often in sizes.items() if often > 5 and size in (11, 16)) if sizes else 0
