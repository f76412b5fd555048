"""The open data of a summary equals its content cell by cell: each figure once, what is left out empty with its reason, nothing more."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from kpi.domain.plain_language import measure
from kpi.domain.publication.content import SummaryContent
from portal.web.open_data import csv_text, sqlite_file
from portal.web.summary_open_data import LEFT_OUT, MOVEMENT, PLACES, WORDS, published_tables
from tests.factories.summary_content import AXES, TOGETHER, WHOLE, PublishedSummary, contents

Cells = Counter[tuple[str, str, str, Decimal | None]]
ALL = list(HealthCheck)


def _of_content(content: SummaryContent) -> Cells:
    """Every figure of the content once: where it stands, and what it is. Written by another road than the tables."""
    found: Cells = Counter()
    for figure in content.figures:
        found["cijfer", figure.code, "", figure.value] += 1
    shared: dict[frozenset[tuple[str, str]], int | None] = {}
    for table in content.tables:
        for y, row in enumerate(table.rows):
            for x, column in enumerate(table.columns):
                groups = frozenset(group for group in ((table.row_axis, row), (table.column_axis, column)) if group[1] != TOGETHER)
                assert groups not in shared or shared[groups] == table.cells[y][x]
                shared[groups] = table.cells[y][x]
    for groups, cell in shared.items():
        found["mensen", "", "; ".join(f"{axis} {group}" for axis, group in sorted(groups)), _number(cell)] += 1
    for part, source, fields in (("verloop van mensen", content.movement, MOVEMENT), ("plekken", content.places, PLACES)):
        for field, _ in fields:
            found[part, field, "", _number(getattr(source, field))] += 1
    for trend in content.trends:
        for period, value in trend.points:
            found["eerder en nu", trend.key, period, value] += 1
    return found


def _of_rows(rows: list[dict[str, Any]]) -> Cells:
    found: Cells = Counter()
    for row in rows:
        part, value = row["onderdeel"], _number(row["waarde"])
        if part == "mensen":
            groups = sorted((row[f"{side}_soort"], row[side]) for side in ("rij", "kolom") if row[side])
            found[part, "", "; ".join(f"{axis} {group}" for axis, group in groups), value] += 1
        else:
            found[part, row["code"], row["kwartaal"] if part == "eerder en nu" else "", value] += 1
    return found


def _number(value: object) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))


def _read_sqlite(content: SummaryContent, folder: Path) -> dict[str, list[dict[str, Any]]]:
    file = folder / "open.sqlite"
    file.write_bytes(sqlite_file(published_tables(PublishedSummary(content))))
    database = sqlite3.connect(file)
    try:
        database.row_factory = sqlite3.Row
        names = [row[0] for row in database.execute("select name from sqlite_master where type = 'table' order by rowid")]
        return {name: [dict(row) for row in database.execute(f"select * from {name} order by rowid")] for name in names}
    finally:
        database.close()


def _read_csv(content: SummaryContent) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(csv_text(published_tables(PublishedSummary(content))["cijfers"]))))


@settings(max_examples=30, deadline=None, suppress_health_check=ALL)
@given(content=contents())
def test_csv_and_sqlite_equal_the_content_cell_by_cell(content: SummaryContent, tmp_path: Path) -> None:
    in_file, in_text = _read_sqlite(content, tmp_path)["cijfers"], _read_csv(content)
    assert _of_rows(in_file) == _of_rows(in_text) == _of_content(content)
    for row, text in zip(in_file, in_text, strict=True):
        assert list(row) == list(text)
        assert {name: _same(value) for name, value in row.items()} == {name: _same(value) for name, value in text.items()}
        assert (row["waarde"] is None) == bool(row["waarom_geen_cijfer"])
        assert row["afgerond_op"] in (None, content.base) and (row["waarde"] is not None or row["afgerond_op"] is None)


def _same(value: object) -> object:
    """A value as both files tell it: a number without its zeros behind the comma, nothing for nothing."""
    text = "" if value is None else str(value)
    try:
        return Decimal(text).normalize()
    except ArithmeticError:
        return text.removeprefix("'")


@settings(max_examples=30, deadline=None, suppress_health_check=ALL)
@given(content=contents())
def test_the_details_of_a_kpi_are_those_of_the_content(content: SummaryContent) -> None:
    rows = {row["code"]: row for row in _read_csv(content) if row["onderdeel"] == "cijfer"}
    for figure in content.figures:
        row = rows[figure.code]
        for column, wanted in (
            ("teller", figure.numerator),
            ("noemer", figure.denominator),
            ("vorig_kwartaal", figure.previous),
            ("norm_van", figure.norm_low),
            ("norm_tot", figure.norm_high),
        ):
            assert _number(row[column]) == wanted
        assert row["verandering"] == figure.change
        assert row["norm_gehaald"] == {True: "ja", False: "nee", None: ""}[figure.meets_norm]
        assert row["waarom_geen_cijfer"] == (figure.sentence if figure.hidden else "")


def test_the_other_tables_tell_the_words_of_the_content(tmp_path: Path) -> None:
    tables = _read_sqlite(WHOLE, tmp_path)
    assert list(tables) == ["cijfers", "doelen", "zinnen", "adviezen", "toelichting"]
    assert [row["zin"] for row in tables["zinnen"]] == [*WHOLE.conclusions, *WHOLE.certainty, *WHOLE.left_out]
    assert [(row["doel"], row["afgesproken"], row["nu"], row["gehaald"]) for row in tables["doelen"]] == [
        (goal.name, goal.target, goal.shown, goal.verdict) for goal in WHOLE.goals
    ]
    assert [(row["onderwerp"], row["antwoord"], row["van_wie"]) for row in tables["adviezen"]] == [("Meer kamers", "Deels mee eens", None)]
    told = {row["onderwerp"]: row["uitleg"] for row in tables["toelichting"]}
    edition = PublishedSummary(WHOLE)
    assert (told["editie"], told["kenmerk"], told["gepubliceerd"]) == ("2", edition.sha256, "22 november 2026 om 10:30")
    columns = {name.strip() for key in WORDS for name in key.split(",")}
    assert columns <= set(tables["cijfers"][0])


def test_what_is_left_out_is_empty_with_its_reason() -> None:
    rows = [row for row in _read_csv(WHOLE) if row["waarde"] == ""]
    assert [(row["code"], row["rij"], row["kolom"], row["waarom_geen_cijfer"]) for row in rows] == [
        ("BZ-08", "", "", "Dit gaat over te weinig mensen."),
        ("gemeente-leeftijd", "Heuvelland", "Jonger dan 23 jaar", LEFT_OUT),
        ("waiting", "", "", LEFT_OUT),
    ]


def test_the_explanation_is_in_plain_words() -> None:
    told = [str(row["uitleg"]) for row in published_tables(PublishedSummary(WHOLE))["toelichting"]]
    assert [finding.told for finding in measure(told).findings] == []


def test_the_axes_of_these_tests_have_no_total_of_their_own() -> None:
    assert TOGETHER not in {group for groups in AXES.values() for group in groups}
