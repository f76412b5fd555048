"""Accepting a report and asking for a change: once, with the value kept, and both texts after a lost race; and the money beside it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import func, select

from contracts.foundation import database
from kpi.actions.deviations import close
from kpi.actions.reviews import request_change
from kpi.domain.openings import Ask
from kpi.queries.reports import find_report
from kpi.tables.report import ReportEvent
from portal.extensions import db
from tests.support.inspector import Inspector
from tests.support.world import BUDGET_YEAR, World

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
QUESTION = "Controleer BZ-03: 61 dagen lijkt te hoog."


def begin(app: Flask) -> None:
    """Open the write transaction of somebody else."""
    database.begin_writing(db.session())


def here(world: World) -> str:
    """The report in review."""
    return f"/beheer/rapportages/{world.reports['linde', '2026-K3']}"


def settle_all(app: Flask, world: World) -> None:
    """Settle every deviation of the report."""
    with app.app_context():
        begin(app)
        for number in range(1, 5):
            close(
                db.session(), deviation_id=number, version=1, reason="Besproken en duidelijk.", by=world.people["contractmanager"].as_actor(), at=AT
            )
        db.session().commit()


def test_a_report_is_accepted_once_when_nothing_waits(app: Flask, world: World, manager: Inspector) -> None:
    path = here(world)
    form = manager.get(path).form(f"{path}/accepteren")
    refused = manager.post(f"{path}/accepteren", form)
    assert refused.status == 422 and "Er zijn nog 4 afwijkingen zonder uitleg." in refused.text and "<title>Fout:" in refused.html
    settle_all(app, world)
    answers = [manager.post(f"{path}/accepteren", form) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    with app.app_context():
        accepted = select(func.count()).where(ReportEvent.report_id == world.reports["linde", "2026-K3"], ReportEvent.kind == "geaccepteerd")
        assert db.session().scalar(accepted) == 1
    page = manager.get(path)
    assert "Deze rapportage is geaccepteerd." in page.text and "SZ-2026-K3" in page.text and "/accepteren" not in page.html


def test_a_change_is_asked_with_a_sentence(app: Flask, world: World, manager: Inspector) -> None:
    path = here(world)
    asking = f"{path}/wijziging-vragen"
    form = manager.get(asking).form(asking)
    wrong = manager.post(asking, form | {"text": "kort", "open-BZ-03": "ja", "vraag-BZ-01": "ook kort"})
    assert wrong.status == 422 and wrong.form(asking)["text"] == "kort" and wrong.form(asking)["vraag-BZ-01"] == "ook kort"
    assert "#vraag-BZ-01" in wrong.links() or "#text" in wrong.links()
    assert wrong.form(asking)["open-BZ-03"] == "ja"
    nothing = manager.post(asking, form | {"text": QUESTION})
    assert nothing.status == 422 and "Kies minstens één cijfer" in nothing.text and "#keuzes" in nothing.links()
    assert manager.post(asking, form | {"text": QUESTION, "open-BZ-03": "ja", "vraag-stromen": "Klopt de instroom wel?"}).status == 303
    assert "U hebt om een wijziging gevraagd." in manager.get(path).text and f"BZ-03: {QUESTION}" in manager.get(path).text
    assert "stromen: Klopt de instroom wel?" in manager.get(path).text


def test_a_question_about_a_report_that_moved_on_is_kept(app: Flask, world: World, manager: Inspector) -> None:
    path, number = here(world), world.reports["linde", "2026-K3"]
    form = manager.get(f"{path}/wijziging-vragen").form(f"{path}/wijziging-vragen") | {"text": QUESTION, "open-BZ-03": "ja"}
    stale = manager.post(f"{path}/wijziging-vragen", form | {"version": "1"})
    assert stale.status == 409 and QUESTION in stale.text and "ingediend" in stale.text
    with app.app_context():
        begin(app)
        version = find_report(db.session(), report_id=number, provider_id=None).version
        asks = [Ask("cel", "BZ-03", "Eerder gevraagd door mij.")]
        request_change(db.session(), report_id=number, version=version, asks=asks, by=world.people["contractmanager"].as_actor(), at=AT)
        db.session().commit()
    late = manager.post(f"{path}/wijziging-vragen", form)
    assert late.status == 422 and "Uw tekst is niet verstuurd" in late.text and QUESTION in late.text


def test_the_figures_of_a_report_are_readable(world: World, manager: Inspector) -> None:
    text = manager.get(here(world)).text
    for words in ("Basiszorg", "22 van 40", "55,0 %", "100,0 %", "buiten de norm", "Dit kwartaal was er een piek", "Capaciteit", "In- en uitstroom"):
        assert words in text
    late = manager.get("/beheer/rapportages?kwartaal=2026-k3").text
    assert "1 van 2 rapportages is binnen." in late and "op tijd" in late and "nog niet" in late


def test_the_matrix_adds_up_and_says_what_does_not_fit(manager: Inspector) -> None:
    text = manager.get(f"/beheer/begroting?jaar={BUDGET_YEAR}").text
    for words in ("4.250.000", "500.000,50", "480.000", "verschil 0,00", "n.v.t.", "voorlopig", "ARR-2024-07", "waarvan aanpak"):
        assert words in text
    assert "Van Subsidie eerste opvang (Huize Noord) is in 2024 nog € 480.000,00 niet verdeeld" in text
