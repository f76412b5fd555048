"""People by gemeente and age group: sums, the same people on other axes, what is typed, and a file that goes out and comes back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.region import AgeBand
from contracts.foundation.errors import Refused
from contracts.foundation.sheet import Sheet
from kpi.domain.canonical import canonical_text, figures_of
from kpi.domain.checks.engine import check_report
from kpi.domain.checks.facts import FlowFacts, ReportFacts
from kpi.domain.checks.finding import Level
from kpi.domain.difference import difference
from kpi.domain.flow import Flow
from kpi.domain.people import Key, axes_of, fitted, gap, keys_of, read_table
from kpi.domain.people_file import COLUMNS, SAME, KnownForm, judged
from kpi.domain.problems import Problem
from kpi.domain.summary_input import Category
from portal.web.difference import changed_lines
from portal.web.people_told import told_tables
from tests.factories.checks import QUARTER

AXES = axes_of(
    (Category("0935", "Maastricht"), Category("0981", "Vaals")), (AgeBand("0-22", "jonger dan 23", 0, 22, ""), AgeBand("23+", "ouder", 23, None, ""))
)
KEYS = keys_of(AXES)
tables = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 400))
anywhere = st.dictionaries(
    st.tuples(st.sampled_from(["0935", "0981", "9999", "overig"]), st.sampled_from(["0-22", "65+", "onbekend"])), st.integers(0, 400)
)
FORMS = (Category("opvang", "Eerste opvang"), Category("woning", "Doorstroomwoning"))


@given(anywhere)
def test_on_other_axes_nobody_is_lost(table: dict[Key, int]) -> None:
    found = fitted(table, AXES)
    assert sum(found.values()) == sum(table.values()) and found.keys() <= set(KEYS)
    assert fitted(found, AXES) == found


@given(tables)
def test_what_is_typed_is_what_is_kept_and_empty_is_zero(table: dict[Key, int]) -> None:
    problems: list[Problem] = []
    typed = {key: str(people) for key, people in table.items()}
    read = read_table(typed, form="opvang", axes=AXES, problems=problems)
    assert problems == [] and read == ({key: table.get(key, 0) for key in KEYS} if table else None)


@given(st.integers(0, 500) | st.none(), st.integers(0, 500) | st.none())
def test_the_difference_is_said_only_when_there_is_one(told: int | None, end: int | None) -> None:
    sentence = gap(told, end)
    assert (sentence == "") == (told is None or end is None or told == end)
    if sentence and told is not None and end is not None:
        assert f"{told}." in sentence and f"{end}." in sentence and f"Dat is {abs(told - end)} te " in sentence


@given(st.integers(0, 60) | st.none())
def test_only_a_table_that_does_not_add_up_blocks(told: int | None) -> None:
    flow = Flow(20, 3, 0, 0, 3, 20)
    findings = check_report(ReportFacts(QUARTER, flows=(FlowFacts("stroom-opvang", "Opvang", "opvang", flow, 20, told),)))
    own = [one for one in findings if one.field == "mensen-opvang"]
    assert [one.level for one in own] == ([] if told in (None, 20) else [Level.BLOKKADE])
    untold = check_report(ReportFacts(QUARTER, flows=(FlowFacts("stroom-opvang", "Opvang", "opvang", None, 20, told),)))
    assert not any(one.field == "mensen-opvang" for one in untold), "without a flow it is judged later"


@given(tables, st.booleans())
def test_a_file_that_goes_out_comes_back_the_same(table: dict[Key, int], by_name: bool) -> None:
    rows: list[tuple[Any, ...]] = [COLUMNS]
    for row in AXES.municipalities:
        for age in AXES.ages:
            words = (FORMS[0].name, row.name, age.name) if by_name else (FORMS[0].code, row.code, age.code)
            rows.append((*words, str(table.get((row.code, age.code), 0))))
    known = [KnownForm(FORMS[0], table), KnownForm(FORMS[1], {("0935", "0-22"): 7})]
    file = judged([Sheet("CSV", tuple(rows))], axes=AXES, forms=known)
    assert file.tables == {"opvang": {key: table.get(key, 0) for key in KEYS}}, "a form that the file does not name stays as it is"
    assert not file.faulty and sum(file.counts.values()) == len(KEYS)
    if table:
        assert file.counts[SAME] == len(KEYS)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("opvang", "0935", "", "1"), "Deze regel heeft geen leeftijdsgroep."),
        (("opvang", "Aken", "23+", "1"), "Deze gemeente kennen wij niet. Kies uit: Maastricht, Vaals, Overig of onbekend."),
        (("opvang", "0935", "23+", "1.234"), "Bedoelt u 1234 of 1,234?"),
        (("opvang", "0935", "23+", "1,5"), "Vul een heel getal in, zonder decimalen."),
    ],
)
def test_a_mistake_of_a_row_is_told_at_that_row(row: tuple[str, ...], sentence: str) -> None:
    file = judged([Sheet("CSV", (COLUMNS, row))], axes=AXES, forms=[KnownForm(FORMS[0], {})])
    (line,) = file.faulty
    assert line.sentence.startswith(sentence) and line.place == "CSV!D2" and file.tables == {}


@pytest.mark.parametrize("text", ["111222333", "jan@voorbeeld.example", "06-12345678"])
def test_a_file_that_tells_about_a_person_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="dit bestand"):
        judged([Sheet("CSV", ((*COLUMNS, "Wie"), ("opvang", "0935", "23+", "1", text)))], axes=AXES, forms=[KnownForm(FORMS[0], {})])


def test_a_content_without_people_says_what_it_always_said_and_a_change_is_told_per_cell() -> None:
    line = {"vorm": "opvang", "gemeente": "0935", "leeftijd": "23+", "naam": "Eerste opvang, Maastricht, 23+ jaar", "mensen": 4}
    before, after = {"kwartaal": "2026-K3", "mensen": [line]}, {"kwartaal": "2026-K3", "mensen": [line | {"mensen": 6}]}
    assert figures_of({"kwartaal": "2026-K3"}) == figures_of({"kwartaal": "2026-K3", "mensen": []}) != figures_of(before)
    assert figures_of({"mensen": [line | {"naam": "Opvang, Maastricht, 23+ jaar"}]}) == figures_of({"mensen": [line]}), "a name is no figure"
    assert [(one.label, one.was, one.now) for one in difference(before, after)] == [("Eerste opvang, Maastricht, 23+ jaar", "4", "6")]
    (told,) = changed_lines(canonical_text({"kwartaal": "2026-K3"}), before, names={})
    assert (told.where, told.what, told.was, told.now) == ("Cliënten: Eerste opvang, Maastricht, 23+ jaar", "mensen", "0", "4")


def test_what_is_read_adds_up() -> None:
    lines = [
        ("opvang", "0935", "23+", 4, "Eerste opvang, Maastricht, 23+ jaar"),
        ("opvang", "overig", "onbekend", 2, "Eerste opvang, overig of onbekend, leeftijd onbekend"),
    ]
    (table,) = told_tables(lines)
    assert (table.form, table.total, table.sums) == ("Eerste opvang", 6, (4, 2))
    assert table.rows == (("Maastricht", (4, 0), 4), ("Overig of onbekend", (0, 2), 2))
