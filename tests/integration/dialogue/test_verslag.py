"""The reading page: one reads, answers and follows there; every edition can be kept; nothing that came too late is lost."""

from __future__ import annotations

import io

import docx
import pytest

from tests.integration.dialogue.conftest import Table
from tests.integration.dialogue.test_walk import ACTION
from tests.support.inspector import Answer, Inspector
from tests.support.pdf_text import Pdf
from tests.support.portal_queries import counted_requests

HOSTILE = '#panic(1) *x* $ <b>vet</b> {{ 7*7 }}\n= kop "aan" \\ // einde'
ADDED = {"text": "De datum van het plan is 15 december.", "reason": "Er stond een verkeerde datum in."}

ON_SCREEN = {  # what helps on a page and says nothing about the conversation
    "Afspraken zoals ze in dit gesprek zijn gemaakt", "–", "Edities", "Vastgestelde edities van dit verslag", "Bestand", "van editie 1",
    "Een vastgesteld verslag verandert niet meer. Klopt er iets niet, of mist er iets?",
}  # fmt: skip


def squeezed(text: str) -> str:
    """Without spaces: a line of a PDF may end anywhere."""
    return "".join(text.split())


@pytest.fixture
def settled(offered: Table) -> Table:
    """Both sides agreed."""
    for who in (offered.chair, offered.signatory):
        assert offered.agree(who).status == 303
    return offered


def propose(table: Table, who: Inspector, **fields: str) -> Answer:
    """Propose an addendum through its page."""
    path = f"{table.session}/aanvulling"
    return who.post(path, who.get(path).form(path) | ADDED | fields)


def file_of(table: Table, who: Inspector, ending: str, edition: int | None = None) -> bytes:
    """A downloaded file."""
    answer = who.get(f"{table.minutes}/download.{ending}{'' if edition is None else f'?editie={edition}'}")
    assert answer.status == 200
    return bytes(answer.response.data)


def in_pdf(data: bytes) -> str:
    return squeezed(Pdf.read(data).text())


def in_docx(data: bytes) -> str:
    parts = docx.Document(io.BytesIO(data)).iter_inner_content()
    return squeezed(" ".join(b.text if not hasattr(b, "rows") else " ".join(c.text for row in b.rows for c in row.cells) for b in parts))


def record_words(answer: Answer) -> list[str]:
    """What the page says in its main part, cut at every element: headings, paragraphs, cells, badges."""
    assert answer.root is not None
    main = next(element for element in answer.root.iter() if element.get("id") == "inhoud")
    kept = []
    for element in main.iter():
        told = [element.text or "", *(child.tail or "" for child in element)]
        if element.get("class") == "minutes-tools" or str(element.tag).endswith(("}button", "}label", "}legend", "}a", "}summary")):
            continue
        kept += [text.strip() for text in told if text.strip()]
    return kept


def test_page_pdf_and_docx_say_the_same(talking: Table) -> None:
    table = talking
    assert table.write(table.writer, HOSTILE).status == 303
    assert table.do(table.chair, "afspraken", **ACTION).status == 303
    assert table.do(table.chair, "ter-instemming").status == 303
    for who in (table.chair, table.signatory):
        assert table.agree(who).status == 303
    page = table.writer.get(table.minutes)
    whole_pdf, whole_docx = in_pdf(file_of(table, table.writer, "pdf")), in_docx(file_of(table, table.writer, "docx"))
    assert whole_pdf == whole_docx
    assert squeezed(HOSTILE) in whole_pdf
    for text in record_words(page):
        pieces = [squeezed(piece.strip(" :,.…✓○!▼●")).lower() for piece in text.split(", ")]
        assert text in ON_SCREEN or all(piece in whole_pdf.lower() for piece in pieces), text


def test_a_concept_says_so_and_an_edition_is_always_the_same_file(offered: Table) -> None:
    concept = in_pdf(file_of(offered, offered.chair, "pdf"))
    assert "CONCEPT:ditverslagisnognietvastgesteld" in concept
    assert "CONCEPT" in in_docx(file_of(offered, offered.chair, "docx"))
    for who in (offered.chair, offered.signatory):
        offered.agree(who)
    for ending in ("pdf", "docx"):
        first, again = file_of(offered, offered.chair, ending, 1), file_of(offered, offered.signatory, ending)
        assert first == again
    assert "CONCEPT" not in in_pdf(file_of(offered, offered.chair, "pdf", 1))


def test_there_is_nothing_to_keep_before_the_conversation_begins(table: Table) -> None:
    assert "Download" not in table.chair.get(table.minutes).text
    assert table.chair.get(f"{table.minutes}/download.pdf").status == 404
    assert table.stranger.get(f"{table.minutes}/download.pdf").status == 404
    for wrong in ("0", "2", "x", "99999", "-1", "١"):
        assert table.chair.get(f"{table.minutes}?editie={wrong}").status == 404


def test_an_addendum_is_proposed_agreed_to_and_becomes_edition_2(settled: Table) -> None:
    table = settled
    before = file_of(table, table.chair, "pdf", 1)
    assert "Stel een aanvulling voor" in table.writer.get(table.minutes).text
    assert propose(table, table.writer, text="", reason="kort").status == 422
    assert propose(table, table.writer).status == 303
    page = table.chair.get(table.minutes)
    assert "Aanvulling ter instemming" in page.text
    assert ADDED["text"] in page.text
    assert "Lees de aanvulling en geef uw instemming" in page.text
    assert "<textarea" not in table.chair.get(table.session).html  # the minutes stay as they were agreed to
    assert table.agree(table.chair).status == 303
    assert "Wacht op Stichting De Linde" in table.chair.get(table.minutes).text
    assert table.agree(table.signatory).status == 303
    assert "Vastgesteld, editie 2" in table.chair.get(table.minutes).text
    old = table.writer.get(f"{table.minutes}?editie=1")
    assert "Dit is een eerdere editie" in old.text
    assert ADDED["text"] not in old.text
    assert file_of(table, table.chair, "pdf", 1) == before
    assert squeezed(ADDED["text"]) in in_pdf(file_of(table, table.chair, "pdf"))


def test_an_addendum_can_be_changed_disagreed_with_and_withdrawn(settled: Table) -> None:
    table, path = settled, f"{settled.session}/aanvulling"
    assert propose(table, table.writer).status == 303
    assert table.answer(table.chair, "niet eens", reason="De datum klopt nog niet.").status == 303
    seen = table.signatory.get(table.minutes)
    assert "Pas de aanvulling aan, of trek haar in." in seen.text
    assert "De datum klopt nog niet." in seen.text
    theirs = table.chair.get(path)
    assert "Antwoord dan: niet eens" in theirs.text
    changed = f"{path}/tekst"
    old, other = table.writer.get(path).form(changed), table.signatory.get(path).form(changed)
    assert table.writer.post(changed, old | {"text": "De datum is 16 december."}).status == 303
    lost = table.signatory.post(changed, other | {"text": "De datum is 17 december."})
    assert lost.status == 409
    assert "De datum is 16 december." in lost.text
    assert "De datum is 17 december." in lost.text
    mine = table.chair.get(table.minutes).form(f"{table.session}/instemming")
    assert table.chair.post(changed, mine | {"version": "2", "text": "Van de gemeente", "reason": ADDED["reason"]}).status == 422
    assert "telt niet meer" in table.chair.get(table.minutes).text
    gone = f"{path}/intrekken"
    refused = table.writer.post(gone, table.writer.get(path).form(gone) | {"withdrawn": "x"})
    assert refused.status == 422
    assert "Schrijf een reden" in refused.text
    assert table.writer.post(gone, refused.form(gone) | {"withdrawn": "Het stond er al in."}).status == 303
    page = table.chair.get(table.minutes)
    assert "Vastgesteld, editie 1" in page.text
    assert "Aanvulling ingetrokken" in page.text


def test_two_who_propose_at_once_lose_no_text(settled: Table) -> None:
    table, path = settled, f"{settled.session}/aanvulling"
    fields = table.chair.get(path).form(path)
    assert propose(table, table.writer).status == 303
    late = table.chair.post(path, fields | {"text": "Mijn eigen aanvulling.", "reason": "Die was ook nodig."})
    assert late.status == 422
    assert "Er ligt al een aanvulling ter instemming." in late.text
    assert "Mijn eigen aanvulling." in late.text


def test_a_text_that_comes_after_the_settling_is_kept_and_can_be_proposed(talking: Table) -> None:
    table = talking
    table.write(table.chair, "Wij willen hetzelfde.")
    table.do(table.chair, "ter-instemming")
    path = table.item()
    fields = table.writer.get(table.session).form(path)
    for who in (table.chair, table.signatory):
        table.agree(who)
    quiet = table.writer.post(path, fields | {"text": "Nog net iets."}, htmx=True)
    assert quiet.status == 422
    assert "Uw tekst staat nog in het veld." in quiet.text
    assert "Stel deze tekst voor als aanvulling" in quiet.text
    whole = table.writer.post(path, fields | {"text": "Nog net iets."})
    assert whole.status == 422
    assert "Uw tekst kwam te laat voor het verslag" in whole.text
    there = f"{table.session}/aanvulling"
    assert "Nog net iets." in whole.form(there)["text"]
    moved = table.writer.post(f"{there}/te-laat", {"text": "Nog net iets.", "punt": path.split("/")[-2]})
    assert moved.status == 200
    assert moved.form(there)["text"].strip().endswith("Nog net iets.")
    assert table.writer.post(there, moved.form(there) | {"reason": "Dit kwam te laat voor het verslag."}).status == 303
    assert "Nog net iets." in table.chair.get(table.minutes).text


def test_old_screens_get_a_clear_sentence(offered: Table) -> None:
    table, path = offered, f"{offered.session}/instemming"
    stale = {name: who.get(table.minutes).form(path) for name, who in (("chair", table.chair), ("signatory", table.signatory))}
    second = table.chair.get(table.minutes).form(path)
    assert table.chair.post(path, stale["chair"] | {"verdict": "eens"}).status == 303
    assert table.chair.post(path, second | {"verdict": "eens"}).status == 303  # the same answer from a second tab is one answer
    assert table.chair.get(table.minutes).text.count("Eens met het verslag") == 1
    assert table.write(table.writer, "Toch iets anders.").status == 303
    lost = table.signatory.post(path, stale["signatory"] | {"verdict": "eens"})
    assert lost.status == 409
    assert "Uw antwoord telt nog niet." in lost.text
    assert table.agree(table.signatory).status == 303
    third = table.signatory.get(table.minutes).form(path)
    assert table.agree(table.chair).status == 303
    late = table.signatory.post(path, third | {"verdict": "niet eens", "reason": "Toch niet."})
    assert late.status == 422
    assert "Het verslag is al vastgesteld" in late.text


def test_the_pages_ask_at_most_six_questions(settled: Table) -> None:
    table = settled
    assert propose(table, table.writer).status == 303
    for path in (table.minutes, f"{table.minutes}?editie=1", f"{table.session}/aanvulling", f"{table.minutes}/download.pdf"):
        with counted_requests(table.app) as sent:
            assert table.signatory.get(path).status == 200
        assert len(sent) <= 6, path
