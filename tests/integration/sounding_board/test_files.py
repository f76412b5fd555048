"""The summary to keep: the PDF says what the page says, and nothing else; the open data tell what is published."""

from __future__ import annotations

import csv
import io
import re

import pytest

from kpi.domain.publication.content import Movement, Places
from portal.web.documents.blocks import Block, Document, Picture
from portal.web.summary_document import summary_document
from tests.factories.summary_content import AT, PublishedSummary
from tests.integration.sounding_board.conftest import Window
from tests.support.pdf_text import Pdf
from tests.support.shown_quarters import shown
from tests.support.visible_text import blocks, main_of

FOUR = [shown(movement=Movement(440 + 10 * n, 30, 10 + 5 * n, 460 + 5 * n), places=Places(240, 200, 40, 5 * n)) for n in range(4)]
ONLY_ON_THE_PAGE = re.compile(
    r"Samenvattingen|Editie .*|Afdrukken|Toon als tabel|: .*|Bewaren of zelf rekenen|In deze bestanden .*|.*\((?:pdf|csv|sqlite)\)|Kenmerk van .*|"
    r"✓|Met dit kenmerk .*|[0-9a-f]{64}|.* \(\d+\)|Eerst ziet u .*|.*, op de laatste dag|Doelen van het plan met een cijfer|In vijf zinnen|"
    r"Wat vindt u ervan\?|De gemeente antwoordt op elk advies\.|Geef advies over dit kwartaal"
)
ONLY_IN_THE_FILE = {"Aantal", "Cijfer", "Kwartaal", "Hoe het verliep"}


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _pdf(of: Window, query: str = "") -> bytes:
    answer = of.reader.get(f"{of.page}/samenvatting.pdf{query}").response
    assert answer.mimetype == "application/pdf"
    return answer.get_data()


def _document(of: Window) -> Document:
    assert of.content is not None
    return summary_document(PublishedSummary(of.content, of.quarter))


@pytest.mark.parametrize("quarters", [1, 4])
def test_the_pdf_holds_all_that_the_page_tells_and_nothing_else(window: Window, quarters: int) -> None:
    page = window.publish(*FOUR[-quarters:]).reader.get(window.page)
    lines = window.reader.get("/klankbord/verloop")
    assert page.root is not None and lines.root is not None
    read = Pdf.read(_pdf(window))
    said = _squeezed(read.text())
    shown_here = blocks(main_of(page.root))
    missing = [text for text in shown_here if not ONLY_ON_THE_PAGE.fullmatch(text) and _squeezed(text) not in said]
    assert missing == []
    on_pages = _squeezed("".join((*shown_here, *blocks(main_of(lines.root)))))
    words = [line for block in _document(window).blocks if not isinstance(block, Picture) for line in _lines(block)]
    more = {line for line in words if _squeezed(line) not in on_pages and line not in ONLY_IN_THE_FILE and not line.startswith("Editie 2, ")}
    assert {re.sub(r" \(deel \d van \d\)$", "", line) for line in more} - set(shown_here) == set()
    assert {"Title", "H1", "H2", "P", "L", "LI", "Table", "TH", "TD", "Figure"} <= set(read.tags())
    assert any(b"<pdfuaid:part>1</pdfuaid:part>" in stream for stream in read.streams.values())


def _lines(block: Block) -> list[str]:
    """Every line of words of a block."""
    one = Document("", "", AT, "", "", (block,))
    return [line for text in one.words for line in text.split("\n")]


def test_large_letters_are_another_file_of_the_same_words(published: Window) -> None:
    usual, large = _pdf(published), _pdf(published, "?letters=groot")
    assert usual == _pdf(published, "?letters=anders")
    assert usual != large
    assert b"16 Tf" in b"".join(Pdf.read(large).streams.values())
    assert published.content is not None
    for sentence in published.content.conclusions:
        assert _squeezed(sentence) in _squeezed(Pdf.read(large).text())


def test_the_files_are_named_after_their_edition(published: Window) -> None:
    for query, name in (("", "samenvatting-2026-k3-editie-1.pdf"), ("?letters=groot", "samenvatting-2026-k3-editie-1.groot.pdf")):
        answer = published.reader.get(f"{published.page}/samenvatting.pdf{query}").response
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_there_is_no_file_of_what_is_not_published(window: Window) -> None:
    for ending in ("samenvatting.pdf", "open-data.csv", "open-data.sqlite"):
        assert window.reader.get(f"{window.page}/{ending}").status == 404


def test_the_open_data_have_the_figures_of_the_page(published: Window) -> None:
    sheet = published.reader.get(f"{published.page}/open-data.csv").response.get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    content = published.content
    assert content is not None
    assert {row["code"]: row["waarde"] for row in rows if row["onderdeel"] == "plekken"} == {
        name: str(getattr(content.places, name)) for name in ("places", "occupied", "unoccupied", "waiting")
    }
    hidden = [figure for figure in content.figures if figure.hidden]
    assert hidden and [row["waarom_geen_cijfer"] for row in rows if row["onderdeel"] == "cijfer" and not row["waarde"]] == [
        one.sentence for one in hidden
    ]
