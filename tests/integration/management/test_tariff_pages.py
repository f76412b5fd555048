"""The tariffs of an arrangement on screen: looked at before they are stored, refused at the field, told when they do not adjoin."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import update

from contracts.actions.tariffs import add_tariff, end_tariff
from contracts.domain.tariff_change import TypedTariff
from contracts.foundation import database
from contracts.queries.tariffs import TariffItem, steps_of, tariffs_of
from contracts.tables.agreement import Commitment
from portal.extensions import db
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.fixture
def number(world: World) -> int:
    """The arrangement of De Linde: 2024 up to and including 2026."""
    return world.commitments["arrangement"]


@pytest.fixture
def path(number: int) -> str:
    return f"/beheer/overeenkomsten/{number}/tarieven"


@pytest.fixture
def priced(app: Flask, world: World, number: int) -> int:
    """The same, paid by effort for 40 places, with a tariff of 100 euros since it began. The tariff's id."""
    with app.app_context():
        database.begin_writing(db.session())
        db.session().execute(update(Commitment).where(Commitment.id == number).values(variant="inspanningsgericht", agreed_places=Decimal(40)))
        new, by = TypedTariff("etmaal", "100", date(2024, 1, 1)), world.people["contractmanager"].as_actor()
        made = add_tariff(db.session(), commitment_id=number, new=new, by=by, at=AT)
        db.session().commit()
        return made


def stored(app: Flask, number: int) -> list[TariffItem]:
    with app.app_context():
        return list(tariffs_of(db.session(), commitment_ids=[number]).get(number, ()))


def test_without_a_tariff_one_is_added(app: Flask, manager: Inspector, path: str, number: int) -> None:
    page = manager.get(path)
    assert "Er is nog geen tarief." in page.text and "nog niet vastgelegd" in page.text
    form = page.form(path)
    assert form["valid_from"] == "2024-01-01" and form["unit"] == "etmaal"
    answers = [manager.post(path, form | {"amount": "123,45"}) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303] and len(stored(app, number)) == 1
    shown = manager.get(path).text
    assert "Vandaag geldt € 123,45 per etmaal, zonder einddatum." in shown and "geldt nu" in shown


def test_a_wrong_tariff_is_refused_at_its_field_with_what_was_typed(app: Flask, manager: Inspector, path: str, priced: int, number: int) -> None:
    form = manager.get(f"{path}?doe=toevoegen").form(path)
    for field, words, typed in (
        ("amount", "hoogstens twee cijfers achter de komma", {"amount": "12,345"}),
        ("amount", "niet lager zijn dan nul", {"amount": "-3"}),
        ("valid_from", "Vanaf 1 juli 2026 gelden twee tarieven: € 100,00 en € 12,50.", {"amount": "12,50", "valid_from": "2026-07-01"}),
        ("valid_until", "Vul een datum in", {"amount": "12,50", "valid_until": "morgen"}),
        ("unit", "Kies waar het tarief voor is", {"amount": "12,50", "unit": "jaar"}),
    ):
        wrong = manager.post(path, form | typed)
        assert wrong.status == 422 and words in wrong.text and f"#{field}" in wrong.links() and "<title>Fout:" in wrong.html
        assert wrong.form(path)["amount"] == typed["amount"]
    assert [each.id for each in stored(app, number)] == [priced]


def test_an_indexation_is_looked_at_before_it_is_stored(app: Flask, manager: Inspector, path: str, priced: int, number: int) -> None:
    first = manager.get(path)
    assert first.form(path) == {"doe": "indexeren", "from_on": "2027-01-01", "percentage": ""}
    look = manager.get(f"{path}?doe=indexeren&from_on=2026-07-01&percentage=3,25")
    assert look.status == 200 and "€ 103,25 per etmaal" in look.text and "Tot en met 30 juni 2026" in look.text
    assert "€ 3,25 meer per etmaal (3,25 %). In een jaar is dat € 47.450,00 meer, als alle 40 plekken steeds bezet zijn." in look.text
    assert "Er is nog niets opgeslagen." in look.text and len(stored(app, number)) == 1
    form = look.form(f"{path}/indexeren")
    missing = manager.post(f"{path}/indexeren", form)
    assert missing.status == 422 and "#reason" in missing.links() and "€ 103,25 per etmaal" in missing.text
    answers = [manager.post(f"{path}/indexeren", form | {"reason": "Besluit 2026."}) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    former, later = stored(app, number)
    assert (former.id, former.valid_until, later.cents, later.indexed_by) == (priced, date(2026, 6, 30), 103_25, 3_250)
    shown = manager.get(path).text
    assert "Geïndexeerd met 3,25 % vanaf € 100,00" in shown and "Besluit 2026." in shown and "volgt niet meer" not in shown


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ("from_on=2026-07-01&percentage=3,2555", "percentage", "hoogstens 3 cijfers"),
        ("from_on=2024-01-01&percentage=3", "from_on", "begint al een tarief"),
        ("from_on=2020-01-01&percentage=3", "from_on", "geldt geen tarief"),
        ("from_on=&percentage=3", "from_on", "vanaf welke dag"),
        ("from_on=gisteren&percentage=3", "from_on", "Vul een datum in"),
    ],
)
def test_an_indexation_that_cannot_be_is_said_while_looking(manager: Inspector, path: str, priced: int, asked: str, field: str, words: str) -> None:
    page = manager.get(f"{path}?doe=indexeren&{asked}")
    assert priced and page.status == 422 and words in page.text and f"#{field}" in page.links() and "Sla dit tarief op" not in page.text


def test_somebody_else_was_first(app: Flask, world: World, manager: Inspector, path: str, priced: int, number: int) -> None:
    form = manager.get(f"{path}?doe=indexeren&from_on=2026-07-01&percentage=3,25").form(f"{path}/indexeren") | {"reason": "Besluit 2026."}
    with app.app_context():
        database.begin_writing(db.session())
        about = {"commitment_id": number, "tariff_id": priced, "version": 1, "by": world.people["subsidiebeheerder"].as_actor(), "at": AT}
        end_tariff(db.session(), until_on=date(2026, 12, 31), reason="Nieuwe inkoop.", **about)
        db.session().commit()
    late = manager.post(f"{path}/indexeren", form)
    assert late.status == 409 and "€ 103,25 per etmaal" in late.text and "€ 100,00 per etmaal" in late.text
    again = late.form(f"{path}/indexeren")
    assert again["version"] == "2" and manager.post(f"{path}/indexeren", again).status == 303
    assert [each.valid_until for each in stored(app, number)] == [date(2026, 6, 30), date(2026, 12, 31)]


def test_a_tariff_that_ends_too_early_is_told_above_the_table(manager: Inspector, path: str, priced: int) -> None:
    page = manager.get(f"{path}?doe=beeindigen&tarief={priced}")
    form = page.form(f"{path}/beeindigen")
    refused = manager.post(f"{path}/beeindigen", form | {"until_on": "2023-01-01", "reason": "Nieuwe inkoop."})
    assert refused.status == 422 and "begint pas op 1 januari 2024" in refused.text and "#until_on" in refused.links()
    assert manager.post(f"{path}/beeindigen", form | {"until_on": "2026-11-30", "reason": "Nieuwe inkoop."}).status == 303
    shown = manager.get(path).text
    assert "Van 1 december 2026 tot en met 31 december 2026 geldt geen tarief." in shown and "eerst zonder einddatum. Nieuwe inkoop." in shown
    assert manager.get(f"{path}?doe=toevoegen").form(path)["valid_from"] == "2026-12-01"


def test_a_mistake_is_corrected_and_stays_to_be_read(app: Flask, manager: Inspector, path: str, priced: int, number: int) -> None:
    form = manager.get(f"{path}?doe=corrigeren&tarief={priced}").form(f"{path}/corrigeren")
    assert form | {"once_key": "", "csrf_token": ""} == form | {"amount": "100,00", "valid_from": "2024-01-01", "once_key": "", "csrf_token": ""}
    same = manager.post(f"{path}/corrigeren", form | {"reason": "Fout."})
    assert same.status == 422 and "hetzelfde tarief" in same.text
    assert manager.post(f"{path}/corrigeren", form | {"tariff_id": "99999", "reason": "Fout."}).status == 404
    assert manager.post(f"{path}/corrigeren", form | {"tariff_id": "", "reason": "Fout."}).status == 422
    assert manager.post(f"{path}/corrigeren", form | {"amount": "110", "reason": "Typefout."}).status == 303
    assert [each.cents for each in stored(app, number)] == [110_00]
    assert "was € 100,00 per etmaal vanaf 1 januari 2024 zonder einddatum. Typefout." in manager.get(path).text


def test_steps_are_typed_row_by_row(app: Flask, manager: Inspector, path: str, priced: int, number: int) -> None:
    form = manager.get(f"{path}?doe=staffel").form(f"{path}/staffel")
    assert priced and form["above-3"] == ""
    typed = form | {"above-1": "3.650", "percentage-1": "90", "above-2": "7.300", "percentage-2": "95", "reason": "Bijlage 2."}
    wrong = manager.post(f"{path}/staffel", typed)
    assert wrong.status == 422 and "#percentage-2" in wrong.links() and wrong.form(f"{path}/staffel")["above-1"] == "3.650"
    assert manager.post(f"{path}/staffel", typed | {"percentage-2": "80"}).status == 303
    with app.app_context():
        assert [each.above_units for each in steps_of(db.session(), commitment_ids=[number])[number]] == [3_650, 7_300]
    shown = manager.get(f"{path}?doe=staffel")
    assert "1 tot en met 3.650 etmalen" in shown.text and "7.301 en meer etmalen" in shown.text and "€ 80,00" in shown.text
    late = manager.post(f"{path}/staffel", typed | {"percentage-2": "70", "once_key": "0" * 32})
    assert late.status == 409 and "Boven 7300 eenheden" in late.text


HOSTILE = ("", "-1", "9" * 25, "2026-13-45", "<script>x</script>", "٣", "0001-01-01")


@pytest.mark.parametrize("doing", ["indexeren&from_on=2026-07-01&percentage=3,25", "staffel", "corrigeren&tarief={}", "beeindigen&tarief={}"])
def test_no_value_breaks_any_of_the_forms(manager: Inspector, path: str, priced: int, doing: str) -> None:
    action = f"{path}/{doing.partition('&')[0]}"
    form = manager.get(f"{path}?doe={doing.format(priced)}").form(action)
    for field in set(form) - {"csrf_token", "once_key", "reason"}:
        for value in HOSTILE:
            answer = manager.post(action, form | {field: value})
            assert answer.status in (404, 409, 422) and "<script>x" not in answer.html, (field, value)


@pytest.mark.parametrize("field", ["doe", "tarief", "from_on", "percentage"])
def test_no_address_breaks_the_page(manager: Inspector, path: str, priced: int, field: str) -> None:
    for value in HOSTILE:
        asked = {"doe": "indexeren", "from_on": "2026-07-01", "percentage": "1", "tarief": str(priced)} | {field: value}
        page = manager.get(f"{path}?{'&'.join(f'{name}={text}' for name, text in asked.items())}")
        assert page.status in (200, 422) and "<script>x" not in page.html


def test_a_subsidie_has_no_tariffs_and_says_so(world: World, manager: Inspector) -> None:
    path = f"/beheer/overeenkomsten/{world.commitments['subsidie']}/tarieven"
    page = manager.get(path)
    assert "Een subsidie heeft geen tarieven." in page.text and "<form" not in page.html.partition("<main")[2]


def test_the_page_asks_as_much_with_many_tariffs_as_with_one(app: Flask, world: World, path: str, priced: int, number: int) -> None:
    browser = signed_in(app, world.people["subsidiebeheerder"])
    counts = []
    for many in (0, 20):
        with app.app_context():
            database.begin_writing(db.session())
            by = world.people["subsidiebeheerder"].as_actor()
            for place in range(many):
                new = TypedTariff("etmaal", "1", date(2000 + place, 1, 1), date(2000 + place, 12, 31))
                db.session().execute(update(Commitment).where(Commitment.id == number).values(starts_on=date(2000, 1, 1)))
                add_tariff(db.session(), commitment_id=number, new=new, by=by, at=AT)
            db.session().commit()
        with counted_requests(app) as sent:
            assert browser.get(path).status == 200
        counts.append(len(sent))
    assert priced and counts[0] == counts[1] <= 6
