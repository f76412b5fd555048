"""What people may not write down, and how a text is kept."""

from __future__ import annotations

import pytest

from contracts.foundation.errors import Refused
from kpi.domain.privacy import refuse_personal_data
from kpi.domain.written import read_line, read_text


@pytest.mark.parametrize(
    "text",
    ["BSN 111222333", "nummer 111.222.333.", "mail j.jansen@voorbeeld.nl", "bel 06-12345678", "bel 043 350 40 40", "+31 6 12345678", "111222333"],
)
def test_personal_data_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_personal_data("text", text)
    assert refused.value.field == "text"


@pytest.mark.parametrize("text", ["", "123456789", "Op 22-11-2026 waren er 1.234 plekken.", "20.123.961 euro", "2026-K3", "van 60% naar 41%"])
def test_figures_and_dates_may_stay(text: str) -> None:
    refuse_personal_data("text", text)


def test_a_text_keeps_its_lines_but_no_control_characters() -> None:
    assert read_text(" een\r\ntwee\x00\rdrie\ud800 ", field="text") == "een\ntwee\ndrie"


def test_a_line_must_be_there_and_fit() -> None:
    assert read_line(" een \n twee ", field="title", missing="Vul in.") == "een twee"
    for text in ("  ", "x" * 121):
        with pytest.raises(Refused):
            read_line(text, field="title", missing="Vul in.")
