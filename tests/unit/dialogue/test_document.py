"""The verslag as PDF and as DOCX: both say every word of it, and a concept says that it is one."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest

from portal.dialogue.document import (
    AddendumText,
    AgreementText,
    AnswerText,
    EventText,
    MinutesDocument,
    PartyInput,
    PointText,
    SectionText,
)
from portal.dialogue.document_blocks import CONCEPT, NOTHING_WRITTEN, written
from portal.web.documents.docx_file import docx_file
from portal.web.documents.pdf import pdf
from tests.support.pdf_text import Pdf

BERM, CENTRE = "Stichting De Berm", "Gemeente Maastricht"
POINT = PointText(
    item_id=1,
    title="Doorstroom naar lichter #panic(1) *x* $",
    figures="Het cijfer is 41,0 %. De norm is 50,0 %.",
    figures_note="Vastgelegd op 20 oktober 2026 om 10:00, uit versie 2 van de aanlevering.",
    inputs=(PartyInput(BERM, (("Wat zien we?", "Minder uitstroom."), ("Wat doen we?", "Een plan."))), PartyInput(CENTRE, ())),
    minutes="Besproken.\nTweede regel.",
    agreements=("Maak een plan voor doorstroom. Sam Peters (Stichting De Berm), uiterlijk 1 december 2026.",),
)
SETTLED = MinutesDocument(
    title="Gesprek derde kwartaal",
    parties=(CENTRE, BERM),
    moment="3 november 2026 om 10:00",
    place="Stadhuis",
    present=(f"Karin Peters, {CENTRE}", f"Sam Peters, {BERM}"),
    sections=(SectionText("Data en informatie", (POINT, PointText(2, "Wachttijd"))), SectionText("Betekenisvolle dialoog", ())),
    agreements=(AgreementText("Maak een plan voor doorstroom", f"Sam Peters ({BERM})", "1 december 2026", "Doorstroom", "naar 45,0 %"),),
    addenda=(AddendumText(1, "De datum van het plan is 15 december.", "Er stond een verkeerde datum.", "Opgenomen"),),
    answers=(
        AnswerText(1, CENTRE, "Eens", "Karin Peters", "5 november 2026 om 09:00", "", ""),
        AnswerText(2, BERM, "Eens", "Paul Janssen", "5 november 2026 om 11:00", "", ""),
    ),
    timeline=(EventText("3 november 2026 om 10:00", "Gesprek begonnen", f"Karin Peters, {CENTRE}", "Zaal 2", ""),),
    sha256="0123456789abcdef" * 4,
    edition=2,
    settled="5 november 2026 om 11:00",
    is_concept=False,
    at=datetime(2026, 11, 5, 10, 0, tzinfo=UTC),
)
CONCEPT_DOCUMENT = replace(
    SETTLED, edition=0, settled="", is_concept=True, sections=(SectionText("Data", (replace(POINT, now="44,0 %, op 22 november 2026"),)),)
)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _in_docx(minutes: MinutesDocument) -> str:
    read = docx.Document(io.BytesIO(docx_file(written(minutes))))
    parts = [b.text if not hasattr(b, "rows") else " ".join(c.text for row in b.rows for c in row.cells) for b in read.iter_inner_content()]
    return _squeezed(" ".join(parts))


def _in_pdf(minutes: MinutesDocument) -> str:
    return _squeezed(Pdf.read(pdf(written(minutes))).text())


def _texts(minutes: MinutesDocument) -> list[str]:
    """Every text of the verslag, found by walking its fields: nothing may be left out of the files."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for one in value:
                walk(one)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                walk(getattr(value, name))

    walk(minutes)
    return [text for text in found if text and not (minutes.is_concept and text == minutes.settled)]


@pytest.mark.parametrize("minutes", [SETTLED, CONCEPT_DOCUMENT], ids=["edition", "concept"])
def test_both_files_say_every_word_of_the_verslag(minutes: MinutesDocument) -> None:
    in_pdf, in_docx = _in_pdf(minutes), _in_docx(minutes)
    for text in _texts(minutes):
        # a party that brought nothing to a point is named where the parties are
        assert _squeezed(text) in in_pdf, text
        assert _squeezed(text) in in_docx, text
    assert in_pdf == in_docx


def test_a_concept_says_so_and_an_edition_says_which_one() -> None:
    assert _squeezed(CONCEPT) in _in_pdf(CONCEPT_DOCUMENT)
    assert written(CONCEPT_DOCUMENT).running == CONCEPT
    assert _squeezed(CONCEPT) not in _in_pdf(SETTLED)
    assert "5november2026om11:00,editie2" in _in_docx(SETTLED)
    assert written(SETTLED).running == "Vastgesteld verslag, editie 2"


def test_what_is_not_there_is_said() -> None:
    bare = replace(SETTLED, agreements=(), addenda=(), sections=(SectionText("Data", (PointText(2, "Wachttijd"),)),))
    said = _in_pdf(bare)
    assert _squeezed(NOTHING_WRITTEN) in said
    assert _squeezed("Er zijn in dit gesprek geen afspraken gemaakt.") in said
    assert "Aanvullingen" not in said
