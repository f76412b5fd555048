"""Filling in a quarter through the screens: cell by cell, all at once, what is wrong, and who was first."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.world import World

REPORT = "/aanbieder/rapportages/2026-k3"
BASISZORG = f"{REPORT}/cijfers/basiszorg"


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of Huize Noord, whose report of the last quarter is busy."""
    return signed_in(app, world.people["invoerder-noord"])


def cell(entry: Inspector, code: str, **typed: str) -> Answer:
    """Save one cell as htmx does."""
    blank = {"numerator": "", "denominator": "", "missing_reason": "", "explanation": ""}
    fields = {f"{name}-{code}": value for name, value in (blank | typed).items()}
    return entry.post(f"{BASISZORG}/{code}", fields, htmx=True)


def test_the_start_page_says_what_to_do_now(entry: Inspector) -> None:
    page = entry.get("/aanbieder")
    assert "Ga verder met invullen" in page.text and "Inleveren tot en met" in page.text
    assert REPORT in page.links()


def test_a_cell_is_saved_and_the_answer_holds_no_field(entry: Inspector) -> None:
    answer = cell(entry, "BZ-06", version="0", numerator="24", denominator="24")
    assert answer.status == 200 and answer.response.headers["X-Version"] == "1"
    assert "<input" not in answer.html and "<textarea" not in answer.html
    assert "Opgeslagen" in answer.text and "100,0 %" in answer.text and "4 van 7 ingevuld" in answer.text
    assert entry.get(BASISZORG).form(BASISZORG)["numerator-BZ-06"] == "24"


def test_what_cannot_be_is_refused_at_the_cell_and_nothing_is_saved(entry: Inspector) -> None:
    answer = cell(entry, "BZ-06", version="0", numerator="25", denominator="24")
    assert answer.status == 422
    assert "De teller (25) kan niet groter zijn dan de noemer (24)." in answer.text
    assert entry.get(BASISZORG).form(BASISZORG)["numerator-BZ-06"] == ""


def test_an_ambiguous_number_is_asked_back(entry: Inspector) -> None:
    answer = cell(entry, "BZ-08", version="0", numerator="1.234")
    assert answer.status == 422 and "Bedoelt u" in answer.text


def test_whoever_is_second_sees_both_and_may_choose(entry: Inspector) -> None:
    assert cell(entry, "BZ-08", version="0", numerator="3").status == 200
    late = cell(entry, "BZ-08", version="0", numerator="4")
    assert late.status == 409 and "Neem mijn cijfer" in late.text and "3" in late.text
    assert cell(entry, "BZ-08", version=late.response.headers["X-Version"], numerator="4").status == 200


def test_without_scripts_all_is_saved_or_nothing_and_everything_typed_stays(entry: Inspector) -> None:
    fields = entry.get(BASISZORG).form(BASISZORG)
    wrong = fields | {"numerator-BZ-06": "24", "denominator-BZ-06": "24", "numerator-BZ-08": "drie"}
    answer = entry.post(BASISZORG, wrong)
    assert answer.status == 422 and "Fout:" in answer.html.split("</title>")[0]
    assert answer.form(BASISZORG)["numerator-BZ-08"] == "drie" and answer.form(BASISZORG)["numerator-BZ-06"] == "24"
    assert "#numerator-BZ-08" in answer.links()
    assert entry.get(BASISZORG).form(BASISZORG)["numerator-BZ-06"] == ""
    saved = entry.post(BASISZORG, wrong | {"numerator-BZ-08": "3", "verder": "ja"})
    assert saved.status == 303 and saved.location.endswith("/cijfers/maatzorg")
    assert entry.get(BASISZORG).form(BASISZORG)["numerator-BZ-06"] == "24"


def test_without_scripts_a_lost_race_keeps_both(entry: Inspector) -> None:
    fields = entry.get(BASISZORG).form(BASISZORG)
    assert cell(entry, "BZ-08", version="0", numerator="9").status == 200
    answer = entry.post(BASISZORG, fields | {"numerator-BZ-08": "3"})
    assert answer.status == 409
    assert answer.form(BASISZORG)["numerator-BZ-08"] == "3" and "9" in answer.text
    assert entry.post(BASISZORG, answer.form(BASISZORG)).status == 303
    assert entry.get(BASISZORG).form(BASISZORG)["numerator-BZ-08"] == "3"


def test_personal_data_in_an_explanation_is_refused(entry: Inspector) -> None:
    answer = cell(entry, "BZ-08", version="0", numerator="3", explanation="Bel 06 12345678 voor meer uitleg.")
    assert answer.status == 422 and "telefoonnummer" in answer.text


def test_places_must_add_up_and_nothing_changed_is_one_button(entry: Inspector) -> None:
    path = f"{REPORT}/capaciteit"
    fields = entry.get(path).form(path)
    first = next(name for name in fields if name.startswith("occupied-"))
    key = first.partition("-")[2]
    wrong = entry.post(path, fields | {f"occupied-{key}": "20", f"free-{key}": "1", f"closed-{key}": "0", f"waiting-{key}": "0"})
    assert wrong.status == 422 and "Dit telt niet op" in wrong.text and wrong.form(path)[f"occupied-{key}"] == "20"
    same = entry.post(f"{path}/niets-veranderd")
    assert same.status == 303
    assert entry.get(path).form(path)[f"occupied-{key}"] != ""


def test_a_flow_that_does_not_balance_shows_the_sum(entry: Inspector) -> None:
    path = f"{REPORT}/stromen"
    fields = entry.get(path).form(path)
    form = next(name for name in fields if name.startswith("inflow-")).partition("-")[2]
    typed = {f"inflow-{form}": "3", f"through_in-{form}": "0", f"through_out-{form}": "0", f"outflow-{form}": "2", f"at_end-{form}": "20"}
    wrong = entry.post(path, fields | typed)
    assert wrong.status == 422 and "20 + 3 instroom + 0 doorstroom in - 0 doorstroom uit - 2 uitstroom = 21" in wrong.text
    right = entry.post(path, fields | typed | {f"at_end-{form}": "21"})
    assert right.status == 303


def test_a_report_of_somebody_else_or_of_no_quarter_does_not_exist(entry: Inspector) -> None:
    for path in ("/aanbieder/rapportages/2019-k1", "/aanbieder/rapportages/onzin", f"{REPORT}/cijfers/onzin", "/aanbieder/bewijs/SZ-2026-K3-0001"):
        assert entry.get(path).status == 404


def test_a_signed_report_cannot_be_changed_any_more(app: Flask, world: World) -> None:
    entry = signed_in(app, world.people["invoerder"])
    assert "Deze cijfers staan vast" in entry.get(BASISZORG).text
    answer = entry.post(f"{BASISZORG}/BZ-08", {"version-BZ-08": "1", "numerator-BZ-08": "5"}, htmx=True)
    assert answer.status == 422
