"""The page of one cell: everything about it, remarks by both sides, parts with their total, and figures that were pasted."""

from __future__ import annotations

import pytest
from flask import Flask

from kpi.tables.report import ReportValue
from portal.extensions import db
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World

GRID = "/aanbieder/rapportages/2026-k3/cijfers"
BASISZORG, MAATZORG = f"{GRID}/basiszorg", f"{GRID}/maatzorg"
REMARK = "Wij zoeken uit hoe dit komt."


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of Huize Noord, whose report of the last quarter is busy."""
    return signed_in(app, world.people["invoerder-noord"])


@pytest.fixture
def linde(app: Flask, world: World) -> Inspector:
    """The invoerder of De Linde, whose report of the last quarter is submitted."""
    return signed_in(app, world.people["invoerder"])


def parts_form(page: Answer, dimension: str) -> dict[str, str]:
    """The fields of one of the tables: they share an address."""
    assert page.root is not None
    namespace = "{http://www.w3.org/1999/xhtml}"
    for form in page.root.iter(f"{namespace}form"):
        fields = {one.get("name", ""): one.get("value", "") for one in form.iter(f"{namespace}input")}
        if fields.get("dimension") == dimension:
            return fields
    raise AssertionError(f"no table for {dimension}")


def filled(page: Answer, dimension: str, *numbers: str) -> dict[str, str]:
    fields = parts_form(page, dimension)
    names = [name for name in fields if name.startswith("numerator-")]
    return fields | dict(zip(names, (*numbers, *["0"] * len(names)), strict=False))


def test_the_page_tells_what_it_means_what_it_was_and_who_changed_it(entry: Inspector) -> None:
    page = entry.get(f"{BASISZORG}/BZ-01/detail")
    assert "BZ-01 Eerste opvang binnen 6 weken" in page.text
    for words in ("De norm is minstens 100 %.", "De teller is niet groter dan de noemer.", "K2 2026", "was (leeg), nu 40", "Invoerder D. Proef"):
        assert words in page.text
    assert "leest alleen uw eigen organisatie" in page.text
    assert 'role="img"' in page.html and "BZ-01 per kwartaal: K2 2026 100,0 %, K3 2026 100,0 %." in page.text
    assert f"{BASISZORG}/BZ-01/detail" in entry.get(BASISZORG).links()


def test_what_is_asked_stays_within_six_questions(app: Flask, entry: Inspector, linde: Inspector) -> None:
    for who, path in ((entry, f"{MAATZORG}/MZ-08/detail"), (entry, BASISZORG), (linde, f"{MAATZORG}/MZ-08/detail")):
        with counted_requests(app) as sent:
            who.get(path)
        assert len(sent) <= 6, path


def test_a_wrong_address_does_not_exist(entry: Inspector) -> None:
    for path in (f"{MAATZORG}/BZ-01/detail", f"{BASISZORG}/XX-99/detail", f"{BASISZORG}/VZ-01/detail"):
        assert entry.get(path).status == 404
    assert entry.post(f"{BASISZORG}/XX-99/opmerkingen", {"text": REMARK}).status == 404
    for fields in ({"dimension": "gemeente"}, {"dimension": "onzin"}, {}):
        assert entry.post(f"{BASISZORG}/BZ-01/uitsplitsing", fields).status == 404


def test_a_remark_without_scripts_leads_back_and_is_counted_in_the_grid(entry: Inspector) -> None:
    answer = entry.post(f"{BASISZORG}/BZ-01/opmerkingen", {"text": REMARK})
    assert answer.status == 303 and answer.location.endswith("/BZ-01/detail#draad")
    assert REMARK in entry.get(f"{BASISZORG}/BZ-01/detail").text
    assert "1 opmerking" in entry.get(BASISZORG).text
    entry.post(f"{BASISZORG}/BZ-01/opmerkingen", {"text": "Nog iets."})
    assert "2 opmerkingen" in entry.get(BASISZORG).text


def test_a_remark_from_the_panel_answers_with_the_thread_alone(entry: Inspector) -> None:
    panel = entry.get(f"{BASISZORG}/BZ-01/detail", htmx=True)
    assert "<html" not in panel.html and 'id="paneel-titel"' in panel.html
    answer = entry.post(f"{BASISZORG}/BZ-01/opmerkingen", {"text": REMARK}, htmx=True)
    assert answer.status == 200 and REMARK in answer.text and "<html" not in answer.html
    assert 'id="opmerkingen-BZ-01" hx-swap-oob="true">1 opmerking<' in answer.html


@pytest.mark.parametrize("htmx", [False, True])
def test_personal_data_in_a_remark_is_refused_and_the_text_stays(entry: Inspector, htmx: bool) -> None:
    answer = entry.post(f"{BASISZORG}/BZ-01/opmerkingen", {"text": "Mail naar iris@voorbeeld.nl"}, htmx=htmx)
    assert answer.status == 422 and "e-mailadres" in answer.text and "Mail naar iris@voorbeeld.nl" in answer.text
    if not htmx:
        assert "Fout:" in answer.html.split("</title>")[0] and "#text" in answer.links()
    assert "Mail naar" not in entry.get(f"{BASISZORG}/BZ-01/detail").text


def test_both_sides_talk_once_the_report_is_submitted(app: Flask, world: World, linde: Inspector) -> None:
    manager, signatory = signed_in(app, world.people["contractmanager"]), signed_in(app, world.people["tekenbevoegde"])
    there = f"/beheer/rapportages/{world.reports['linde', '2026-K3']}"
    assert manager.post(f"{there}/cijfers/BZ-01/opmerkingen", {"text": "Klopt de noemer?"}).status == 303
    assert "Klopt de noemer?" in linde.get(f"{BASISZORG}/BZ-01/detail").text
    assert signatory.post(f"{BASISZORG}/BZ-01/opmerkingen", {"text": "Ja, dat klopt."}).status == 303
    page = manager.get(f"{there}/cijfers/BZ-01")
    assert "Ja, dat klopt." in page.text and "55,0 %" in page.text and "K2 2026" in page.text
    assert "Wie wijzigde wat" not in page.text
    report = manager.get(there)
    assert "2 opmerkingen" in report.text and f"{there}/cijfers/BZ-01" in report.links()
    wrong = manager.post(f"{there}/cijfers/BZ-01/opmerkingen", {"text": "Bel 06 12345678"})
    assert wrong.status == 422 and "telefoonnummer" in wrong.text and "Bel 06 12345678" in wrong.text


def test_the_municipality_sees_no_thread_of_a_concept(app: Flask, world: World, entry: Inspector) -> None:
    entry.post(f"{BASISZORG}/BZ-01/opmerkingen", {"text": REMARK})
    manager, there = signed_in(app, world.people["contractmanager"]), f"/beheer/rapportages/{world.reports['noord', '2026-K3']}"
    assert manager.get(f"{there}/cijfers/BZ-01").status == 404
    assert manager.post(f"{there}/cijfers/BZ-01/opmerkingen", {"text": "Mag ik?"}).status == 404
    assert "opmerking" not in manager.get(there).text


def test_parts_make_the_total_and_the_grid_shows_it_as_such(entry: Inspector) -> None:
    page = entry.get(f"{MAATZORG}/MZ-08/detail")
    assert "Gemeente van herkomst" in page.text and "Leeftijd" in page.text and "Overig of onbekend" in page.text
    assert "Uitsplitsing invullen" in entry.get(MAATZORG).text
    answer = entry.post(f"{MAATZORG}/MZ-08/uitsplitsing", filled(page, "gemeente", "3", "2", "5"))
    assert answer.status == 303 and answer.location.endswith("#uitsplitsing")
    after = entry.get(f"{MAATZORG}/MZ-08/detail")
    assert "Het totaal is 10." in after.text
    grid = entry.get(MAATZORG)
    assert "Totaal van de uitsplitsing" in grid.text and "Uitsplitsing wijzigen" in grid.text
    assert grid.form(MAATZORG)["numerator-MZ-08"] == "10"
    typed = entry.post(f"{MAATZORG}/MZ-08", {"version-MZ-08": "1", "numerator-MZ-08": "12"}, htmx=True)
    assert typed.status == 422 and "Pas de uitsplitsing aan" in typed.text
    second = entry.post(f"{MAATZORG}/MZ-08/uitsplitsing", filled(after, "leeftijd", "4", "4"))
    assert second.status == 303
    assert "Het totaal is 10. Dat is 2 te weinig." in entry.get(f"{MAATZORG}/MZ-08/detail").text


def test_wrong_parts_are_all_said_and_everything_typed_stays(entry: Inspector) -> None:
    fields = filled(entry.get(f"{MAATZORG}/MZ-08/detail"), "gemeente", "drie", "", "5")
    answer = entry.post(f"{MAATZORG}/MZ-08/uitsplitsing", fields)
    assert answer.status == 422 and "Dit is geen getal" in answer.text and "Is het er geen? Vul dan 0 in." in answer.text
    token = {"csrf_token": ""}
    assert parts_form(answer, "gemeente") | token == fields | token
    for link in [link for link in answer.links() if link.startswith("#numerator-")]:
        assert f'id="{link[1:]}"' in answer.html
    assert len([link for link in answer.links() if link.startswith("#numerator-")]) == 2


def test_who_is_second_in_the_parts_sees_both(entry: Inspector) -> None:
    page = entry.get(f"{MAATZORG}/MZ-08/detail")
    assert entry.post(f"{MAATZORG}/MZ-08/uitsplitsing", filled(page, "gemeente", "3")).status == 303
    late = entry.post(f"{MAATZORG}/MZ-08/uitsplitsing", filled(page, "gemeente", "4"))
    assert late.status == 409 and "heeft dit intussen gewijzigd" in late.text and "Eijsden-Margraten 3" in late.text
    kept = parts_form(late, "gemeente")
    assert kept["version"] == "1" and "4" in kept.values()
    assert entry.post(f"{MAATZORG}/MZ-08/uitsplitsing", kept).status == 303


def test_a_submitted_report_shows_its_parts_to_both_and_takes_no_others(app: Flask, world: World, linde: Inspector) -> None:
    page = linde.get(f"{MAATZORG}/MZ-08/detail")
    assert "Bewaar gemeente van herkomst" not in page.text
    answer = linde.post(f"{MAATZORG}/MZ-08/uitsplitsing", {"dimension": "gemeente", "version": "0", "numerator-0935": "3"})
    assert answer.status == 422 and "U kunt de cijfers nu niet veranderen." in answer.text


def test_pasted_figures_are_told_apart_and_nobody_can_make_something_up(app: Flask, entry: Inspector) -> None:
    for code, said, kept in (("BZ-06", "geplakt", "geplakt"), ("BZ-07", "upload", "getypt"), ("BZ-09", "x" * 50, "getypt")):
        fields = {f"version-{code}": "0", f"numerator-{code}": "24", f"denominator-{code}": "24", f"origin-{code}": said}
        assert entry.post(f"{BASISZORG}/{code}", fields, htmx=True).status == 200
        with app.app_context():
            assert db.session.query(ReportValue.origin).order_by(ReportValue.id.desc()).limit(1).scalar() == kept
