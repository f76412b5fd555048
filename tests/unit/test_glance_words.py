"""The words and looks of the heat table and of the aanbieder's KPI table, from figures made by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from contracts.foundation.period import Quarter
from kpi.queries.glance import Glance, GlanceProvider
from kpi.queries.judged import JudgedFigure
from kpi.queries.provider_picture import DatedFigure, ProviderHead, ReportLine
from portal.management.glance_page import cell_of, chance_words, glance_page
from portal.management.provider_kpis import kpi_groups, usual_of
from portal.management.provider_page import ProviderPicture, last_quarter, provider_page
from portal.management.signs import agreed_norm, assurance_sign, norm_sign, unseen_words, value_words, variation_sign

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 23, tzinfo=UTC)
QUARTER = Quarter(2026, 3)
LINDE = GlanceProvider(8, "De Linde", 1, "geaccepteerd", DUE, NOW)
DEFAULTS: dict[str, Any] = {
    "code": "BZ-01", "family": "basiszorg", "definition_id": 1, "name": "Binnen zes weken", "definition": "", "source": "",
    "value_kind": "verhouding",
    "unit": "%", "decimals": 0, "frequency": "kwartaal", "norm_kind": "min", "norm_low": Decimal(80), "norm_high": None,
    "kind": "proportion", "numerator": Decimal(49), "denominator": Decimal(80), "missing_reason": None, "norm_verdict": "missed", "norm_side": -1,
    "point_type": "common_cause", "assurance": "inconsistent", "is_trial": True, "earlier": 8, "lower": 0.5, "upper": 0.9, "smallest": 0.2,
    "chance": 0.01, "chance_peers": 0.05, "deviation_id": None, "deviation_state": None, "severity": None,
}  # fmt: skip


def figure(**told: Any) -> JudgedFigure:
    """A judged figure; by default 61,3 % under a norm of 80 %."""
    return JudgedFigure(**(DEFAULTS | told))


@pytest.mark.parametrize(
    ("told", "sign", "word", "tone"),
    [
        ({}, "▼", "onder norm", "zorg"),
        ({"norm_side": 1}, "▲", "boven norm", "zorg"),
        ({"norm_verdict": "within", "norm_side": 0}, "✓", "haalt norm", "goed"),
        ({"norm_verdict": "unclear", "norm_side": -1}, "≈", "onder norm, kan toeval zijn", ""),
        ({"norm_verdict": "unclear", "norm_side": 0}, "≈", "haalt norm, kan toeval zijn", ""),
        ({"norm_verdict": "too_few", "norm_side": -1}, "?", "te weinig mensen om te oordelen", ""),
        ({"norm_verdict": "", "norm_side": 0, "norm_kind": "geen"}, "", "geen norm", ""),
    ],
)
def test_the_norm_has_a_sign_of_its_own(told: dict[str, Any], sign: str, word: str, tone: str) -> None:
    assert norm_sign(figure(**told)) == (sign, word, tone)


@pytest.mark.parametrize(
    ("told", "word", "tone"),
    [
        ({}, "gewone schommeling (voorlopig)", ""),
        ({"is_trial": False, "earlier": 12}, "gewone schommeling", ""),
        ({"point_type": "special_cause_improvement"}, "verbetering (voorlopig)", "goed"),
        ({"point_type": "special_cause_concern", "is_trial": False}, "verslechtering", "aandacht"),
        ({"point_type": "special_cause_neutral", "is_trial": False}, "valt op", "aandacht"),
        ({"point_type": "common_cause", "earlier": 4}, "te weinig kwartalen om te oordelen", ""),
        ({"point_type": "", "earlier": 0}, "te weinig kwartalen om te oordelen", ""),
    ],
)
def test_the_own_series_has_another_sign(told: dict[str, Any], word: str, tone: str) -> None:
    found = variation_sign(figure(**told))
    assert (found.word, found.tone) == (word, tone)


def test_where_nothing_is_seen_it_says_what_could_not_have_been_seen() -> None:
    assert unseen_words(figure(smallest=0.1330)) == "een verschil kleiner dan 13,3 procentpunt valt niet op"
    assert unseen_words(figure(smallest=5.6, kind="value", value_kind="mediaan", unit="dagen")) == "een verschil kleiner dan 5,6 dagen valt niet op"
    assert unseen_words(figure(smallest=4.0, kind="count", value_kind="aantal", unit="aantal")) == "een verschil kleiner dan 4 valt niet op"
    assert unseen_words(figure(smallest=0.2, earlier=3)) == "een verschil kleiner dan 20 procentpunt valt niet op"
    assert unseen_words(figure(smallest=None)) == unseen_words(figure(point_type="special_cause_concern")) == ""


def test_whether_a_norm_is_within_reach_is_said_in_words() -> None:
    assert assurance_sign(figure(assurance="consistent_fail", is_trial=False)).word == "haalt de norm structureel niet"
    assert assurance_sign(figure(assurance="consistent_pass")).word == "haalt de norm structureel (voorlopig)"
    assert assurance_sign(figure(assurance="", norm_kind="geen")).word == "geen norm"
    assert assurance_sign(figure(assurance="")).word == "te weinig kwartalen om te oordelen"


def test_a_cell_tells_value_norm_and_series_and_leads_on() -> None:
    cell = cell_of(figure(), LINDE, "BZ-01")
    assert cell[:8] == (
        "tone-zorg", "De Linde", "/beheer/kpis/BZ-01/aanbieders/8", "61,3 %", "▼", "onder norm", "=", "gewone schommeling",
    )  # fmt: skip
    known = cell_of(figure(deviation_id=5, deviation_state="toegelicht", severity=3), LINDE, "BZ-01")
    assert (known.href, known.deviation) == ("/beheer/afwijkingen/5", "afwijking: toegelicht")


def test_what_stands_out_otherwise_is_never_green() -> None:
    fine = {"norm_verdict": "within", "norm_side": 0}
    assert cell_of(figure(**fine), LINDE, "BZ-01").css == "tone-goed"
    assert cell_of(figure(**fine, severity=2, deviation_id=1, deviation_state="nieuw"), LINDE, "BZ-01").css == "tone-aandacht"
    assert cell_of(figure(**fine, point_type="special_cause_concern"), LINDE, "BZ-01").css == "tone-aandacht"


@pytest.mark.parametrize(
    ("one", "provider", "value"),
    [
        (figure(numerator=None, denominator=None, missing_reason="nog niet bekend"), LINDE, "geen cijfer: nog niet bekend"),
        (figure(denominator=Decimal(0), numerator=Decimal(0)), LINDE, "geen cijfer"),
        (figure(kind=None, numerator=None, denominator=None), LINDE, "nog niet beoordeeld"),
        (None, LINDE, "niet gevraagd"),
        (figure(), GlanceProvider(8, "De Linde", 1, "bezig", DUE, None), "nog niet binnen"),
        (None, GlanceProvider(8, "De Linde", None, None, None, None), "nog niet binnen"),
    ],
)
def test_no_figure_is_a_sentence_and_no_empty_cell(one: JudgedFigure | None, provider: GlanceProvider, value: str) -> None:
    cell = cell_of(one, provider, "BZ-01")
    assert (cell.css, cell.value, cell.norm, cell.series) == ("is-none", value, "", "")


def test_a_value_and_a_norm_in_their_unit() -> None:
    days = {"value_kind": "mediaan", "unit": "dagen", "numerator": Decimal(1), "norm_kind": "max", "norm_high": Decimal(42)}
    assert (value_words(figure(**days)), agreed_norm(figure(**days))) == ("1 dag", "hoogstens 42 dagen")
    assert agreed_norm(figure(norm_kind="bereik", norm_high=Decimal(95))) == "80 tot en met 95 %"


def test_a_quarter_counts_what_is_missed_open_and_missing() -> None:
    late = GlanceProvider(9, "Huize Noord", None, None, datetime(2026, 11, 20, tzinfo=UTC), None)
    one = figure(deviation_id=5, deviation_state="nieuw", severity=3)
    page = glance_page(Glance([late, LINDE], {(8, "BZ-01"): one}), QUARTER, [QUARTER, QUARTER.previous], NOW)
    assert [value for _label, value, _href in page.counts] == [1, 0, 1, 1]
    assert page.lead == "1 cijfer ligt zeker buiten de norm, van de 1 die binnen zijn. 1 aanbieder heeft nog niet ingediend."
    assert [cell.value for cell in page.groups[0].rows[0].cells] == ["nog niet binnen", "61,3 %"]
    assert (page.awaited[0].is_late, page.awaited[0].days) == (True, "2 dagen te laat")
    assert page.groups[0].name == "Basiszorg" and page.quarters[0][2] and not page.quarters[1][2]


def test_nothing_at_all_is_an_empty_page() -> None:
    page = glance_page(Glance([LINDE], {}), QUARTER, [], NOW)
    assert (page.groups, page.heads, page.counts, page.awaited, page.chance) == ((), (), (), (), "")
    assert page.lead == "Van het 3e kwartaal 2026 is nog geen cijfer ondertekend."


def test_the_expected_number_of_chance_findings_is_said() -> None:
    assert "naar verwachting 0,5 keer" in chance_words([figure(chance=0.01, chance_peers=0.04)] * 10)
    assert chance_words([]) == ""


def dated(period: str, **told: Any) -> DatedFigure:
    """A figure of a quarter."""
    return DatedFigure(period, figure(**told), None, None)


def test_a_line_has_gaps_and_begins_anew_with_another_definition() -> None:
    series = [
        dated("2025-K4"),
        dated("2026-K1", numerator=None, denominator=None, missing_reason="te klein aantal"),
        dated("2026-K3", definition_id=2),
    ]
    row = kpi_groups(series, QUARTER, 8)[0].rows[0]
    assert [point.period for point in row.spark.points] == [QUARTER.shift(step).code for step in range(-7, 1)]
    assert [point.value is None for point in row.spark.points] == [True, True, True, True, False, True, True, False]
    assert [point.is_break for point in row.spark.points][-1] is True
    assert row.previous == "" and row.bullet is not None and row.bullet.previous is None, "figures of two definitions are not compared"


def test_the_previous_figure_is_of_the_same_definition() -> None:
    row = kpi_groups([dated("2026-K2", numerator=Decimal(72)), dated("2026-K3")], QUARTER, 8)[0].rows[0]
    assert (row.value, row.previous, row.older) == ("61,3 %", "90,0 %", "")
    assert row.bullet is not None and row.bullet.previous == Decimal(90)


def test_a_yearly_kpi_tells_of_which_quarter_it_is() -> None:
    row = kpi_groups([dated("2024-K4", frequency="jaar"), dated("2025-K4", frequency="jaar")], QUARTER, 8)[0].rows[0]
    assert row.older == "K4 2025" and [point.period for point in row.spark.points] == ["2024-K4", "2025-K4"]


def test_figures_outside_the_window_are_not_drawn() -> None:
    assert kpi_groups([dated("2021-K1"), dated("2026-K4")], QUARTER, 8) == ()
    assert kpi_groups([dated("2026-K3", kind=None)], QUARTER, 8) == ()


def test_the_band_is_what_is_usual_and_keeps_within_what_can_be() -> None:
    assert usual_of(figure(lower=-0.05, upper=0.9)) == (Decimal(0), Decimal(90))
    assert usual_of(figure(lower=None, upper=None)) is None
    assert usual_of(figure(value_kind="mediaan", kind="value", unit="dagen", lower=-3.5, upper=60.25)) == (Decimal("-3.5"), Decimal("60.25"))
    assert usual_of(figure(value_kind="aantal", kind="count", unit="personen", lower=-3.5, upper=6.0)) == (Decimal(0), Decimal(6))


def test_an_aanbieder_without_anything_is_a_page_too() -> None:
    head = ProviderHead(8, "De Linde", ())
    page = provider_page(ProviderPicture(head, [], [], [], [], 2026), NOW)
    assert (page.groups, page.deviations, page.places, page.total, page.counted, page.actions) == ((), (), (), None, "", ())
    assert page.lead == "Er is geen afwijking open." and page.quarter == ""


def test_the_last_quarter_is_the_last_that_was_signed() -> None:
    lines = [
        ReportLine(3, "2026-J", "", "jaar", "bezig", DUE, None),
        ReportLine(2, "2026-K3", "", "kwartaal", "bezig", DUE, None),
        ReportLine(1, "2026-K2", "", "kwartaal", "geaccepteerd", DUE, NOW),
    ]
    assert last_quarter(ProviderHead(8, "De Linde", tuple(lines)), 2026) == Quarter(2026, 2)
    assert last_quarter(ProviderHead(8, "De Linde", tuple(lines[:2])), 2026) == Quarter(2026, 3)
    assert last_quarter(ProviderHead(8, "De Linde", ()), 2026) == Quarter(2025, 4)
