"""A KPI in words: what a new version changed, and what was stored of a figure as people read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpi.domain.judging import KeptFinding, in_one_text
from kpi.queries.indicator_picture import Judged
from kpi.queries.indicators import IndicatorLine
from portal.management.kpi_words import history_of, norm_text
from portal.management.series_words import finding_groups, is_too_little, smallest_words, too_little_words, verdict_words
from portal.web.formatting import with_quarters

FIRST = IndicatorLine(
    1, "BZ-01", "basiszorg", "basiszorg", None, 1, "Eerste opvang", "Het deel dat op tijd uitstroomt.", "verhouding", "op tijd", "alle verblijven",
    "%", 0, "hoger", "min", Decimal(80), None, "", "kwartaal", "aanbieder", "som", "som", date(2023, 1, 1), date(2024, 12, 31), "S001",
)  # fmt: skip
SECOND = replace(
    FIRST,
    version_id=2,
    version=2,
    definition="Het deel dat binnen 42 dagen uitstroomt.",
    norm_low=Decimal(90),
    valid_from=date(2025, 1, 1),
    valid_to=None,
)
PEOPLE = Judged("proportion", "", 0, "", "", "", True, 3, None, None, None, 0.125, 0, "[]")


def test_the_versions_stand_side_by_side_with_the_newest_in_front() -> None:
    told = history_of([FIRST, SECOND])
    assert [(one.name, one.valid) for one in told.versions] == [
        ("Versie 2", "vanaf 1 januari 2025"), ("Versie 1", "1 januari 2023 tot en met 31 december 2024"),
    ]  # fmt: skip
    rows = {row.name: row.texts for row in told.rows}
    assert rows["Norm"] == (("minstens 90 %", True), ("minstens 80 %", False))
    assert rows["Noemer"] == (("alle verblijven", False), ("alle verblijven", False))
    assert "Bij de norm" not in rows


def test_what_a_version_changed_is_said_in_words() -> None:
    (change,) = history_of([FIRST, SECOND]).changes
    assert (change.name, change.since) == ("Versie 2", "1 januari 2025")
    assert change.sentences == ("Norm: eerst “minstens 80 %”, nu “minstens 90 %”.", "De definitie is anders beschreven.")
    (same,) = history_of([FIRST, replace(FIRST, version=2)]).changes
    assert same.sentences == ("De inhoud is gelijk gebleven.",)
    assert history_of([FIRST]).changes == ()


@pytest.mark.parametrize(
    ("kind", "low", "high", "expected"),
    [
        ("min", 80, None, "minstens 80 %"), ("max", None, 5, "hoogstens 5 %"), ("bereik", 60, 80, "60 tot en met 80 %"),
        ("geen", None, None, "geen norm"),
    ],
)  # fmt: skip
def test_the_norm_in_words(kind: str, low: int | None, high: int | None, expected: str) -> None:
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
    assert norm_text(replace(FIRST, norm_kind=kind, norm_low=bounds[0], norm_high=bounds[1])) == expected


def test_the_smallest_change_in_the_unit_that_people_read() -> None:
    assert smallest_words(PEOPLE, FIRST) == "12,5 procentpunt"
    assert smallest_words(PEOPLE._replace(kind="value", smallest=7.25), FIRST) == "7,3 procentpunt"
    assert smallest_words(PEOPLE._replace(kind="count", smallest=8.0), replace(FIRST, unit="personen")) == "8,0 personen"
    assert smallest_words(PEOPLE._replace(smallest=None), FIRST) == ""


def test_too_little_to_judge_is_a_result_with_its_reason() -> None:
    sentence = "2026-K3: 75 % (9 van 12). Te weinig om te oordelen: er is 1 eerder kwartaal en er zijn er 5 nodig."
    told = PEOPLE._replace(findings_text=in_one_text([KeptFinding("history", "statistical", 0, sentence, sentence)]))
    assert is_too_little(told) and not is_too_little(told._replace(upper=0.9))
    assert too_little_words(told) == sentence.replace("2026-K3", "K3 2026")
    assert too_little_words(PEOPLE) == "Er zijn nog te weinig eerdere kwartalen."


def test_agreements_and_chance_stay_apart_and_the_figure_is_said_once() -> None:
    norm = "2026-K3: 47 % (47 van 100). De norm is minstens 80 %. Dat ligt onder de norm."
    twice = "Twee kwartalen achter elkaar onder de norm (minstens 80 %). 2026-K2: 57,4 % (54 van 94), 2026-K3: 47 % (47 van 100)."
    fell = "2026-K3: 1.047,5 (op 2.100). Dat is lager dan te verwachten was: tussen 56 % en 98 %."
    kept = [
        KeptFinding("norm", "contractual", 3, norm, norm), KeptFinding("history", "statistical", 0, fell, fell),
        KeptFinding("norm", "contractual", 2, twice, twice),
    ]  # fmt: skip
    agreed, chance = finding_groups(PEOPLE._replace(findings_text=in_one_text(kept)))
    assert [one.severity.word for one in agreed.findings] == ["Zorg", "Let op"] and chance.findings[0].severity.word == "Ter informatie"
    assert agreed.findings[0].sentence == "De norm is minstens 80 %. Dat ligt onder de norm."
    assert agreed.findings[1].sentence == with_quarters(twice)
    assert chance.findings[0].sentence == "Dat is lager dan te verwachten was: tussen 56 % en 98 %."


VERDICTS = [
    ("missed", -1, "onder de norm"), ("missed", 1, "boven de norm"), ("within", 0, "gehaald"), ("unclear", -1, "toeval"),
    ("too_few", 0, "Te weinig"), ("", 0, ""),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "side", "words"), VERDICTS)
def test_the_verdict_on_the_norm(verdict: str, side: int, words: str) -> None:
    told = verdict_words(PEOPLE._replace(norm_verdict=verdict, norm_side=side))
    assert words in told and bool(told) == bool(verdict)
