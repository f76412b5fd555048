"""A session walked from plan to vastgesteld by both sides, through the screens."""

from __future__ import annotations

from tests.integration.dialogue.conftest import Table
from tests.support.inspector import Inspector

ACTION = {"text": "Maak een plan voor doorstroom", "owner_organisation": "Stichting De Linde", "owner_name": "Sam Peters", "due_on": "2031-03-01"}


def test_both_sides_walk_from_plan_to_settled(table: Table) -> None:
    chair, writer = table.chair, table.writer
    assert "Bereid de punten voor en deel dan de agenda" in chair.get(table.session).text
    assert "zet uw eigen punten erbij" in writer.get(table.session).text
    assert table.do(writer, "punten", part="data", title="Wachttijd <b>opvang</b>").status == 303
    assert "Wachttijd <b>opvang</b>" in chair.get(table.session).text  # as text, not as markup
    assert table.do(chair, "beginnen").status == 303
    assert table.write(writer, "Regel een\nRegel <i>twee</i>").status == 303
    assert table.do(chair, "afspraken", **ACTION).status == 303
    assert "Leg het verslag ter instemming" in chair.get(table.session).text
    assert table.do(chair, "ter-instemming").status == 303
    assert "geef uw instemming" in chair.get(table.session).text
    assert "Een tekenbevoegde van uw organisatie geeft de instemming." in writer.get(table.session).text
    assert table.agree(chair).status == 303
    assert "Wacht op Stichting De Linde" in chair.get(table.session).text
    assert table.agree(table.signatory).status == 303
    for who in (chair, writer, table.signatory):
        page = who.get(table.session)
        assert "Het verslag is vastgesteld" in page.text
        assert "<textarea" not in page.html
        assert "Regel <i>twee</i>" in page.text
        assert "Maak een plan voor doorstroom" in who.get("/dialoog").text
    read = writer.get(f"{table.session}/verslag")
    assert "Eens met het verslag" in read.text
    assert "<textarea" not in read.html


def test_a_changed_word_asks_both_sides_again(offered: Table) -> None:
    table = offered
    assert table.agree(table.chair).status == 303
    stale = table.signatory.get(table.minutes).form(f"{table.session}/instemming") | {"verdict": "eens"}
    assert table.write(table.writer, "Toch iets anders.").status == 303
    lost = table.signatory.post(f"{table.session}/instemming", stale)
    assert lost.status == 409
    assert "heeft het verslag net veranderd" in lost.text
    assert "Nog geen antwoord" in table.chair.get(table.minutes).text
    assert table.agree(table.signatory).status == 303
    assert table.agree(table.chair).status == 303
    assert "Het verslag is vastgesteld" in table.writer.get(table.session).text


def test_disagreement_needs_a_reason_and_shows_it_to_the_other_side(offered: Table) -> None:
    table, path = offered, f"{offered.session}/instemming"
    refused = table.answer(table.signatory, "niet eens")
    assert refused.status == 422
    assert "Schrijf op waarom u het niet eens bent." in refused.text
    assert refused.html.count("<title>Fout:") == 1
    assert table.signatory.post(path, refused.form(path) | {"verdict": "", "reason": ""}).status == 422
    assert table.answer(table.signatory, "niet eens", reason="Dit punt klopt niet.").status == 303
    assert "Stichting De Linde is het niet eens" in table.chair.get(table.session).text
    page = table.chair.get(table.minutes)
    assert "Stichting De Linde is het niet eens" in page.text
    assert "Pas het verslag samen aan" in page.text
    assert "Dit punt klopt niet." in page.text


def test_once_means_once(offered: Table) -> None:
    table, path = offered, f"{offered.session}/instemming"
    fields = table.chair.get(table.minutes).form(path) | {"verdict": "eens"}
    first, second = table.chair.post(path, fields), table.chair.post(path, fields)
    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert table.chair.get(table.minutes).text.count("Eens met het verslag") == 1
    assert table.chair.post(path, {"verdict": "eens"}).status == 422


def test_reopening_and_following_up(offered: Table) -> None:
    table = offered
    assert table.agree(table.chair).status == 303
    path = f"{table.session}/heropenen"
    assert table.chair.post(path, table.chair.get(table.minutes).form(path) | {"reason": "Er mist een punt."}).status == 303
    assert "Er mist een punt." in table.chair.get(table.minutes).text
    assert table.do(table.chair, "afspraken", **ACTION).status == 303
    _close(table, table.writer)


def _close(table: Table, who: Inspector) -> None:
    page = who.get(table.session)
    assert page.root is not None
    paths = {f.get("action", "") for f in page.root.iter("{http://www.w3.org/1999/xhtml}form") if (f.get("action") or "").endswith("/afsluiten")}
    (path,) = paths
    fields = page.form(path)
    refused = who.post(path, fields | {"state": "vervallen", "reason": ""})
    assert refused.status == 422
    assert "Schrijf op waarom deze afspraak vervalt." in refused.text
    for state, sentence in (("gereed", "Schrijf op wat het resultaat is."), ("", "Kies of de afspraak gereed is of vervalt.")):
        refused = who.post(path, fields | {"state": state, "reason": " "})
        assert refused.status == 422 and sentence in refused.text
    assert who.post(path, fields | {"state": "gereed", "reason": "Het plan ligt er."}).status == 303
    assert who.post(path, fields | {"state": "vervallen", "reason": "Niet meer nodig"}).status == 409
    assert "Gereed, wacht op bevestiging" in who.get("/dialoog").text
    one = f"/dialoog/afspraken/{path.split('/')[-2]}"
    judge = table.chair
    assert judge.post(f"{one}/bevestigen", judge.get(one).form(f"{one}/bevestigen")).status == 303
    assert "Er zijn geen open afspraken" in who.get("/dialoog").text
