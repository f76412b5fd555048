"""The PDF: tagged, in Dutch, with a title, always the same bytes, and text that stays text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.documents.pdf import pdf
from portal.web.documents.signs import NOTE, has_unknown, shown
from tests.support.pdf_text import Pdf
from tests.unit.documents.making import HOSTILE, document

MARKS = (b"/MarkInfo<</Marked true", b"/StructTreeRoot", b"/Lang(nl-NL)", b"/DisplayDocTitle true")


def _squeezed(text: str) -> str:
    """Without spaces: a line may end within what has no space."""
    return "".join(text.split())


def _said(data: bytes) -> str:
    return _squeezed(Pdf.read(data).text())


def test_it_says_that_it_is_tagged_and_of_which_standard() -> None:
    read = Pdf.read(pdf(document("Wij zien minder uitstroom.")))
    catalog = next(body for body in read.objects.values() if b"/Type/Catalog" in body)
    assert all(mark in catalog for mark in MARKS)
    xmp = next(stream for stream in read.streams.values() if stream.startswith(b"<?xpacket"))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert b"<rdf:li>nl-NL</rdf:li>" in xmp
    assert b"Wij zien minder uitstroom.</rdf:li></rdf:Alt></dc:title>" in xmp
    tags = read.tags()
    assert {"Title", "H1", "H2", "P", "Table", "THead", "TBody", "TR", "TH", "TD"} <= set(tags)
    assert (tags.count("Table"), tags.count("TH"), tags.count("TD")) == (1, 4, 2)  # two rows, each with its own heading


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_stays_text(text: str) -> None:
    said = _said(pdf(document(text)))
    assert said.count(_squeezed(text)) == 6  # title, heading, notice, paragraph, two cells
    assert _squeezed(NOTE) not in said


def test_every_word_is_read_in_its_order() -> None:
    made = document("Eerste punt.\nTweede regel: é ë ï € ≥ ▲ ✓ „aan” — fi ffi", "Tweede stuk")
    said = _said(pdf(made))
    at = 0
    for text in made.words:
        at = said.index(_squeezed(text), at)


def test_a_sign_that_the_typeface_lacks_is_told_by_its_number() -> None:
    said = _said(pdf(document("goed 😀 dus\u202e")))
    assert "goed‹U+1F600›dus‹U+202E›" in said
    assert _squeezed(NOTE) in said


def test_the_same_document_is_the_same_file() -> None:
    made = document(*HOSTILE)
    assert pdf(made) == pdf(made)
    assert pdf(made) != pdf(replace(made, foot="anders"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_can_stop_the_file_from_being_made(text: str) -> None:
    made = pdf(document(f"x{text}"))
    assert Pdf.read(made).objects


@settings(max_examples=30, deadline=None)
@given(st.text(st.sampled_from("aeiouAEIOU ‘’“”àéîõüçñßœŁžα΄ώΩяЯ\u0301\u0308\u0323\u0328ﬁ€№∑≤▲✓"), min_size=1, max_size=80))
def test_signs_that_are_known_can_be_put_together(text: str) -> None:
    made = document(text)
    assert has_unknown(text) == (shown(text) != text)
    assert Pdf.read(pdf(made)).objects
