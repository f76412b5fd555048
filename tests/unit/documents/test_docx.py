"""The DOCX: real headings, head rows that repeat, in Dutch, always the same bytes, and text that stays text."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.documents.blocks import Picture, Points
from portal.web.documents.docx_file import docx_file
from tests.unit.documents.making import AT, HOSTILE, document


def _read(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def _texts(read: Any) -> list[str]:
    """Every text in reading order, the cells of tables among them."""
    found = []
    for block in read.iter_inner_content():
        found += [block.text] if hasattr(block, "style") and not hasattr(block, "rows") else [cell.text for row in block.rows for cell in row.cells]
    return [text for text in found if text]


def test_headings_tables_and_language_are_real() -> None:
    read = _read(docx_file(document("Wij zien minder uitstroom.")))
    assert [p.style.name for p in read.paragraphs if p.text][:4] == ["Title", "Heading 1", "Heading 2", "Intense Quote"]
    (table,) = read.tables
    repeats = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeats == [True, False, False]
    assert [cell.text for cell in table.rows[0].cells] == ["Wie", "Wat"]
    language = next(read.styles.element.iter(qn("w:rPrDefault"))).find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "nl-NL"
    about = read.core_properties
    assert (about.title, about.author, about.language, about.created.replace(tzinfo=AT.tzinfo)) == (
        "Wij zien minder uitstroom.", "Samenzicht", "nl-NL", AT,
    )  # fmt: skip
    section = read.sections[0]
    assert (section.header.paragraphs[0].text, section.footer.paragraphs[0].text) == ("CONCEPT", "Kenmerk 0123456789abcdef")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_stays_text(text: str) -> None:
    texts, line = _texts(_read(docx_file(document(text)))), " ".join(text.split())
    assert texts == [line[:160], line, "Punt", text, f"Verslag\n{text}", "Wie", "Wat", text, "x", "y", text]


def test_the_same_document_is_the_same_file() -> None:
    first = docx_file(document(*HOSTILE))
    assert first == docx_file(document(*HOSTILE))
    assert {part.date_time for part in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_can_stop_the_file_from_being_made(text: str) -> None:
    assert _read(docx_file(document(f"x{text}\x07\ufffe"))).paragraphs


def test_lists_are_lists_and_a_picture_is_told_in_words() -> None:
    made = replace(document("x"), blocks=(Points(("een", "twee"), is_numbered=True), Points(("drie",)), Picture("<svg/>", "Balken: begin 100", 1, 1)))
    told = [(paragraph.style.name, paragraph.text) for paragraph in _read(docx_file(made)).paragraphs[1:]]
    assert told == [("List Number", "een"), ("List Number", "twee"), ("List Bullet", "drie"), ("Normal", "Balken: begin 100")]
