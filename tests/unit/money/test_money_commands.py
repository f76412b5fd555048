"""`./samenzicht termijnen` and `prognose`: what comes in, what goes out, and what is refused."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.forecast import forecast
from contracts.domain.reference.mistake import ReferenceMistake
from contracts.domain.subsidy.events import Kind
from contracts.foundation.errors import Refused
from portal.config import ROOT
from portal.developer import forecast_file, subsidy_file
from portal.developer.commands import main

EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", (ROOT / "docs" / "prognose.md").read_text(encoding="utf-8"), re.DOTALL)]
YEAR, SUBSIDY = EXAMPLES


def reckoned(content: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(forecast_file.written(forecast(forecast_file.read(json.dumps(content).encode()))))
    return answer


def told(content: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(subsidy_file.written(subsidy_file.read(json.dumps(content).encode())))
    return answer


def test_the_forecast_of_the_paper() -> None:
    answer = reckoned(YEAR)
    first, second = answer["parts"]
    assert (first["units_per_place"], first["tariff_cents"], second["tariff_cents"]) == ("31", 100_00, 103_25)
    assert first["changes"] == ["1", "1", "1", "1"] and first["places"] == {"low": "19", "expected": "20", "high": "21"}
    assert (first["first_on"], first["last_on"], second["first_on"], second["last_on"]) == ("2026-10-01", "2026-10-31", "2026-11-01", "2026-12-31")
    assert answer["expected_cents"] == 500_000_00 + 20 * 31 * 100_00 + 20 * 61 * 103_25  # 5551 + 1840 stays below 8000
    assert answer["high_cents"] - answer["expected_cents"] == answer["expected_cents"] - answer["low_cents"] == 31 * 100_00 + 61 * 103_25
    assert answer["sentence"].startswith("De prognose voor 2026 is € 687.965,00. Waarschijnlijk ligt de uitkomst tussen € ")
    assert answer["remarks"] == ["Na het 3e kwartaal 2026 rekent de prognose met de bezetting van dat kwartaal."]


def test_a_short_history_gives_a_sentence_without_a_range() -> None:
    answer = reckoned({**YEAR, "history": YEAR["history"][-1:]})
    assert (answer["low_cents"], answer["parts"][0]["size"], answer["parts"][0]["places"]["low"]) == (None, None, None)
    assert answer["sentence"] == "De prognose voor 2026 is € 687.965,00."


def test_the_terms_of_the_paper() -> None:
    answer = told(SUBSIDY)
    assert (answer["state"], answer["next"], answer["suspended"]) == ("aanvraag in behandeling", "beslissing-op-aanvraag", False)
    assert answer["amounts"]["requested_cents"] == 120_000_00 and answer["amounts"]["determined_cents"] is None
    by_code = {each["code"]: each for each in answer["deadlines"]}
    assert by_code["aanvulling"]["overdue"] and by_code["aanvulling"]["last_on"] == "2025-10-20"
    # 13 weeks after 29 September is 29 December, and it stood still for 7-19 October, 13 days
    assert (by_code["beslissing-op-aanvraag"]["last_on"], by_code["beslissing-op-aanvraag"]["article"]) == (
        "2026-01-11",
        "Subsidieverordening artikel 8",
    )


@pytest.mark.parametrize(("command", "content"), [("prognose", YEAR), ("termijnen", SUBSIDY)])
def test_the_commands_print_json_and_say_no_with_two(
    command: str, content: object, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "in.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert main([command, str(file)]) == 0
    assert isinstance(json.loads(capsysbinary.readouterr().out), dict)
    file.write_text("{", encoding="utf-8")
    assert main([command, str(file)]) == 2
    assert capsysbinary.readouterr().err.decode() == "Dit kan zo niet: bestand: Dit is geen geldige JSON. Kijk bij regel 1, teken 2.\n"
    assert main([command, str(tmp_path / "weg.json")]) == 2


def change(**values: object) -> Callable[[dict[str, Any]], None]:
    return lambda content: content.update(values)


def event(**values: object) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["events"][1].update(values)


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (change(vandaag="x"), "bestand"),
        (change(today=None), "bestand, today"),
        (change(today="2026-02-30"), "bestand, today"),
        (change(today="20260101"), "bestand, today"),
        (change(today="0999-01-01"), "bestand, today"),
        (change(today=5), "bestand, today"),
        (change(events={}), ""),
        (change(events=[1]), "events 1"),
        (change(events=[{}] * 401), "events"),
        (change(events="x"), "events"),
        (change(free_days=["x"]), "free_days, day"),
        (event(kind="verdwenen"), "events 2, kind"),
        (event(kind="aanvraag ontvangen"), "events 2, kind"),
        (event(amount="1,234"), "events 2, amount"),
        (event(amount=12), "events 2, amount"),
        (event(until="2025-10-06"), "events 2, until_on"),
        (event(on="2025-09-28"), "events 2, on"),
        (event(per_book_year=1), "events 2, per_book_year"),
        (event(wat=1), "events 2"),
    ],
)
def test_a_subsidie_that_cannot_be_is_refused_at_its_place(spoil: Callable[[dict[str, Any]], None], place: str) -> None:
    content = copy.deepcopy(SUBSIDY)
    spoil(content)
    if not place:
        assert told(content)["state"] == "nog geen aanvraag"
        return
    with pytest.raises(Refused) as refused:
        told(content)
    assert refused.value.field == place and refused.value.reason.endswith(".")


@pytest.mark.parametrize(
    "term", [{"code": "x"}, {"code": "betaling", "count": 0, "unit": "weken", "article": "x"}, {"code": "betaling", "unit": "weken", "article": "x"}]
)
def test_a_term_that_cannot_be_is_refused(term: dict[str, object]) -> None:
    with pytest.raises(ReferenceMistake):
        told({**SUBSIDY, "terms": [term]})


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (change(year=99), "year"),
        (change(year=2026.5), "year"),
        (change(realised="-1"), "bestand, realised"),
        (change(realised_until=None), "bestand, realised_until"),
        (change(history=[]), "history"),
        (change(history=[{"quarter": "2026-K5", "nights": 1}]), "history 1, quarter"),
        (change(history=[{"quarter": "2026-K1"}]), "history 1, nights"),
        (change(history=[{"quarter": "2026-K1", "nights": -1}]), "history 1, nights"),
        (change(tariffs=[{"unit": "uur", "amount": "1", "from": "2024-01-01"}]), "tariffs"),
        (change(tariffs=[{"unit": "eeuw", "amount": "1", "from": "2024-01-01"}]), "tariffs 1, unit"),
        (change(agreed_places=10**10), "agreed_places"),
        (change(steps=[{"above": 10}]), "steps 1"),
        (change(steps=[{"above": 10, "percent": 33.33333}]), "steps 1"),
        (change(steps=[{"above": 10, "percent": 120}]), "percentage"),
    ],
)
def test_a_year_that_cannot_be_forecast_is_refused_at_its_place(spoil: Callable[[dict[str, Any]], None], place: str) -> None:
    content = copy.deepcopy(YEAR)
    spoil(content)
    with pytest.raises(Refused) as refused:
        reckoned(content)
    assert refused.value.field == place and refused.value.reason.endswith(".")


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from([*Kind, "2026-01-01", "1,00", "9999-12-31"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(subsidy_file.EVENT_KEYS | {"quarter", "nights", "unit", "from"})), inner, max_size=4)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(YEAR)), ANY, max_size=4), st.dictionaries(st.sampled_from(sorted(SUBSIDY)), ANY, max_size=3))
def test_whatever_stands_in_the_file_is_an_answer_or_a_sentence(year: dict[str, object], subsidy: dict[str, object]) -> None:
    for work, content in ((reckoned, {**YEAR, **year}), (told, {**SUBSIDY, **subsidy})):
        try:
            work(content)
        except (Refused, ReferenceMistake) as problem:
            assert str(problem).endswith(".")
