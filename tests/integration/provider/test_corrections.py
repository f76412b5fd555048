"""A correction of an earlier quarter through the screens: chosen, refused, kept, changed by somebody else, signed, and shown where it counts."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import World

REPORT = "/aanbieder/rapportages/2026-k3"
LIST = f"{REPORT}/correcties"
FORM = f"{LIST}/2026-k2/MZ-08"
BECAUSE = "Twee mensen waren dubbel geteld."


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of Huize Noord: busy with the last quarter, and the quarter before was accepted."""
    return signed_in(app, world.people["invoerder-noord"])


def test_a_figure_of_an_accepted_quarter_is_chosen_and_corrected(entry: Inspector) -> None:
    assert LIST in entry.get(REPORT).links()
    assert FORM not in entry.get(LIST).links() and f"{LIST}?over=2026-k2#nieuw" in entry.get(LIST).links()
    assert FORM in entry.get(f"{LIST}?over=2026-k2").links()
    fields = entry.get(FORM).form(FORM)
    saved = entry.post(FORM, fields | {"numerator": "3", "reason": BECAUSE})
    assert saved.status == 303 and saved.location.endswith(LIST)
    page = entry.get(LIST)
    assert BECAUSE in page.text and FORM in page.links()
    check = entry.get(f"{REPORT}/controleren")
    assert "Correcties op eerdere kwartalen" in check.text and BECAUSE in check.text
    fields = entry.get(FORM).form(FORM)
    assert fields["numerator"] == "3" and fields["version"] == "1"
    assert entry.post(f"{FORM}/verwijderen", {"version": "1"}).status == 303
    assert BECAUSE not in entry.get(LIST).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"numerator": "3", "reason": "kort"}, "Schrijf een reden van minstens 10 tekens."),
        ({"numerator": "1.234", "reason": BECAUSE}, "Bedoelt u"),
        ({"numerator": "0", "reason": BECAUSE}, "Dit cijfer staat er al."),
        ({"numerator": "", "reason": BECAUSE}, "Vul het juiste cijfer in"),
        ({"numerator": "3", "missing_reason": "nog niet bekend", "reason": BECAUSE}, "Niet allebei"),
        ({"numerator": "3", "reason": "Bel 06 12345678 voor meer."}, "telefoonnummer"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(entry: Inspector, typed: dict[str, str], sentence: str) -> None:
    answer = entry.post(FORM, entry.get(FORM).form(FORM) | typed)
    assert answer.status == 422 and sentence in answer.text and "<title>Fout:" in answer.html
    assert answer.form(FORM)["numerator"] == typed["numerator"]
    assert "Twee mensen" not in entry.get(LIST).text


def test_whoever_is_second_sees_what_was_first(entry: Inspector) -> None:
    fields = entry.get(FORM).form(FORM)
    assert entry.post(FORM, fields | {"numerator": "3", "reason": BECAUSE}).status == 303
    late = entry.post(FORM, fields | {"numerator": "4", "reason": "Het waren er vier, niet drie."})
    assert late.status == 409 and BECAUSE in late.text and late.form(FORM)["numerator"] == "4"
    assert entry.post(FORM, late.form(FORM)).status == 303
    assert "Het waren er vier" in entry.get(LIST).text


def test_only_an_earlier_quarter_of_ones_own_can_be_corrected(entry: Inspector) -> None:
    for place in ("2026-k3/MZ-08", "2026-k4/MZ-08", "2019-k1/MZ-08", "2026-k2/XX-99", "onzin/MZ-08"):
        assert entry.get(f"{LIST}/{place}").status == 404


def test_a_signed_report_takes_no_correction_any_more(app: Flask, world: World) -> None:
    entry = signed_in(app, world.people["invoerder"])
    assert "Nieuwe correctie" not in entry.get(LIST).text
    answer = entry.post(FORM, {"numerator": "3", "denominator": "", "missing_reason": "", "reason": BECAUSE, "version": "0"})
    assert answer.status == 422 and "U kunt de cijfers nu niet veranderen" in answer.text
