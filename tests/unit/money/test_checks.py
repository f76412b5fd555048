"""Each check of what was agreed finds its own thing, says it with the amounts, and says nothing of what is in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from contracts.domain.budget import AllocationInYear, CommitmentInYear, LineInYear
from contracts.domain.budget_matrix import build_matrix
from contracts.domain.budget_signals import Code, Severity, Signal, signals
from contracts.domain.checks import Agreed, Kpi, checks, earmark_checks
from contracts.domain.tariff import Tariff, TariffUnit
from contracts.domain.variant import Variant

KPIS = tuple(Kpi(f"MZ-{number:02}", f"Maat {number}") for number in range(1, 8))
GOOD = Agreed(
    id=1,
    name="Wonen",
    provider_name="De Linde",
    starts_on=date(2025, 1, 1),
    ends_on=date(2026, 12, 31),
    years={2025: 100_00, 2026: 200_00},
    kpis=KPIS,
    variant=Variant.EFFORT,
    tariffs=(Tariff(TariffUnit.NIGHT, 50_00, date(2025, 1, 1)),),
    shares={1: 60_00, 2: 40_00},
)


def told(*agreed: Agreed, kpis: tuple[Kpi, ...] = KPIS, years: range = range(2021, 2027)) -> list[tuple[Code, Severity, str]]:
    found: tuple[Signal, ...] = checks(agreed, kpis=kpis, budget_years=years)
    return [(each.code, each.severity, each.sentence) for each in found]


def test_what_is_in_order_gives_nothing() -> None:
    assert told(GOOD) == [] and told(replace(GOOD, shares={}), years=range(0)) == []


def test_a_term_beyond_the_budget_says_what_is_promised_there() -> None:
    longer = replace(GOOD, ends_on=date(2028, 6, 30), years={2026: 200_00, 2027: 300_00, 2028: 150_00})
    sentence = "Wonen (De Linde) loopt door tot in 2028. De begroting gaat tot en met 2026. Voor de jaren daarna is € 450,00 toegezegd."
    assert told(longer) == [(Code.RUNS_PAST_BUDGET, Severity.NOTICE, sentence)]
    assert told(replace(longer, ends_on=date(2026, 12, 31))) == []


@pytest.mark.parametrize(
    ("shares", "severity", "sentence"),
    [
        ({1: 60_00, 2: 39_99}, Severity.WARNING, "is voor 99,99 % verdeeld over begrotingsregels. Het moet 100 % zijn. Het verschil is € 0,03."),
        ({1: 60_00, 2: 50_00}, Severity.ALARM, "is voor 110,00 % verdeeld over begrotingsregels. Het moet 100 % zijn. Het verschil is € 30,00."),
    ],
)
def test_shares_that_are_not_a_hundred_percent(shares: dict[int, int], severity: Severity, sentence: str) -> None:
    assert told(replace(GOOD, shares=shares)) == [(Code.SHARES_NOT_WHOLE, severity, f"Wonen (De Linde) {sentence}")]


def test_a_commitment_without_kpi_and_a_kpi_without_commitment() -> None:
    assert told(replace(GOOD, kpis=()), kpis=KPIS[:1]) == [
        (Code.COMMITMENT_WITHOUT_KPI, Severity.WARNING, "Wonen (De Linde) heeft geen KPI's. Er is € 300,00 toegezegd."),
        (Code.KPI_WITHOUT_COMMITMENT, Severity.NOTICE, "MZ-01 Maat 1 wordt gevraagd, maar hoort bij geen arrangement of subsidie."),
    ]


def test_a_kpi_is_known_by_its_code() -> None:
    found = checks((replace(GOOD, kpis=KPIS[1:]),), kpis=KPIS, budget_years=range(2021, 2027))
    assert [(each.subject_kind, each.subject_code, each.subject) for each in found] == [("kpi", "MZ-01", "Maat 1")]


def test_more_than_seven_steering_kpis_and_context_does_not_count() -> None:
    eighth = Kpi("MZ-08", "Maat 8")
    assert told(replace(GOOD, kpis=(*KPIS, replace(eighth, is_steering=False)))) == []
    sentence = "Wonen (De Linde) heeft 8 stuur-KPI's. Kies er hoogstens 7, de andere zijn context. Er is € 300,00 toegezegd."
    assert told(replace(GOOD, kpis=(*KPIS, eighth))) == [(Code.TOO_MANY_STEERING_KPIS, Severity.WARNING, sentence)]


def test_days_without_a_tariff_only_where_a_tariff_is_paid() -> None:
    short = replace(GOOD, tariffs=(Tariff(TariffUnit.NIGHT, 50_00, date(2025, 1, 1), date(2026, 11, 30)),))
    text = "heeft dagen zonder tarief. Van 1 december 2026 tot en met 31 december 2026 geldt geen tarief. Er is € 300,00 toegezegd."
    assert told(short) == [(Code.TARIFF_GAP, Severity.ALARM, f"Wonen (De Linde) {text}")]
    assert [code for code, _, _ in told(replace(GOOD, tariffs=()))] == [Code.TARIFF_GAP]
    assert told(replace(GOOD, tariffs=(), variant=None)) == told(replace(GOOD, tariffs=(), variant=Variant.TASK)) == []


def test_two_tariffs_on_a_day() -> None:
    both = (*GOOD.tariffs, Tariff(TariffUnit.NIGHT, 60_00, date(2026, 1, 1)))
    sentence = "Wonen (De Linde) heeft dagen met twee tarieven. Vanaf 1 januari 2026 gelden twee tarieven: € 50,00 en € 60,00."
    assert told(replace(GOOD, tariffs=both)) == [(Code.TARIFF_OVERLAP, Severity.ALARM, sentence)]


def test_alarms_come_first_over_all_commitments() -> None:
    found = told(replace(GOOD, kpis=()), replace(GOOD, id=2, name="Dag", tariffs=()), kpis=())
    assert [severity for _, severity, _ in found] == [Severity.ALARM, Severity.WARNING]


def matrix(*, parent: int, earmark: int, on_parent: int, on_earmark: int) -> list[tuple[Code, int, str]]:
    lines = [
        LineInYear(1, "mo", "MO", None, 1, parent, False, "", "", 1),
        LineInYear(2, "verward", "verward gedrag", 1, 1, earmark, False, "", "", 1),
    ]
    term = (date(2026, 1, 1), date(2026, 12, 31))
    commitment = CommitmentInYear(1, "T1", "Opvang", "subsidie", 7, "De Linde", *term, on_parent + on_earmark, 0, 1)
    paid = [AllocationInYear(1, line, cents, 1) for line, cents in ((1, on_parent), (2, on_earmark)) if cents]
    made = build_matrix(year=2026, lines=lines, commitments=[commitment], allocations=paid)
    return [(each.code, each.subject_id, each.sentence) for each in (*signals(made), *earmark_checks(made))]


def test_an_earmark_that_is_exceeded() -> None:
    assert matrix(parent=1000_00, earmark=430_00, on_parent=570_00, on_earmark=430_00) == []
    sentence = "Oormerk verward gedrag: in 2026 is € 430,01 vastgelegd. Dat is € 0,01 meer dan ervoor is bestemd."
    assert matrix(parent=1000_00, earmark=430_00, on_parent=500_00, on_earmark=430_01) == [(Code.EARMARK_EXCEEDED, 2, sentence)]


def test_earmarked_money_that_is_used_for_something_else() -> None:
    sentence = "Op MO is in 2026 € 570,01 buiten de oormerken vastgelegd. Daarvoor is € 570,00."
    assert matrix(parent=1000_00, earmark=430_00, on_parent=570_01, on_earmark=10_00) == [(Code.EARMARK_USED_ELSEWHERE, 1, sentence)]
    assert Code.EARMARK_USED_ELSEWHERE not in {code for code, _, _ in matrix(parent=1000_00, earmark=0, on_parent=1000_00, on_earmark=0)}
