"""Publishing: what can be, what cannot, the same page as the readers get, and taking an edition back."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from tests.integration.sounding_board.conftest import Published, add_quarter
from tests.support.inspector import Answer, text_of
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World


def _summary(answer: Answer) -> ET.Element:
    """The part of a page that is the summary."""
    assert answer.root is not None
    return next(element for element in answer.root.iter() if (element.get("class") or "").split()[:1] == ["summary"])


def test_the_preview_is_the_page(ready: Published) -> None:
    preview = ready.publisher.get(ready.desk)
    assert "Publiceer de samenvatting" in preview.html
    seen = text_of(_summary(preview))
    path = f"{ready.desk}/publiceren"
    assert ready.publisher.post(path, preview.form(path)).status == 303
    read = text_of(_summary(ready.reader.get(ready.page)))
    assert read.startswith(seen)
    assert read.removeprefix(seen).strip().startswith("Zelf rekenen met deze cijfers")


def test_the_desk_says_what_can_be_done(ready: Published) -> None:
    desk = ready.publisher.get("/publicatie")
    assert "Het 4e kwartaal 2025 kan worden gepubliceerd" in desk.text
    assert "Wacht op rapportages: 3 zijn nodig" in desk.text


def test_publishing_happens_once(ready: Published) -> None:
    path = f"{ready.desk}/publiceren"
    fields = ready.publisher.get(ready.desk).form(path)
    assert [ready.publisher.post(path, fields).status for _ in range(2)] == [303, 303]
    assert ready.publisher.get("/publicatie").html.count("Trek deze editie in") == 1
    again = ready.publisher.post(path, {"once_key": "b" * 32})
    assert again.status == 422
    assert "Er is niets veranderd sinds editie 1." in again.text
    assert "Er is niets veranderd sinds editie 1." in ready.publisher.get(ready.desk).text


def test_too_few_reports_cannot_be_published(ready: Published) -> None:
    page = ready.publisher.get("/publicatie/2026-k2")
    assert "Er zijn minder dan 3 geaccepteerde rapportages." in page.text
    assert "Publiceer de samenvatting" not in page.html
    refused = ready.publisher.post("/publicatie/2026-k2/publiceren", {"once_key": "c" * 32})
    assert refused.status == 422
    assert "<title>Fout:" in refused.html


@pytest.mark.parametrize("path", ["/publicatie/2001-k1", "/publicatie/onzin"])
def test_a_quarter_without_reports_is_not_there(ready: Published, path: str) -> None:
    assert ready.publisher.get(path).status == 404


def test_an_edition_is_taken_back_with_a_reason(published: Published) -> None:
    desk = published.publisher.get("/publicatie")
    assert desk.root is not None
    actions = [form.get("action", "") for form in desk.root.iter("{http://www.w3.org/1999/xhtml}form")]
    (path,) = [action for action in actions if action.endswith("/intrekken")]
    fields = desk.form(path)
    refused = published.publisher.post(path, fields | {"reason": " "})
    assert refused.status == 422
    assert "Schrijf op waarom u deze samenvatting intrekt." in refused.text
    given = refused.form(path) | {"reason": "Er staat een fout in."}
    assert [published.publisher.post(path, given).status for _ in range(2)] == [303, 303]
    assert published.reader.get(published.page).status == 404
    late = published.publisher.post(path, {"reason": "Nog eens", "once_key": "d" * 32})
    assert late.status == 409
    assert "al ingetrokken of vervangen" in late.text
    assert published.publisher.post("/publicatie/editie/987654/intrekken", {"reason": "x", "once_key": "e" * 32}).status == 404


@pytest.mark.parametrize("role", ["klankbordgroeplid", "contractmanager", "tekenbevoegde", "regiolezer"])
def test_only_the_publisher_publishes(ready: Published, world: World, role: str) -> None:
    other = signed_in(ready.app, world.people[role])
    assert other.get("/publicatie").status == 403
    assert other.post(f"{ready.desk}/publiceren", {"once_key": "f" * 32}).status == 403


def test_more_quarters_ask_no_more_questions(published: Published) -> None:
    def asked(path: str) -> int:
        with counted_requests(published.app) as sent:
            assert published.publisher.get(path).status == 200
        return len(sent)

    few = [asked(path) for path in ("/publicatie", published.desk)]
    for back in range(1, 5):
        add_quarter(published.app, published.quarter.shift(-back))
    assert [asked(path) for path in ("/publicatie", published.desk)] == few
    assert 0 < few[0] <= 6
    assert few[1] <= 8  # the preview makes the whole summary: five sources, two editions, and who is looking
