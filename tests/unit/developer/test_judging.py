"""`./samenzicht toets`: the exit code says what it is, and what is wrong with a file is one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain.checks.document import judged
from kpi.domain.checks.table import document_of
from portal.developer.commands import main
from portal.developer.judging import CATALOGUE, catalogue

KPIS = catalogue(CATALOGUE)
CALM: dict[str, Any] = {"kwartaal": "2026-K3", "cijfers": [{"kpi": "MZ-08", "teller": "12"}, {"kpi": "BZ-01", "teller": "31", "noemer": "31"}]}
EXPLAINED: dict[str, Any] = {
    "kwartaal": "2026-K3",
    "cijfers": [{"kpi": "BZ-01", "teller": "19", "noemer": "31", "toelichting": "Er kwamen weinig woningen vrij."}],
}
ASKS: dict[str, Any] = {"kwartaal": "2026-K3", "cijfers": [{"kpi": "BZ-01", "teller": "19", "noemer": "31"}]}


def toets(tmp_path: Path, content: Any, *options: str, name: str = "cijfers.json") -> int:
    file = tmp_path / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return main(["toets", str(file), *options])


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (CALM, 0, "Er is niets te vragen"),
        (EXPLAINED, 0, "Reden: Er kwamen weinig woningen vrij."),
        (ASKS, 1, "De norm is minstens 100 %."),
        ({**ASKS, "volledig": True, "stromen": [{"vorm": "woning"}]}, 1, "vul in hoeveel mensen er kwamen en gingen"),
    ],
)
def test_the_exit_code_says_whether_something_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: dict[str, Any], code: int, says: str
) -> None:
    assert toets(tmp_path, content) == code
    assert says in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        "geen json", "[]", "{}", '{"kwartaal": "2026-K5"}', '{"kwartaal": "2026-K3", "cijfers": {}}', "[" * 100_000,
        '{"kwartaal": "2026-K3", "cijfers": [{"kpi": "XX-99"}]}', '{"kwartaal": "2026-K3", "cijfers": [{"kpi": "MZ-08"}, {"kpi": "MZ-08"}]}',
        '{"kwartaal": "2026-K3", "cijfers": [{"kpi": "MZ-08", "eerder": {"vroeger": ["1"]}}]}',
        '{"kwartaal": "2026-K3", "cijfers": [{"kpi": "MZ-08", "eerder": {"2026-K2": ["1.234"]}}]}',
        '{"kwartaal": "2026-K3", "stromen": [{"vorm": "woning", "begin": "1"}]}',
    ],
)  # fmt: skip
def test_what_is_no_report_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    assert toets(tmp_path, content) == 2
    told = capsys.readouterr().err
    assert told.startswith("Dit kan zo niet: ") and len(told.splitlines()) == 1


def test_a_table_brings_its_own_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = "kwartaal;kpi;teller;noemer;geen cijfer;toelichting\n2026-K2;CF-04;30;;;\n2026-K3;CF-04;300;;;\n;;;;;\n"
    assert toets(tmp_path, table, "--json", name="cijfers.csv") == 1
    (found,) = json.loads(capsys.readouterr().out)["bevindingen"]
    assert found["veld"] == "CF-04" and "Staat er een nul te veel?" in found["zin"]
    assert toets(tmp_path, "kpi,teller\nCF-04,3\n", name="fout.csv") == 2


def test_personal_data_in_a_file_is_refused_as_in_the_form() -> None:
    cell = CALM["cijfers"][0] | {"toelichting": "Bel 06-12345678 voor meer uitleg"}
    (found,) = judged({"kwartaal": "2026-K3", "cijfers": [cell]}, KPIS).blocking
    assert found.field == "MZ-08" and "telefoonnummer" in found.sentence


texts = st.text(max_size=12) | st.integers(-5, 500).map(str) | st.none()


def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)


values = st.recursive(texts | st.booleans() | st.integers(), deeper)
cells = st.fixed_dictionaries(
    {"kpi": st.sampled_from(["BZ-01", "MZ-08", "OC-03", "niets"]), "teller": texts, "noemer": texts}, optional={"eerder": values, "delen": values}
)
documents = st.fixed_dictionaries(
    {"kwartaal": st.just("2026-K3")}, optional={"cijfers": st.lists(cells, max_size=3) | values, "stromen": values, "capaciteit": values}
)


def refused_or_not(document: Any) -> str:
    """The sentence of the refusal; anything else that is raised is a fault."""
    try:
        judged(document, KPIS)
    except Refused as refused:
        return refused.reason
    return "beoordeeld"


@given(documents)
def test_any_document_is_judged_or_refused(document: dict[str, Any]) -> None:
    assert refused_or_not(document)


@given(st.text(max_size=200))
def test_any_table_is_read_or_refused(text: str) -> None:
    try:
        document = document_of(text)
    except Refused as refused:
        assert refused.reason
        return
    assert refused_or_not(document)
