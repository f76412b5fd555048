"""The pages of the KPIs: valid whatever the figures are, in a fixed number of queries, 404 for what is not there, and nothing typed is lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation import database
from contracts.foundation.period import Quarter
from kpi.queries.rebases import RebaseLine, rebases_of
from kpi.tables.detail import CellComment
from kpi.tables.deviation import Deviation, Judgement
from kpi.tables.report import Report
from portal.extensions import db
from tests.factories.contracts import organisation
from tests.factories.reporting import add_indicator
from tests.factories.series import Pair, judge_all, judge_one, put_figure, put_series
from tests.support.inspector import NS, Answer, Inspector, text_of
from tests.support.portal import signed_in
from tests.support.queries import counted
from tests.support.world import World

MOST_QUERIES = 6
CODE, FIRST = "ZZ-01", "2023-K1"
STEADY: tuple[Pair, ...] = tuple((str(events), "40") for events in (30, 31, 29, 32, 30, 31, 33, 30, 29, 31, 30, 32, 31, 14))
REASON = "Vanaf dit kwartaal werkt het team met een nieuwe intake."
AT = datetime(2026, 11, 2, 10, tzinfo=UTC)

Made = TypeVar("Made")


def write(app: Flask, work: Callable[[Session], Made]) -> Made:
    """Something that happened before the page is looked at."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        made = work(session)
        session.commit()
        return made


def ask(app: Flask, work: Callable[[Session], Made]) -> Made:
    """What stands in the database."""
    with app.app_context():
        return work(db.session())


def series_of(app: Flask, provider_id: int, *pairs: Pair, first: str = FIRST, **definition: object) -> int:
    """A KPI of the test with one series, judged."""

    def work(session: Session) -> int:
        version_id = add_indicator(session, CODE, denominator_label="mensen" if isinstance(pairs[0], tuple) else "", **definition)
        put_series(session, provider_id=provider_id, version_id=version_id, first=first, pairs=pairs)
        judge_all(session)
        return version_id

    return write(app, work)


def at_series(world: World, slug: str = "linde") -> str:
    return f"/beheer/kpis/{CODE}/aanbieders/{world.organisations[slug]}"


def read(manager: Inspector, path: str) -> Answer:
    """A page that is there."""
    found = manager.get(path)
    assert found.status == 200, path
    return found


def row_of(page: Answer, name: str) -> list[str]:
    """The words of the cells of the table row that this begins."""
    assert page.root is not None
    rows = [[text_of(cell) for cell in row] for row in page.root.iter(f"{NS}tr")]
    return next(row for row in rows if row[0].startswith(name))


def sheets(manager: Inspector, path: str) -> dict[str, list[tuple[object, ...]]]:
    """A download as a spreadsheet program reads it."""
    answer = manager.client.get(path, base_url="https://localhost")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book}


KINDS: dict[str, tuple[dict[str, object], tuple[Pair, ...]]] = {
    "one value": ({}, (("9", "12"),)),
    "all missing": ({}, (None, None, None)),
    "denominator 0": ({}, (("0", "0"), ("0", "0"))),
    "constant": ({}, tuple(("12", "12") for _ in range(14))),
    "halves": ({}, tuple((f"{events}.5", "40") for events in range(10, 24))),
    "one count": ({"value_kind": "aantal", "unit": "personen"}, ("4",)),
    "zeros": ({"value_kind": "aantal", "unit": "personen", "norm_kind": "max", "norm_high": 0}, tuple("0" for _ in range(14))),
    "median": ({"value_kind": "mediaan", "unit": "dagen"}, ("42", None, "40", "41", "43", "42", "44", "199")),
    "mean": ({"value_kind": "gemiddelde", "unit": "cijfer", "decimals": 1}, ("7.1", "6.9", "7.4")),
    "range": ({"norm_kind": "bereik", "norm_low": 60, "norm_high": 80}, STEADY),
    "yearly": ({"frequency": "jaar"}, STEADY[:4]),
}


def test_every_kind_of_series_has_its_pages(app: Flask, world: World, manager: Inspector) -> None:
    codes = {f"ZK-{place:02}": kind for place, kind in enumerate(KINDS)}

    def grow(session: Session) -> None:
        for code, kind in codes.items():
            definition, pairs = KINDS[kind]
            version_id = add_indicator(session, code, denominator_label="mensen" if "value_kind" not in definition else "", **definition)
            put_series(session, provider_id=world.organisations["linde"], version_id=version_id, first=FIRST, pairs=pairs)
        judge_all(session)

    write(app, grow)
    assert set(codes) <= {link.rpartition("/")[2] for link in read(manager, "/beheer/kpis").links()}
    for code, kind in codes.items():
        pages = (f"/beheer/kpis/{code}", f"/beheer/kpis/{code}/aanbieders/{world.organisations['linde']}")
        for path in pages:
            assert code in read(manager, path).text, kind
            assert "Toelichting" in sheets(manager, f"{path}/download.xlsx"), kind


def test_ten_aanbieders_of_forty_quarters_ask_no_more_than_one(app: Flask, world: World, manager: Inspector) -> None:
    version_id = series_of(app, world.organisations["linde"], *STEADY[:2])
    paths = ("/beheer/kpis", f"/beheer/kpis/{CODE}", at_series(world))
    few = [queries_of(app, manager, path) for path in paths]

    def grow(session: Session) -> None:
        own = {Quarter.parse(FIRST).code, Quarter.parse(FIRST).shift(1).code}
        for number in range(10):
            provider_id = world.organisations["linde"] if not number else organisation(session, name=f"Huize {number}")
            for place in range(40):
                period = Quarter(2017, 1).shift(place).code
                if number or period not in own:
                    pair = (str(20 + (place * 7 + number) % 15), str(40 + number))
                    put_figure(session, provider_id=provider_id, version_id=version_id, period=period, pair=pair)
        judge_one(session, provider_id=world.organisations["linde"])

    write(app, grow)
    assert [queries_of(app, manager, path) for path in paths] == few
    assert max(few) <= MOST_QUERIES
    table = sheets(manager, f"/beheer/kpis/{CODE}/download.xlsx")["Per aanbieder"]
    assert (len(table) - 3, len(table[-1])) == (40, 11)


def queries_of(app: Flask, inspector: Inspector, path: str) -> int:
    """How many statements the page sends, the one that finds the session included."""
    with app.app_context(), counted(db.session()) as sent:
        assert inspector.get(path).status == 200
    return len(sent)


def test_what_is_not_there_is_not_found(app: Flask, world: World, manager: Inspector) -> None:
    series_of(app, world.organisations["linde"], *STEADY[:2])
    wrong = ["/beheer/kpis/XX-99", "/beheer/kpis/XX-99/download.xlsx", f"/beheer/kpis/XX-99/aanbieders/{world.organisations['linde']}"]
    wrong += [f"/beheer/kpis/{CODE}/aanbieders/{number}" for number in (999_999, world.organisations["centrumgemeente"])]
    assert {manager.get(path).status for path in wrong} == {404}
    assert read(manager, at_series(world, "noord")).text.count("Er is nog geen ondertekend cijfer") == 1


@pytest.mark.parametrize("code", ["invoerder", "subsidiebeheerder", "publicist", "klankbordgroeplid", "regiolezer"])
def test_the_pages_are_for_the_contractmanager_alone(app: Flask, world: World, code: str) -> None:
    other = signed_in(app, world.people[code])
    assert {other.get(path).status for path in ("/beheer/kpis", "/beheer/kpis/BZ-01", "/beheer/kpis/BZ-01/aanbieders/1")} == {403}


def test_the_list_counts_what_was_judged_in_the_newest_signed_quarter(app: Flask, world: World, manager: Inspector) -> None:
    version_id = series_of(app, world.organisations["linde"], *STEADY, norm_kind="min", norm_low=60)

    def grow(session: Session) -> None:
        put_figure(session, provider_id=world.organisations["noord"], version_id=version_id, period="2026-K2", pair=("39", "40"))
        judge_all(session)

    write(app, grow)
    row = row_of(read(manager, "/beheer/kpis"), CODE)
    judged = ask(app, lambda session: session.execute(select(Judgement.norm_verdict, Judgement.severity).where(
        Judgement.indicator_code == CODE, Judgement.period == "2026-K2")).all())  # fmt: skip
    missed, out = sum(one.norm_verdict == "missed" for one in judged), sum(one.severity > 0 for one in judged)
    assert (len(judged), missed) == (2, 1)
    assert row[1:3] == ["minstens 60 %", "K2 2026"] and f"{missed} van 2" in row[3] and f"{out} van 2" in row[4]


def test_remarks_at_a_report_that_was_never_submitted_stay_inside(app: Flask, world: World, manager: Inspector) -> None:
    version_id = series_of(app, world.organisations["linde"], *STEADY[:1])

    def talk(session: Session) -> None:
        number = put_figure(
            session, provider_id=world.organisations["linde"], version_id=version_id, period="2024-K1", pair=("1", "2"), state="bezig"
        )
        session.get_one(Report, number).submitted_at = None
        signed = session.scalar(select(Report.id).where(Report.period == FIRST))
        for report_id, text in ((signed, "Hoe telt u dit?"), (number, "Nog even wachten met dit cijfer.")):
            told = {"side": "aanbieder", "person_id": None, "person_name": "Iris Invoer", "at": AT}
            session.add(CellComment(report_id=report_id, indicator_code=CODE, text=text, **told))

    write(app, talk)
    page = read(manager, f"/beheer/kpis/{CODE}")
    assert "Hoe telt u dit?" in page.text and "Nog even wachten" not in page.text
    assert f"/cijfers/{CODE}#draad" in page.html


def test_open_deviations_and_the_chosen_quarter(app: Flask, world: World, manager: Inspector) -> None:
    version_id = series_of(app, world.organisations["linde"], *STEADY, norm_kind="min", norm_low=60)

    def grow(session: Session) -> None:
        put_figure(session, provider_id=world.organisations["noord"], version_id=version_id, period="2026-K1", pair=("9", "12"))
        judge_all(session)

    write(app, grow)
    number = ask(app, lambda session: session.scalar(select(Deviation.id).where(Deviation.indicator_code == CODE, Deviation.period == "2026-K2")))
    page = read(manager, f"/beheer/kpis/{CODE}?kwartaal=2026-k1")
    assert f"/beheer/afwijkingen/{number}" in page.links() and "?kwartaal=2026-k2#vergelijking" in page.links()
    assert "Vergelijking naar grootte, K1 2026" in page.text
    assert "hoogstens één aanbieder" in read(manager, f"/beheer/kpis/{CODE}").text


def rebases(app: Flask, world: World) -> list[RebaseLine]:
    return ask(app, lambda session: rebases_of(session, code=CODE, provider_id=world.organisations["linde"]))


def test_a_new_beginning_is_refused_at_its_field_and_nothing_typed_is_lost(app: Flask, world: World, manager: Inspector) -> None:
    series_of(app, world.organisations["linde"], *STEADY)
    href = at_series(world)
    form = manager.get(href).form(f"{href}/grenzen")
    short = manager.post(f"{href}/grenzen", form | {"period": "2025-K1", "reason": "kort"})
    kept = short.form(f"{href}/grenzen")
    assert short.status == 422 and "<title>Fout:" in short.html and "#begin-reden" in short.links()
    assert (kept["period"], kept["reason"].strip()) == ("2025-K1", "kort")
    none = manager.post(f"{href}/grenzen", form | {"period": "", "reason": REASON})
    assert none.status == 422 and REASON in none.text and "#begin-vanaf" in none.links()
    never = manager.post(f"{href}/grenzen", form | {"period": "2019-K1", "reason": REASON})
    assert never.status == 422 and REASON in never.text
    assert rebases(app, world) == []


def test_a_new_beginning_happens_once_and_can_be_taken_back_once(app: Flask, world: World, manager: Inspector) -> None:
    series_of(app, world.organisations["linde"], *STEADY)
    href = at_series(world)
    form = manager.get(href).form(f"{href}/grenzen") | {"period": "2025-K1", "reason": REASON}
    answers = [manager.post(f"{href}/grenzen", form) for _ in range(2)]
    assert [(one.status, one.location) for one in answers] == [(303, href)] * 2
    page = manager.get(href)
    made = rebases(app, world)
    assert len(made) == 1 and made[0].counts and REASON in page.text and world.people["contractmanager"].name in page.text
    back = f"{href}/grenzen/{made[0].id}/intrekken"
    empty = manager.post(back, page.form(back) | {"reason": ""})
    assert empty.status == 422 and '<details class="no-print" open>' in empty.html and "#intrekken-reden" in empty.links()
    fresh = [manager.get(href).form(back) | {"reason": "De intake bleek niet veranderd."} for _ in range(2)]
    assert [manager.post(back, one).status for one in fresh] == [303, 409]
    after = manager.get(href)
    assert "Telt niet meer" in after.text and "De intake bleek niet veranderd." in after.text and "intrekken" not in after.html
    assert ask(app, lambda session: session.scalar(select(func.count()).select_from(Judgement).where(Judgement.indicator_code == CODE))) == len(
        STEADY
    )


def test_a_new_beginning_of_another_series_is_not_there(app: Flask, world: World, manager: Inspector) -> None:
    series_of(app, world.organisations["linde"], *STEADY)
    href = at_series(world)
    form = manager.get(href).form(f"{href}/grenzen") | {"period": "2025-K1", "reason": REASON}
    assert manager.post(f"{href}/grenzen", form).status == 303
    number = rebases(app, world)[0].id
    again = manager.get(href).form(f"{href}/grenzen/{number}/intrekken") | {"reason": REASON}
    for path in (at_series(world, "noord"), href.replace(CODE, "BZ-01")):
        assert manager.post(f"{path}/grenzen/{number}/intrekken", again).status == 404
    assert manager.post(f"{at_series(world, 'noord')}/grenzen", form | {"once_key": "a" * 32}).status == 404
    assert rebases(app, world)[0].counts
