"""The pages of what was spent and expected: a file from download to taken over, hostile files, one amount by hand, and rooms."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from contracts.domain.realisation_file import FIELDS
from contracts.foundation.journal import JournalEntry
from contracts.tables.agreement import CommitmentYear
from contracts.tables.realisation import Realisation, RealisationImport
from portal.extensions import db
from portal.web.spreadsheets.limits import LARGEST_FILE
from tests.support.figures import measured
from tests.support.hostile_files import CSV_FILES, XLSX_FILES
from tests.support.inspector import Answer, Inspector
from tests.support.world import World

PAGE, HEADS = "/beheer/realisatie", ";".join(FIELDS.values())
CONTRACT = "ARR-2024-07"


def send(manager: Inspector, data: bytes, name: str = "bedragen.csv") -> Answer:
    """As a browser sends it; the body is made here, because the test client leaves the large ones open on disk."""
    head = f'--grens\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{manager.csrf_token()}\r\n'
    head += f'--grens\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    body = head.encode() + data + b"\r\n--grens--\r\n"
    return manager._send("POST", PAGE, htmx=False, data=body, content_type="multipart/form-data; boundary=grens")


def rows(*told: str) -> bytes:
    return "\n".join((HEADS, *told)).encode()


def realised(app: Flask, year: int) -> int:
    with app.app_context():
        return int(db.session().scalar(select(func.sum(CommitmentYear.realised_cents)).where(CommitmentYear.year == year)) or 0)


def test_a_file_goes_from_preview_to_taken_over_once(app: Flask, manager: Inspector) -> None:
    answer = send(manager, rows(f"{CONTRACT};1-1-2025;31-3-2025;12.500,50;;Factuur 7"))
    assert answer.status == 303 and realised(app, 2025) == 0
    page = manager.get(answer.location)
    assert "is er € 12.500,50 meer gerealiseerd" in page.text and "Factuur" not in page.html.partition("<table")[0]
    path = f"{answer.location}/overnemen"
    form = page.form(path)
    assert [manager.post(path, form).status for _ in range(2)] == [303, 303]
    assert realised(app, 2025) == 12_500_50
    assert "Deze bedragen zijn overgenomen" in manager.get(answer.location).text
    year = manager.get(f"{PAGE}?jaar=2025").text
    assert "31 maart 2025" in year and "bedragen.csv" in year and "1 bedrag van samen € 12.500,50" in year


def test_wrong_rows_keep_the_whole_file_out(app: Flask, manager: Inspector) -> None:
    answer = send(manager, rows(f"{CONTRACT};1-1-2025;31-3-2025;1", "X-9;1-1-2025;31-3-2025;1", f"{CONTRACT};1-4-2025;30-4-2025;1,005"))
    page = manager.get(answer.location)
    assert "2 rijen kloppen niet." in page.text and "Contractnummer X-9 is niet bekend." in page.text and "/overnemen" not in page.html
    token = {"csrf_token": manager.csrf_token(), "once_key": "a" * 32, "version": "1"}
    refused = manager.post(f"{answer.location}/overnemen", token)
    assert refused.status == 422 and "In dit bestand staan fouten." in refused.text and realised(app, 2025) == 0


def test_an_old_version_of_the_preview_is_a_conflict(app: Flask, manager: Inspector) -> None:
    answer = send(manager, rows(f"{CONTRACT};1-1-2025;31-3-2025;1"))
    path = f"{answer.location}/overnemen"
    lost = manager.post(path, manager.get(answer.location).form(path) | {"version": "7"})
    assert lost.status == 409 and "Een collega was u net voor" in lost.text and realised(app, 2025) == 0


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_to_fill_in_holds_the_years_contracts_and_is_read_back(manager: Inspector, kind: str) -> None:
    data = manager.get(f"{PAGE}/invulbestand.{kind}?jaar=2025").response.data
    empty = send(manager, data, f"a.{kind}")
    assert empty.status == 422 and "In dit bestand is geen bedrag ingevuld." in empty.text and "#file" in empty.links()
    if kind == "csv":
        filled = data.decode("utf-8-sig").replace("01-01-2025;31-12-2025;;;", "01-01-2025;31-12-2025;7,00;;")
        assert "is er € 7,00 meer gerealiseerd" in manager.get(send(manager, filled.encode()).location).text


def _hostile(template: bytes) -> list[tuple[str, str, bytes]]:
    files = [(title, "a.xlsx", build(template)) for title, build in XLSX_FILES.items()]
    files += [(title, "a.csv", data) for title, data in CSV_FILES.items()]
    files += [(name, name, template) for name in ("a.xlsm", "a.xls", "a.zip", "a", ".xlsx.exe")]
    return [*files, ("larger than 2 MB", "a.xlsx", template + b"\0" * LARGEST_FILE)]


def test_hostile_files_are_refused_and_leave_a_line_in_the_journal(app: Flask, manager: Inspector) -> None:
    template = manager.get(f"{PAGE}/invulbestand.xlsx?jaar=2024").response.data
    accepted, tried = [], 0
    for title, name, data in _hostile(template):
        answer, tried = send(manager, data, name), tried + 1
        if answer.status != 422 or "Fout: " not in answer.html:
            accepted.append((title, answer.status))
    measured("hostile files with realised amounts / accepted", tried)
    assert accepted == [] and tried >= 30
    with app.app_context():
        session = db.session()
        assert session.scalar(select(func.count()).select_from(RealisationImport)) == 0
        assert (session.scalar(select(func.count()).where(JournalEntry.action == "realisatie geweigerd")) or 0) >= tried - 2


def test_one_amount_by_hand_is_refused_at_its_field_or_previewed(manager: Inspector) -> None:
    path = f"{PAGE}/bedrag"
    form = manager.get(path).form(path) | {"reference": CONTRACT, "first_on": "2025-01-01", "last_on": "2025-01-31", "amount": "1,999"}
    wrong = manager.post(path, form)
    assert wrong.status == 422 and "#amount" in wrong.links() and wrong.form(path)["amount"] == "1,999"
    right = manager.post(path, form | {"amount": "1,99"})
    assert right.status == 303 and "Met de hand ingevuld" in manager.get(right.location).text


def test_an_amount_is_withdrawn_with_a_reason(app: Flask, manager: Inspector) -> None:
    with app.app_context():
        which = db.session().scalar(select(Realisation.id).order_by(Realisation.id))
    path = f"{PAGE}/bedragen/{which}/intrekken"
    form = manager.get(path).form(path)
    assert manager.post(path, form | {"reason": "kort"}).status == 422
    done = manager.post(path, form | {"reason": "Dit bedrag hoort bij een ander jaar."})
    assert done.status == 303 and realised(app, 2024) == 0
    assert manager.post(path, form | {"reason": "Dit bedrag hoort bij een ander jaar.", "once_key": "b" * 32}).status == 422


def test_the_forecasts_page_says_why_there_is_none(world: World, manager: Inspector) -> None:
    page = manager.get(f"/beheer/overeenkomsten/{world.commitments['arrangement']}/prognose?jaar=2025").text
    assert "Voor 2025 rekenen we met € 4.300.000,00." in page and "geen tarief vastgelegd. Daarom telt hier het vastgelegde bedrag." in page
    assert "3e kwartaal 2026" in page  # the occupancy that was reported is shown all the same
    past = manager.get(f"/beheer/overeenkomsten/{world.commitments['arrangement']}/prognose?jaar=2024").text
    assert "Het jaar is voorbij." in past and "een onbekende dag" in past and "Bij het vastleggen opgegeven." in past
    assert manager.get(f"/beheer/overeenkomsten/{world.commitments['arrangement']}/prognose?jaar=2019").status == 404


def room(manager: Inspector, path: str, action: str, **values: Any) -> Answer:
    return manager.post(f"{path}/{action}", MultiDict(manager.get(path).form(f"{path}/{action}") | values))


def test_a_room_is_recorded_and_followed(world: World, manager: Inspector) -> None:
    path = f"/beheer/bestedingsruimte/{world.organisations['linde']}/2024"
    assert "Leg vast hoeveel deze aanbieder in 2024 mag kosten." in manager.get(path).text
    wrong = room(manager, path, "bedrag", amount="veel")
    assert wrong.status == 422 and "#amount" in wrong.links() and wrong.form(f"{path}/bedrag")["amount"] == "veel"
    assert room(manager, path, "bedrag", amount="4.000.000").status == 303
    text = manager.get(path).text
    assert "Van de bestedingsruimte van € 4.000.000,00 is € 3.100.000,00 gebruikt (77 %)." in text
    assert room(manager, path, "stap", step="gesprek", on="2026-11-02").status == 422
    assert room(manager, path, "stap", step="melden", on="2026-11-02").status == 303
    assert "Voer uiterlijk op 16 november 2026 het gesprek." in manager.get("/beheer/bestedingsruimte?jaar=2024").text
    stale = manager.post(f"{path}/bedrag", manager.get(path).form(f"{path}/bedrag") | {"amount": "1", "reason": "Een lange reden.", "version": "1"})
    assert stale.status == 409 and "€ 4.000.000,00" in stale.text and "€ 1,00" in stale.text
