"""The KPIs of a contract on screen: attached by boxes, held to the norm that was agreed, and figures only for who may review them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from contracts.foundation import database
from kpi.actions.agreed_kpis import attach_kpis, change_kpi
from kpi.domain.agreed_norm import seen_as
from kpi.tables.agreed import CommitmentKpi
from kpi.tables.indicator import Indicator
from portal.extensions import db
from tests.integration.management.test_tariff_pages import AT, HOSTILE
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World


@pytest.fixture
def number(world: World) -> int:
    return world.commitments["arrangement"]


@pytest.fixture
def path(number: int) -> str:
    return f"/beheer/overeenkomsten/{number}/kpis"


def attach(app: Flask, world: World, number: int, *codes: str) -> None:
    with app.app_context():
        database.begin_writing(db.session())
        by = world.people["subsidiebeheerder"].as_actor()
        attach_kpis(db.session(), commitment_id=number, codes=codes, is_steering=True, by=by, at=AT)
        db.session().commit()


def attached(app: Flask, number: int) -> dict[str, bool]:
    with app.app_context():
        rows = db.session().execute(select(CommitmentKpi.indicator_code, CommitmentKpi.is_steering).where(CommitmentKpi.commitment_id == number))
        return dict(rows.all())


def test_kpis_are_attached_by_boxes_all_at_once(app: Flask, manager: Inspector, path: str, number: int) -> None:
    page = manager.get(path)
    assert "Er hoort nog geen KPI bij. Zonder KPI is niet te zien of er geleverd wordt wat is afgesproken." in page.text
    assert "BZ-01 Eerste opvang binnen 6 weken (minstens 100 %)" in page.text and "VZ-0" not in page.text
    form = page.form(path)
    nothing = manager.post(path, form)
    assert nothing.status == 422 and "Kies minstens één KPI." in nothing.text and "#codes-0" in nothing.links()
    answers = [manager.post(path, form | {"codes": ["BZ-01", "BZ-02", "BZ-03", "NZ-02"]}) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert attached(app, number) == dict.fromkeys(("BZ-01", "BZ-02", "BZ-03", "NZ-02"), True)
    assert "Hierop wordt gestuurd" in manager.get(path).text and "Hoeveel KPI's?" not in manager.get(path).text


def test_the_page_answers_whether_it_is_being_delivered(app: Flask, world: World, manager: Inspector, path: str, number: int) -> None:
    attach(app, world, number, "BZ-01", "OC-03")
    page = manager.get(path)
    assert "Van 2 stuur-KPI's: 1 haalt de norm niet, van 1 is het niet te zeggen." in page.text
    assert "55,0 %" in page.text and "K3 2026" in page.text and "onder norm" in page.text and "nog geen cijfer" in page.text
    assert f"/beheer/kpis/BZ-01/aanbieders/{world.organisations['linde']}" in page.links()
    assert "Er zijn 2 stuur-KPI's. Het advies is 4 tot 7" in page.text and "rekent met de norm uit de catalogus" not in page.text


def test_a_norm_that_was_agreed_here_is_what_the_figure_is_held_to(app: Flask, world: World, manager: Inspector, path: str, number: int) -> None:
    attach(app, world, number, "BZ-01")
    form = manager.get(f"{path}?kpi=BZ-01").form(f"{path}/wijzigen")
    typed = form | {"norm_low": "40", "note": "Bijlage 3."}
    for field, wrong in (("note", {"note": ""}), ("norm_low", {"norm_low": "140"}), ("norm_high", {"norm_low": "", "norm_high": "40"})):
        refused = manager.post(f"{path}/wijzigen", typed | wrong)
        assert refused.status == 422 and f"#{field}" in refused.links()
        assert refused.form(f"{path}/wijzigen")[field] == wrong[field]
    assert manager.post(f"{path}/wijzigen", typed).status == 303
    page = manager.get(path)
    assert "minstens 40 %" in page.text and "catalogus: minstens 100 %" in page.text and "Bijlage 3." in page.text
    assert "Van 1 stuur-KPI: van 1 is het niet te zeggen." in page.text  # 22 of 40: chance cannot tell
    assert "haalt norm, kan toeval zijn" in page.text and "De signalering van afwijkingen rekent met de norm uit de catalogus." in page.text


def test_somebody_else_was_first_and_a_kpi_is_taken_off_with_a_reason(app: Flask, world: World, manager: Inspector, path: str, number: int) -> None:
    attach(app, world, number, "BZ-01", "BZ-02")
    page = manager.get(f"{path}?kpi=BZ-01")
    change, take_off = page.form(f"{path}/wijzigen"), page.form(f"{path}/afhalen")
    with app.app_context():
        database.begin_writing(db.session())
        seen = seen_as(is_steering=True, low=None, high=None, note="")
        told = {"is_steering": True, "low_text": "80", "high_text": "", "note": "Gesprek.", "version": seen}
        about = {"commitment_id": number, "code": "BZ-01", "by": world.people["subsidiebeheerder"].as_actor(), "at": AT}
        change_kpi(db.session(), **told, **about)
        db.session().commit()
    late = manager.post(f"{path}/wijzigen", change | {"norm_low": "70", "note": "Bijlage 3."})
    assert late.status == 409 and "minstens 80" in late.text and "minstens 70" in late.text
    assert manager.post(f"{path}/wijzigen", late.form(f"{path}/wijzigen")).status == 303
    gone = manager.get(f"{path}?kpi=BZ-01").form(f"{path}/afhalen")
    short = manager.post(f"{path}/afhalen", gone | {"reason": "kort"})
    assert (
        short.status == 422 and "#afhalen-reden" in short.links() and manager.post(f"{path}/afhalen", take_off | {"reason": "x" * 20}).status == 409
    )
    assert manager.post(f"{path}/afhalen", gone | {"reason": "Hoort bij de opvang."}).status == 303
    assert attached(app, number) == {"BZ-02": True}


def test_more_than_seven_to_steer_by_is_told_with_why(app: Flask, world: World, manager: Inspector, path: str, number: int) -> None:
    attach(app, world, number, "BZ-01", "BZ-02", "BZ-03", "BZ-06", "BZ-07", "BZ-08", "NZ-02", "OC-02")
    assert "Er zijn 8 stuur-KPI's. Kies er hoogstens 7: wie op alles stuurt, stuurt op niets." in manager.get(path).text


def test_figures_are_for_who_may_review_them(app: Flask, world: World, path: str, number: int) -> None:
    attach(app, world, number, "BZ-01")
    page = signed_in(app, world.people["subsidiebeheerder"]).get(path)
    assert "BZ-01" in page.text and "minstens 100 %" in page.text and "De cijfers zijn voor de contractmanager." in page.text
    assert "55,0" not in page.text and not any("/beheer/kpis/" in href for href in page.links())


def test_no_value_breaks_any_of_the_forms(app: Flask, world: World, manager: Inspector, path: str, number: int) -> None:
    attach(app, world, number, "BZ-01")
    page = manager.get(f"{path}?kpi=BZ-01")
    for action, fields in ((f"{path}/wijzigen", ("version", "code", "role", "norm_low", "norm_high")), (f"{path}/afhalen", ("version", "code"))):
        form = page.form(action)
        for field in fields:
            for value in HOSTILE:
                answer = manager.post(action, form | {field: value, "once_key": form["once_key"]})
                assert answer.status in (303, 404, 409, 422) and "<script>x" not in answer.html, (field, value)
    for value in HOSTILE:
        assert manager.get(f"{path}?kpi={value}").status == 200
        answer = manager.post(path, manager.get(path).form(path) | {"codes": value})
        assert answer.status == 422 and attached(app, number).keys() == {"BZ-01"}


def test_the_page_asks_as_much_with_all_kpis_as_with_one(app: Flask, world: World, path: str, number: int) -> None:
    browser, counts = signed_in(app, world.people["contractmanager"]), []
    with app.app_context():
        codes = list(db.session().scalars(select(Indicator.code).order_by(Indicator.code)))
    for some in (codes[:1], codes):
        attach(app, world, number, *some)
        with counted_requests(app) as sent:
            assert browser.get(path).status == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 6
