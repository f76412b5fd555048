"""What a report is about: its code, its name on screens, and what it is compared with."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.foundation.period import Quarter
from kpi.domain import reporting_period as periods


def test_three_kinds_with_their_names() -> None:
    quarter, year = periods.of_quarter(Quarter(2026, 3)), periods.of_year(2026)
    request = periods.of_request(date(2026, 8, 31), "A", "Wachtlijst")
    assert [(one.kind, one.code, one.label, one.year) for one in (quarter, year, request)] == [
        ("kwartaal", "2026-K3", "3e kwartaal 2026", 2026),
        ("jaar", "2026-J", "Jaar 2026", 2026),
        ("vrij", "2026-VA", "Wachtlijst", 2026),
    ]
    assert [(one.starts_on, one.ends_on) for one in (year, request)] == [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 7, 1), date(2026, 8, 31)),
    ]
    assert [periods.kind_of(one.code) for one in (quarter, year, request)] == list(periods.KINDS)
    assert all(len(f"2026-V{serial}") == 7 and periods.kind_of(f"2026-V{serial}") == "vrij" for serial in periods.SERIALS)


def test_without_its_title_a_request_still_has_a_name() -> None:
    assert periods.label_of("2026-V2") == "Extra rapportage 2 van 2026"
    assert [periods.short_label_of(code) for code in ("2026-K3", "2026-J", "2026-V2")] == ["K3 2026", "Jaar 2026", "Extra 2 2026"]


def test_only_quarters_are_compared_with_quarters() -> None:
    assert (periods.before("2026-K1"), periods.before("2026-K1", 4)) == ("2025-K4", "2025-K1")
    assert (periods.before("2026-J"), periods.before("2026-V1")) == ("", "")


@pytest.mark.parametrize("code", ["", "2026", "2026-K5", "2026-k3", "2026-V0", "2026-V12", "2026-JJ", "26-J", "2026-K3\n"])
def test_anything_else_is_no_period(code: str) -> None:
    with pytest.raises(ValueError, match="not a reporting period"):
        periods.kind_of(code)
