"""Writing at a point: saved by itself, saved by hand, and two people at once."""

from __future__ import annotations

from tests.integration.dialogue.conftest import Table


def test_saving_by_itself_swaps_only_the_status(talking: Table) -> None:
    path = talking.item()
    answer = talking.writer.post(path, {"version": "1", "text": "Wij zien <b>minder</b> uitstroom."}, htmx=True)
    assert (answer.status, answer.response.headers["X-Version"]) == (200, "2")
    assert "Opgeslagen" in answer.text
    assert "<textarea" not in answer.html
    assert talking.chair.get(talking.session).form(path)["text"].strip() == "Wij zien <b>minder</b> uitstroom."
    again = talking.writer.post(path, {"version": "1", "text": "Wij zien <b>minder</b> uitstroom."}, htmx=True)
    assert (again.status, again.response.headers["X-Version"]) == (200, "2")  # nothing changed: no conflict


def test_two_people_at_once_see_both_texts_and_choose(talking: Table) -> None:
    path = talking.item()
    fields = talking.chair.get(talking.session).form(path)
    assert talking.writer.post(path, {"version": "1", "text": "Van de aanbieder"}, htmx=True).status == 200
    quiet = talking.chair.post(path, {"version": "1", "text": "Van de gemeente"}, htmx=True)
    assert quiet.status == 409
    assert "X-Version" not in quiet.response.headers  # typing on must not write over the other's text
    assert "Van de aanbieder" in quiet.text
    assert "<textarea" not in quiet.html
    whole = talking.chair.post(path, fields | {"text": "Van de gemeente"})
    assert whole.status == 409
    assert "Van de aanbieder" in whole.text
    assert "Van de gemeente" in whole.text
    chosen = whole.form(path)
    assert (chosen["version"], chosen["text"]) == ("2", "Van de gemeente")
    assert talking.chair.post(path, chosen | {"keuze": "mijn"}).status == 303
    assert talking.writer.get(talking.session).form(path)["text"].strip() == "Van de gemeente"
    assert talking.writer.post(path, {"version": "2", "text": "Toch anders", "boven": "3"}).status == 303


def test_what_is_too_long_or_too_late_keeps_what_was_typed(talking: Table) -> None:
    path = talking.item()
    long = "x" * 30_000
    answer = talking.chair.post(path, talking.chair.get(talking.session).form(path) | {"text": long})
    assert answer.status == 422
    assert long in answer.html
    assert "<title>Fout:" in answer.html
    assert talking.chair.post(path, {"version": "1", "text": long}, htmx=True).status == 422


def test_nothing_is_written_before_the_session_begins(table: Table) -> None:
    assert table.items() == []
    page = table.chair.get(table.session)
    assert page.root is not None
    ids = [element.get("id", "") for element in page.root.iter() if isinstance(element.tag, str) and element.get("id", "").startswith("punt-")]
    number = next(one.removeprefix("punt-") for one in ids if one.removeprefix("punt-").isdecimal())
    answer = table.chair.post(f"{table.session}/punten/{number}/verslag", {"version": "1", "text": "Te vroeg"})
    assert answer.status == 422
    assert "Dat kan vanaf het begin van het gesprek" in answer.text


def test_empty_minutes_cannot_be_offered(talking: Table) -> None:
    refused = talking.chair.post(f"{talking.session}/ter-instemming", {"once_key": "0" * 32})
    assert refused.status == 422
    assert "Het verslag is nog leeg." in refused.text
