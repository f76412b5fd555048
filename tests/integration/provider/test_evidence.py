"""Files with an explanation, on the screens: what is refused and what stays, and how a file is given back."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from contracts.foundation.journal import JournalEntry
from kpi.tables.deviation import Evidence
from portal.extensions import db
from tests.support.evidence_files import GOOD, MULTIPART, PDF, as_sent
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.world import World

TEXT = "Twee kamers waren dicht door een verbouwing."
FIXED = {"uitleg.pdf": "application/pdf", "foto.png": "image/png", "uitleg.txt": "text/plain", "rijen.csv": "text/csv"}


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of De Linde, whose last report has deviations."""
    return signed_in(app, world.people["invoerder"])


@pytest.fixture
def path(entry: Inspector) -> str:
    """The address of one that waits for an answer."""
    return next(link for link in entry.get("/aanbieder/afwijkingen").links() if re.fullmatch(r"/aanbieder/afwijkingen/\d+", link))


def send(entry: Inspector, path: str, *files: tuple[str, bytes], text: str | None = TEXT) -> Answer:
    """Send the form of the page as a browser does, with these files."""
    action = f"{path}/toelichten" if text is not None else f"{path}/bewijsstukken"
    form = entry.get(path).form(action) | ({} if text is None else {"text": text})
    return sent(entry, action, form, *files)


def sent(entry: Inspector, action: str, form: dict[str, str], *files: tuple[str, bytes]) -> Answer:
    """Send this form with these files."""
    fields = {name: value for name, value in form.items() if name != "files"}
    return entry._send("POST", action, htmx=False, data=as_sent(fields, list(files)), content_type=MULTIPART)


def kept(app: Flask) -> int:
    """How many files the database holds."""
    with app.app_context():
        return len(db.session.scalars(select(Evidence.id)).all())


def test_an_explanation_with_files_and_one_more_later(app: Flask, world: World, entry: Inspector, path: str) -> None:
    two = ("uitleg.pdf", PDF), ("foto.png", GOOD["foto.PNG"])
    assert send(entry, path, *two).status == 303
    page = entry.get(path)
    assert "Toegelicht" in page.text and page.text.count("uitleg.pdf") >= 1 and "1 kB" in page.text
    assert send(entry, path, ("uitleg.txt", GOOD["uitleg.txt"]), ("rijen.csv", GOOD["rijen.csv"]), text=None).status == 303
    links = [link for link in entry.get(path).links() if link.startswith("/aanbieder/bewijsstukken/")]
    assert len(links) == 4
    manager, foreign = signed_in(app, world.people["contractmanager"]), signed_in(app, world.people["invoerder-noord"])
    for link, (name, media_type) in zip(links, FIXED.items(), strict=True):
        for answer in (entry.get(link), manager.get(link.replace("aanbieder", "beheer"))):
            headers = answer.response.headers
            assert (answer.status, headers["Content-Type"].partition(";")[0]) == (200, media_type)
            assert headers["X-Content-Type-Options"] == "nosniff" and headers["Content-Disposition"] == f"attachment; filename={name}"
            assert "default-src 'none'" in headers["Content-Security-Policy"] and headers["Cache-Control"] == "no-store"
        assert foreign.get(link).status == 404
    assert entry.get(links[0]).response.data == PDF


def test_a_file_is_taken_away_once_and_its_line_stays(app: Flask, world: World, entry: Inspector, path: str) -> None:
    send(entry, path, ("uitleg.pdf", PDF))
    page = entry.get(path)
    link = next(link for link in page.links() if link.startswith("/aanbieder/bewijsstukken/"))
    action = f"{link}/verwijderen"
    foreign = signed_in(app, world.people["invoerder-noord"])
    assert foreign.post(action, page.form(action) | {"csrf_token": foreign.csrf_token()}).status == 404
    assert entry.post(action, page.form(action)).status == entry.post(action, page.form(action)).status == 303
    after = entry.get(path)
    assert "Verwijderd op" in after.text and link not in after.links() and entry.get(link).status == 404
    assert signed_in(app, world.people["contractmanager"]).get(link.replace("aanbieder", "beheer")).status == 404


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("uitleg.pdf", b"<html><script>alert(1)</script>", "uitleg.pdf: Dit is geen PDF"),
        ("../../uitleg.txt", b"<script>alert(1)</script>", "uitleg.txt: In dit bestand staat code van een webpagina."),
        ("uitleg.pdf", b"", "uitleg.pdf: Dit bestand is leeg."),
        ("scan.pdf", PDF + b"0" * (3 * 1024 * 1024), "scan.pdf: Dit bestand is groter dan 2 MB."),
        ("cijfers.xlsx", b"PK\x03\x04" + b"\0" * 1000, "cijfers.xlsx: Dit is geen Excel-bestand"),
        ("uitleg.exe", b"MZ", "Kies een bestand van deze soorten"),
        ("uitleg.txt", b"Het gaat om 123456782.", "uitleg.txt: In deze tekst staat een getal dat een BSN kan zijn."),
    ],
)
def test_a_file_that_cannot_be_is_refused_at_its_field_and_the_text_stays(
    app: Flask, entry: Inspector, path: str, name: str, data: bytes, sentence: str
) -> None:
    answer = send(entry, path, ("goed.pdf", PDF), (name, data))
    assert answer.status == 422 and "Fout:" in answer.html.split("</title>")[0]
    assert sentence in answer.text and TEXT in answer.html and "#files" in answer.links()
    assert kept(app) == 0 and "Toegelicht" not in entry.get(path).text
    with app.app_context():
        entry_ = db.session.scalars(select(JournalEntry).where(JournalEntry.action == "bewijsstuk geweigerd")).one()
        assert entry_.result == "geweigerd"


def test_too_short_an_explanation_and_too_many_files_leave_nothing(app: Flask, entry: Inspector, path: str) -> None:
    assert send(entry, path, ("uitleg.pdf", PDF), text="Druk.").status == 422
    six = [(f"{number}.pdf", PDF + str(number).encode()) for number in range(6)]
    answer = send(entry, path, *six)
    assert answer.status == 422 and "hoogstens 5 bestanden" in answer.text
    twice = send(entry, path, ("a.pdf", PDF), ("b.pdf", PDF))
    assert twice.status == 422 and "staat er al bij" in twice.text and TEXT in twice.html
    assert kept(app) == 0 and "Toegelicht" not in entry.get(path).text
    assert send(entry, path).status == 303
    nothing = send(entry, path, text=None)
    assert nothing.status == 422 and "Kies eerst een bestand." in nothing.text


def test_whoever_comes_after_a_colleague_sees_both_texts_and_no_file_was_kept(app: Flask, entry: Inspector, path: str) -> None:
    form = entry.get(path).form(f"{path}/toelichten") | {"text": "Een andere uitleg van een collega."}
    assert send(entry, path).status == 303
    answer = sent(entry, f"{path}/toelichten", form, ("uitleg.pdf", PDF))
    assert (
        answer.status == 422
        and "Uw tekst is niet verstuurd" in answer.text
        and "Een andere uitleg van een collega." in answer.text
        and TEXT in answer.text
    )
    assert kept(app) == 0


def test_a_lost_race_shows_what_changed_and_no_file_was_kept(app: Flask, entry: Inspector, path: str) -> None:
    late = entry.get(path).form(f"{path}/toelichten") | {"version": "99", "text": TEXT}
    answer = sent(entry, f"{path}/toelichten", late, ("uitleg.pdf", PDF))
    assert answer.status == 409 and "heeft hier intussen iets gewijzigd" in answer.text and TEXT in answer.html
    assert kept(app) == 0 and answer.form(f"{path}/toelichten")["version"] == "1"


def test_a_request_that_is_far_too_large_is_stopped_at_the_door(entry: Inspector, path: str) -> None:
    answer = send(entry, path, ("scan.pdf", PDF + b"0" * (25 * 1024 * 1024)))
    assert answer.status == 413


def test_a_file_in_the_place_of_a_text_is_no_text(entry: Inspector, path: str) -> None:
    form = {name: value for name, value in entry.get(path).form(f"{path}/toelichten").items() if name != "text"}
    body = as_sent(form, []).replace(b'name="files"; filename=""', b'name="text"; filename="uitleg.txt"')
    answer = entry._send("POST", f"{path}/toelichten", htmx=False, data=body, content_type=MULTIPART)
    assert answer.status == 422 and "Schrijf uw uitleg op." in answer.text
