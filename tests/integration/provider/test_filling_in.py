"""Filling in a quarter through the screens: cell by cell, all at once, what is wrong, and who was first."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from contracts.foundation import database
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import ReportValue
from portal.extensions import db
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


def test_an_end_that_was_counted_otherwise_shows_the_sum_and_without_one_it_is_computed(entry: Inspector) -> None:
    path = f"{REPORT}/stromen"
    fields = entry.get(path).form(path)
    form = next(name for name in fields if name.startswith("inflow-")).partition("-")[2]
    typed = {f"inflow-{form}": "3", f"outflow-{form}": "2"}
    wrong = entry.post(path, fields | typed | {f"at_end-{form}": "20"})
    assert wrong.status == 422 and "20 + 3 instroom + 0 doorstroom in - 0 doorstroom uit - 2 uitstroom = 21" in wrong.text
    assert wrong.form(path)[f"inflow-{form}"] == "3"
    right = entry.post(path, fields | typed | {"geen-doorstroom": "ja"})
    assert right.status == 303
    assert "21" in entry.get(path).text and entry.get(path).form(path)[f"at_end-{form}"] == ""
    late = entry.post(path, fields | typed | {f"inflow-{form}": "4"})
    assert late.status == 409 and late.form(path)[f"inflow-{form}"] == "4" and "Nu staat er" in late.text
    assert entry.post(path, late.form(path)).status == 303
    assert entry.post(path, {}).status == 422


def test_free_places_are_computed_when_left_empty(entry: Inspector) -> None:
    path = f"{REPORT}/capaciteit"
    fields = entry.get(path).form(path)
    key = next(name for name in fields if name.startswith("occupied-")).partition("-")[2]
    assert entry.post(path, fields | {f"occupied-{key}": "4", f"closed-{key}": "0", f"waiting-{key}": "0"}).status == 303
    kept = entry.get(path).form(path)
    assert int(kept[f"free-{key}"]) > 0
    over = entry.post(path, kept | {f"occupied-{key}": "400", f"free-{key}": ""})
    assert over.status == 422 and "400 bezet + 0 vrij" in over.text


def last_quarter(app: Flask, code: str, numerator: int) -> None:
    """Every aanbieder reported this number last quarter."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        ours = select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == code)
        session.execute(update(ReportValue).where(ReportValue.indicator_version_id.in_(ours)).values(numerator=numerator))
        session.commit()


def test_klopt_and_nothing_to_report_are_one_button_a_section(app: Flask, entry: Inspector) -> None:
    last_quarter(app, "BZ-06", 2)
    assert entry.post(f"{REPORT}/capaciteit/niets-veranderd").status == 303
    assert "wacht op uw 'klopt'" in entry.get(REPORT).text
    page = entry.get(BASISZORG)
    assert "Voorstel" in page.text and "Overgenomen uit 2e kwartaal 2026" in page.text and "Klopt, neem dit cijfer over" in page.text
    assert entry.post(BASISZORG, page.form(BASISZORG)).status == 303, "what was not confirmed is not saved"
    assert "3 van 7 ingevuld" in entry.get(BASISZORG).text
    klopt = f"{BASISZORG}/klopt"
    stale = entry.post(klopt, page.form(klopt) | {"gezien": "0" * 64})
    assert stale.status == 409 and "De voorstellen zijn intussen veranderd" in stale.text
    assert entry.post(klopt, page.form(klopt)).status == 303 and entry.post(klopt, page.form(klopt)).status == 303
    assert "4 van 7 ingevuld" in entry.get(BASISZORG).text and "Overgenomen uit" in entry.get(BASISZORG).text
    assert entry.post(BASISZORG, page.form(BASISZORG)).status == 303, "an old page takes nothing away"
    assert "4 van 7 ingevuld" in entry.get(BASISZORG).text
    contract = f"{REPORT}/cijfers/contract"
    assert entry.post(f"{contract}/niets-te-melden").status == 303
    assert "Niets te melden voor contract en kwaliteit" in entry.get(contract).text
    assert entry.post(f"{contract}/toch-iets-te-melden").status == 303 and "0 van 1 ingevuld" in entry.get(contract).text
    assert entry.post(f"{BASISZORG}/niets-te-melden").status == 422


def test_a_report_of_somebody_else_or_of_no_quarter_does_not_exist(entry: Inspector) -> None:
    for path in ("/aanbieder/rapportages/2019-k1", "/aanbieder/rapportages/onzin", f"{REPORT}/cijfers/onzin", "/aanbieder/bewijs/SZ-2026-K3-0001"):
        assert entry.get(path).status == 404


def test_a_signed_report_cannot_be_changed_any_more(app: Flask, world: World) -> None:
    entry = signed_in(app, world.people["invoerder"])
    assert "Deze cijfers staan vast" in entry.get(BASISZORG).text
    answer = entry.post(f"{BASISZORG}/BZ-08", {"version-BZ-08": "1", "numerator-BZ-08": "5"}, htmx=True)
    assert answer.status == 422
