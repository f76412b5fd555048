"""The publishing desk: make and test, read, sign twice, correct, withdraw; and everything that is refused on the way."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, update

from kpi.actions import publication_making
from kpi.domain.publication import joint
from kpi.domain.publication.joint import Outcome
from kpi.tables.edition import SummaryEdition
from kpi.tables.publication import PublicationTruth, SummaryDraft
from kpi.tables.report import Report, ReportValue
from portal.extensions import db
from tests.integration.publishing.conftest import NAMES, QUARTER, Desk, add_quarter, publish_quarter
from tests.support.inspector import Answer, text_of
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World


def _summary(answer: Answer) -> ET.Element:
    """The part of a page that is the summary."""
    assert answer.root is not None
    return next(element for element in answer.root.iter() if (element.get("class") or "").split()[:1] == ["summary"])


def _rows(desk: Desk, table: type[SummaryEdition | PublicationTruth | SummaryDraft]) -> int:
    with desk.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_two_people_publish_what_the_preview_showed(ready: Desk) -> None:
    page = ready.made()
    draft = ready.publisher.get(page)
    assert "De toets vond niets" in draft.text and "Onderteken het concept" in draft.text
    seen = text_of(_summary(draft))
    assert ready.signed(ready.publisher, page).status == 303
    waiting = ready.publisher.get(page)
    assert "U hebt getekend." in waiting.text and "Onderteken" not in waiting.html.replace("Ondertekenen", "")
    assert ready.reader.get("/klankbord/2025-k4").status == 404, "one signature is not enough"
    second = ready.second.get(page)
    assert "Onderteken en publiceer" in second.text
    assert text_of(_summary(second)) == seen
    assert ready.signed(ready.second, page).status == 303
    assert text_of(_summary(ready.reader.get("/klankbord/2025-k4"))).startswith(seen)
    after = ready.publisher.get(page)
    assert "Dit concept is gepubliceerd." in after.text and "vervallen" not in after.text.lower()


def test_the_desk_says_what_waits_for_whom(ready: Desk) -> None:
    assert "4e kwartaal 2025: klaar voor een concept" in ready.publisher.get("/publicatie").text
    page = ready.made()
    assert "Wacht op twee handtekeningen" in ready.publisher.get("/publicatie").text
    ready.signed(ready.publisher, page)
    mine, other = ready.publisher.get("/publicatie").text, ready.second.get("/publicatie").text
    assert "Nu een collega." in mine and "U hoeft nu niets te doen." in mine
    assert "4e kwartaal 2025: wacht op een tweede handtekening" in other and "Lees en onderteken" in other
    ready.signed(ready.second, page)
    assert "Editie 1 staat online" in ready.publisher.get("/publicatie").text


def test_one_person_cannot_sign_twice_nor_without_a_code(ready: Desk) -> None:
    page = ready.made()
    wrong = ready.signed(ready.publisher, page, code="000000")
    assert wrong.status == 422 and "Deze code klopt niet" in wrong.text and "<title>Fout:" in wrong.html
    assert ready.signed(ready.publisher, page, code="").status == 422
    assert ready.signed(ready.publisher, page).status == 303
    shown = ready.second.get(page).form(f"{page}/ondertekenen")["shown"]
    fields = ready.publisher.get(page).form(f"{page}/vervallen") | {"once_key": "a" * 32, "shown": shown, "code": "123456"}
    again = ready.publisher.post(f"{page}/ondertekenen", fields)
    assert again.status == 422 and "U hebt dit concept al ondertekend." in again.text
    assert _rows(ready, SummaryEdition) == 0


def test_a_signed_concept_stands_in_the_way_before_the_wait_and_not_after_it(ready: Desk) -> None:
    page = ready.made()
    assert "Een nieuw concept komt in zijn plaats." in ready.publisher.get(ready.page).text
    ready.signed(ready.publisher, page)
    told = ready.publisher.get(ready.page)
    assert told.text.count("Er is al een concept met één handtekening. Wacht op de tweede, of laat het eerst vervallen.") == 1
    assert "komt in zijn plaats" not in told.text and "Maak en toets het concept" not in told.text
    assert f'href="{page}"' in told.html


def test_another_text_than_the_one_on_screen_is_not_signed(ready: Desk) -> None:
    answer = ready.signed(ready.publisher, ready.made(), shown="0" * 64)
    assert answer.status == 422 and "Dit is niet de tekst die u las." in answer.text


def test_figures_that_change_stop_the_second_signature(ready: Desk) -> None:
    page = ready.made()
    ready.signed(ready.publisher, page)
    ready.write(update(ReportValue).values(numerator=ReportValue.numerator + 1))
    late = ready.signed(ready.second, page)
    assert late.status == 422 and "veranderd sinds dit concept" in late.text
    assert ready.reader.get("/klankbord/2025-k4").status == 404


def test_a_protector_that_shows_too_much_is_refused_by_the_gate(ready: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The protection says that it is safe, and tells the truth unrounded: the audit of what would be kept sees it."""
    real = joint.protect_jointly

    def exact(*told: Any, **more: Any) -> Outcome:
        outcome = real(*told, **more)
        parts = [replace(part, problem=replace(part.problem, suppressed=frozenset(), rounded={}, steps=0)) for part in outcome.bundle.parts]
        return replace(outcome, bundle=replace(outcome.bundle, parts=tuple(parts)))

    monkeypatch.setattr(publication_making, "protect_jointly", exact)
    page = ready.publisher.get(ready.made())
    assert "De toets vond iets" in page.text and "Wat nu?" in page.text
    assert "kan uitrekenen dat" in page.text and "precies" in page.text
    assert any(name in page.text for name in NAMES), "the publisher reads which aanbieder could do that"
    assert "2025-K4|" not in page.text
    assert not any(word in page.text for word in ("moet mogelijk blijven", "overblijven")), "the rules are a secret of the installation"
    assert "Wat de toets nog meer vond" in page.text
    with ready.app.app_context():
        stored = db.session.scalars(select(SummaryDraft)).one()
        assert (stored.is_safe, stored.content, stored.truth) == (False, "", "")
    path = f"/publicatie/concept/{stored.id}/ondertekenen"
    refused = ready.publisher.post(path, {"code": "123456", "shown": "0" * 64, "once_key": "b" * 32})
    assert refused.status == 422 and "te veel zegt" in refused.text
    assert "De toets vond iets" in ready.publisher.get("/publicatie").text


def test_a_concept_lapses_with_a_reason(ready: Desk) -> None:
    page = ready.made()
    path = f"{page}/vervallen"
    fields = ready.publisher.get(page).form(path)
    refused = ready.publisher.post(path, fields | {"vervalt-reason": " "})
    assert refused.status == 422 and "Schrijf op waarom dit concept vervalt." in refused.text
    assert ready.publisher.post(path, refused.form(path) | {"vervalt-reason": "Een verkeerde keuze"}).status == 303
    gone = ready.publisher.get(page)
    assert "Een verkeerde keuze" in gone.text and "Dit concept is vervallen." in gone.text
    assert ready.publisher.post(path, {"vervalt-reason": "Nog eens", "once_key": "c" * 32}).status == 422
    ready.made()
    assert _rows(ready, SummaryDraft) == 2


def test_a_correction_tells_what_moved_and_the_klankbordgroep_reads_why(ready: Desk) -> None:
    ready.out()
    same = ready.publisher.get(ready.page).form(f"{ready.page}/concept") | {"reason": "Zomaar nog een keer."}
    refused = ready.publisher.post(f"{ready.page}/concept", same)
    assert refused.status == 422 and "Er is niets veranderd sinds editie 1." in refused.text
    ready.write(update(ReportValue).values(numerator=ReportValue.numerator - 20))
    fields = ready.publisher.get(ready.page).form(f"{ready.page}/concept")
    empty = ready.publisher.post(f"{ready.page}/concept", fields)
    assert empty.status == 422 and "Schrijf op waarom er een nieuwe editie komt." in empty.text
    named = ready.publisher.post(f"{ready.page}/concept", fields | {"reason": f"{NAMES[0]} telde verkeerd."})
    assert named.status == 422 and "Noem geen aanbieder." in named.text
    page = ready.out(reason="Een aantal was verkeerd geteld.")
    assert "Editie 2 staat online" in ready.publisher.get("/publicatie").text
    assert _rows(ready, PublicationTruth) == 2
    read = ready.reader.get("/klankbord/2025-k4").text
    assert "Een aantal was verkeerd geteld." in read and not [name for name in ready.names if name in read]
    assert "Een aantal was verkeerd geteld." in ready.publisher.get(page).text


def test_a_draft_of_a_correction_shows_the_moved_figures(published: Desk) -> None:
    published.write(update(ReportValue).values(numerator=ReportValue.numerator - 20))
    page = published.publisher.get(published.made(reason="Een aantal was verkeerd geteld."))
    assert "Wat is anders dan in de vorige editie?" in page.text and "Vorige editie" in page.text


def test_the_aanbieders_of_a_quarter_are_those_of_its_first_edition(published: Desk) -> None:
    """Who joins later is not counted; while one of the first is missing there is no next edition."""
    first = select(Report.id).where(Report.period == QUARTER.code).order_by(Report.id).limit(1).scalar_subquery()
    published.write(update(Report).where(Report.id == first).values(state="wijziging gevraagd"))
    fields = published.publisher.get(published.page).form(f"{published.page}/concept") | {"reason": "Een aantal was verkeerd geteld."}
    refused = published.publisher.post(f"{published.page}/concept", fields)
    assert refused.status == 422 and "Wacht daarop." in refused.text


def test_without_rules_nothing_can_be_published(ready: Desk, world: World) -> None:
    settings = ready.app.config["SETTINGS"]
    ready.app.config["SETTINGS"] = replace(settings, publication_rules=None)
    for path in ("/publicatie", ready.page):
        page = ready.publisher.get(path)
        assert page.status == 200
        assert "Er kan nu niets naar buiten." in page.text and "SAMENZICHT_PUBLICATION_RULES" in page.text
        assert "Maak en toets" not in page.text
    refused = ready.publisher.post(f"{ready.page}/concept", {"municipalities": "gemeenten", "forms": "vormen", "ages": "groepen"})
    assert refused.status == 422 and "SAMENZICHT_PUBLICATION_RULES" in refused.text


def test_too_few_reports_make_no_concept(ready: Desk) -> None:
    page = ready.publisher.get("/publicatie/2026-k2")
    assert "te weinig geaccepteerde rapportages" in page.text and "Maak en toets" not in page.text
    path = "/publicatie/2026-k2/concept"
    assert ready.publisher.post(path, {"municipalities": "gemeenten", "forms": "vormen", "ages": "groepen"}).status == 422
    assert ready.publisher.post(path, {"municipalities": "alles", "forms": "vormen", "ages": "groepen"}).status == 422


def test_every_choice_is_compared(ready: Desk) -> None:
    page = ready.publisher.get(f"{ready.page}/keuzes")
    assert page.text.count("Maastricht en Heuvelland") == 4 and page.text.count("Jonger dan 23, en 23 en ouder") == 4
    assert page.text.count("Vormen van zorg in groepen") == 4
    assert "Wat toont elke keuze?" in ready.publisher.get(ready.page).text
    few = ready.publisher.get("/publicatie/2026-k2/keuzes")
    assert few.status == 200 and "te weinig geaccepteerde rapportages" in few.text


def test_a_coarser_choice_is_what_is_read(ready: Desk) -> None:
    page = ready.out(municipalities="centrum-en-overige", ages="twee")
    assert "Maastricht en Heuvelland; elke vorm van zorg apart; jonger dan 23" in ready.publisher.get(page).text
    read = ready.reader.get("/klankbord/2025-k4").text
    assert "Heuvelland" in read and "Valkenburg" not in read


@pytest.mark.parametrize("path", ["/publicatie/2001-k1", "/publicatie/onzin", "/publicatie/2001-k1/keuzes", "/publicatie/concept/987654"])
def test_what_does_not_exist_is_not_there(ready: Desk, path: str) -> None:
    assert ready.publisher.get(path).status == 404


def test_an_edition_is_taken_back_with_a_reason(published: Desk) -> None:
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
    assert published.reader.get("/klankbord/2025-k4").status == 404
    assert "Er staat een fout in." in published.publisher.get("/publicatie").text
    late = published.publisher.post(path, {"reason": "Nog eens", "once_key": "d" * 32})
    assert late.status == 409
    assert "al ingetrokken of vervangen" in late.text
    assert published.publisher.post("/publicatie/editie/987654/intrekken", {"reason": "x", "once_key": "e" * 32}).status == 404


@pytest.mark.parametrize("role", ["klankbordgroeplid", "contractmanager", "tekenbevoegde", "regiolezer"])
def test_only_the_publisher_publishes(ready: Desk, world: World, role: str) -> None:
    other, page = signed_in(ready.app, world.people[role]), ready.made()
    assert [other.get(path).status for path in ("/publicatie", ready.page, page)] == [403, 403, 403]
    assert other.post(f"{page}/ondertekenen", {"once_key": "f" * 32, "code": "1"}).status == 403
    assert other.post(f"{ready.page}/concept", {}).status == 403


def test_more_quarters_ask_no_more_questions(ready: Desk) -> None:
    def asked(path: str) -> int:
        with counted_requests(ready.app) as sent:
            assert ready.publisher.get(path).status == 200
        return len(sent)

    page = ready.made()
    few = [asked(path) for path in ("/publicatie", ready.page, page)]
    for back in range(1, 5):
        add_quarter(ready.app, QUARTER.shift(-back))
        publish_quarter(ready.app, QUARTER.shift(-back))
    assert [asked(path) for path in ("/publicatie", ready.page, page)] == few
    assert 0 < max(few) <= 6


def test_a_quarter_before_a_published_one_is_not_put_first(ready: Desk) -> None:
    add_quarter(ready.app, QUARTER.shift(-1))
    assert "4e kwartaal 2025: klaar voor een concept" in ready.publisher.get("/publicatie").text
    ready.out()
    told = ready.publisher.get("/publicatie").text
    assert "U hoeft nu niets te doen." in told and "Niet gepubliceerd" in told and "Klaar voor een concept" not in told
    assert "Maak en toets het concept" in ready.publisher.get("/publicatie/2025-k3").text, "it can still be made"
