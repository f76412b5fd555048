"""Afspraken on the screens of both sides: what waits for whom, every step with its refusals, and what another aanbieder gets to see."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import Table
from tests.integration.dialogue.test_counts import count
from tests.support.inspector import Answer, Inspector
from tests.support.world import World

ALL = "/dialoog/afspraken"
WHAT = {"text": "Maak een plan", "owner_organisation": "Stichting De Linde", "owner_name": "Sam Peters", "due_on": "2031-03-01"}
RESULT = {"text": "Het plan ligt er."}


@pytest.fixture
def one(talking: Table) -> str:
    """The address of an afspraak of De Linde with an expected figure."""
    path = f"{talking.session}/afspraken/nieuw"
    fields = talking.chair.get(path).form(path) | WHAT | {"indicator_code": "BZ-01", "expected": "92,5", "agenda_item_id": ""}
    assert talking.chair.post(path, fields).status == 303
    return newest(talking.chair)


def newest(who: Inspector) -> str:
    page = who.get(ALL)
    assert page.root is not None
    links = [link.get("href", "") for link in page.root.iter("{http://www.w3.org/1999/xhtml}a")]
    return [href for href in links if href.startswith(f"{ALL}/")][-1]


def step(who: Inspector, one: str, name: str, **fields: str) -> Answer:
    path = f"{one}/{name}"
    return who.post(path, who.get(one).form(path) | fields)


def test_from_the_table_to_confirmed(talking: Table, one: str) -> None:
    chair, writer = talking.chair, talking.writer
    page = writer.get(one)
    assert "U bent aan zet" in page.text and "De bedoeling: 92,5 %" in page.text
    assert "Stichting De Linde is aan zet" in chair.get(one).text
    assert "Doet Stichting De Linde" in writer.get(ALL).text and "Ligt bij een ander" in chair.get(ALL).text
    assert step(writer, one, "beginnen").status == 303
    assert step(writer, one, "gereed", **RESULT).status == 303
    assert "Wacht op bevestiging door een andere organisatie" in writer.get(one).text
    assert "bevestigen" not in writer.get(one).html.split("<main")[1].split("Verloop")[0].replace("bevestiging", "")
    assert "1 afspraak wacht op uw bevestiging." in chair.get(ALL).text
    assert step(chair, one, "teruggeven", text="De planning ontbreekt nog.").status == 303
    assert "De planning ontbreekt nog." in writer.get(one).text
    assert step(writer, one, "gereed", text="Nu met planning.").status == 303
    assert step(chair, one, "bevestigen").status == 303
    for who in (chair, writer):
        found = who.get(one)
        assert "Deze afspraak is gedaan" in found.text and "Nu met planning." in found.text
        assert "Maak een plan" not in who.get(ALL).text
        assert "Maak een plan" in who.get(f"{ALL}?stand=bevestigd").text


def test_the_list_by_state(talking: Table, one: str) -> None:
    for state, words in (("open", "Nog te doen (1)"), ("vervallen", "Vervallen (0)"), ("onzin", "Alles wat loopt (1)")):
        page = talking.writer.get(f"{ALL}?stand={state}")
        assert page.status == 200 and words in page.text
        assert ("Maak een plan" in page.text) is (state != "vervallen")
    assert one.startswith(ALL)


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("gereed", {"text": " "}, "Schrijf op wat het resultaat is."),
        ("gereed", {"text": "Vraag het aan sam@linde.nl"}, "Vraag het aan sam@linde.nl"),
        ("vervallen", {"text": ""}, "Schrijf op waarom deze afspraak vervalt."),
    ],
)
def test_a_refused_step_keeps_what_was_typed(talking: Table, one: str, name: str, fields: dict[str, str], sentence: str) -> None:
    refused = step(talking.writer, one, name, **fields)
    assert refused.status == 422 and refused.html.count("<title>Fout:") == 1
    assert sentence in refused.text
    assert refused.form(f"{one}/{name}")["text"].strip() == fields["text"].strip()


def test_the_date_is_moved_after_the_record_is_settled_only(offered: Table) -> None:
    table = offered
    assert table.do(table.chair, "afspraken", **WHAT).status == 303
    one = newest(table.chair)
    assert f"{one}/datum" not in table.writer.get(one).html
    assert table.agree(table.chair).status == 303
    assert table.agree(table.signatory).status == 303
    for fields, sentence in (
        ({"due_on": "morgen", "text": "De woningen komen later."}, "Dit is geen datum."),
        ({"due_on": "2020-01-01", "text": "De woningen komen later."}, "Deze datum is al voorbij."),
        ({"due_on": "2031-05-01", "text": "Later"}, "minstens 10 tekens"),
    ):
        refused = step(table.writer, one, "datum", **fields)
        assert refused.status == 422 and sentence in refused.text
        assert refused.form(f"{one}/datum")["text"] == fields["text"]
    assert step(table.writer, one, "datum", due_on="1-5-2031", text="De woningen komen later.").status == 303
    page = table.chair.get(one)
    assert "Uiterlijk 1 mei 2031" in page.text and "Van zaterdag 1 maart 2031 naar donderdag 1 mei 2031." in page.text
    assert "1 maart 2031" in table.chair.get(f"{table.session}/verslag").text, "the record keeps the day that was agreed on"


def test_a_lost_race_says_who_was_first_and_keeps_the_text(talking: Table, one: str) -> None:
    path = f"{one}/gereed"
    stale = talking.writer.get(one).form(path) | {"text": "Mijn resultaat"}
    assert step(talking.chair, one, "beginnen").status == 303
    lost = talking.writer.post(path, stale)
    assert lost.status == 409
    assert "was u voor. De stand is nu: bezig." in lost.text and "Mijn resultaat" in lost.text


def test_lapsing_and_taking_up_again(talking: Table, one: str) -> None:
    assert step(talking.chair, one, "vervallen", text="Niet meer nodig.").status == 303
    assert "Niet meer nodig." in talking.writer.get(f"{ALL}?stand=vervallen").text
    assert step(talking.writer, one, "weer-opnemen", text="Het is toch nog nodig.").status == 303
    assert "U bent aan zet" in talking.writer.get(one).text
    assert talking.writer.post(f"{one}/onzin", talking.writer.get(one).form(f"{one}/gereed")).status == 404


def test_what_was_agreed_is_said_otherwise_while_the_record_is_open(offered: Table) -> None:
    table = offered
    assert table.do(table.chair, "afspraken", **WHAT).status == 303
    one = newest(table.chair)
    path = f"{one}/wijzigen"
    form = table.writer.get(path).form(path)
    assert (form["text"], form["due_on"], form["expected"]) == ("Maak een plan", "2031-03-01", "")
    assert table.agree(table.chair).status == 303
    for wrong, sentence in (
        ({"text": ""}, "Schrijf op wat u afspreekt."),
        ({"expected": "75"}, "Kies ook de KPI waar dit cijfer bij hoort."),
        ({"indicator_code": "BZ-01", "expected": "veel"}, "Dit is geen getal."),
        ({"indicator_code": "ZZ-99"}, "Kies een KPI uit de lijst."),
        ({"commitment_id": "999"}, "Kies een contract uit de lijst."),
        ({"owner_organisation": "Huize Noord"}, "Kies welke organisatie dit doet."),
    ):
        refused = table.writer.post(path, form | wrong)
        assert refused.status == 422 and sentence in refused.text, sentence
        assert refused.form(path)["owner_name"] == "Sam Peters"
    assert table.writer.post(path, form | {"text": "Maak een beter plan", "indicator_code": "BZ-01", "expected": "80"}).status == 303
    assert "Nog geen antwoord" in table.chair.get(f"{table.session}/verslag").text
    late = table.writer.post(path, form | {"text": "Mijn versie", "once_key": "b" * 32})
    assert late.status == 409
    assert "Maak een beter plan" in late.text and "Mijn versie" in late.html
    assert table.agree(table.chair).status == 303
    assert table.agree(table.signatory).status == 303
    assert table.writer.get(path).status == 404


def test_another_aanbieder_does_not_know_of_it(talking: Table, one: str) -> None:
    stranger = talking.stranger
    assert "Maak een plan" not in stranger.get(ALL).text
    for path in (one, f"{one}/wijzigen", f"{talking.session}/afspraken/nieuw"):
        assert stranger.get(path).status == 404
    fields = talking.writer.get(one).form(f"{one}/gereed") | RESULT
    assert (
        stranger.post(f"{one}/gereed", fields | {"once_key": "c" * 32, "csrf_token": stranger.get(ALL).form("/afmelden")["csrf_token"]}).status == 404
    )
    assert "Doet Stichting De Linde" in talking.writer.get(ALL).text


def test_twenty_rows_ask_as_often_as_one(talking: Table, one: str, world: World) -> None:
    few = [count(talking, talking.writer, path) for path in (ALL, one)]
    for number in range(19):
        assert talking.do(talking.chair, "afspraken", **WHAT | {"text": f"Afspraak {number}"}).status == 303
    many = [count(talking, talking.writer, path) for path in (ALL, one)]
    assert few == many and max(many) <= 6
    assert world.people
