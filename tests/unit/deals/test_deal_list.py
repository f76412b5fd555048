"""The list of agreements begins with what must be decided or ends, the first one first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from contracts.domain.options import Option
from contracts.domain.terms import Unit
from contracts.queries.deals import Deal, Frame, ProviderDeals
from portal.management.deal_list_page import MOST_NEAR, Near, coming, deal_list_page

TODAY = date(2026, 11, 22)
YEAR = Option(1, Unit.YEARS, 6, Unit.MONTHS)
FRAME = Frame(3, 1, "De Linde", "RO-1", "Raam", date(2024, 1, 1), date(2027, 12, 31), date(2027, 12, 31), (YEAR, YEAR))
BOUGHT = Deal(7, 3, 1, "De Linde", "arrangement", "ARR-1", "Wonen", date(2024, 1, 1), date(2026, 12, 31), "taakgericht", 100_00, 40_00)
GRANTED = Deal(8, None, 1, "De Linde", "subsidie", "SUB-1", "Opvang", date(2024, 1, 1), date(2026, 12, 31), None, None, None)


def of(*deals: Deal, frames: tuple[Frame, ...] = ()) -> list[ProviderDeals]:
    return [ProviderDeals(1, "De Linde", frames, deals)]


def told(found: list[Near]) -> list[tuple[date, str, str]]:
    return [(each.on_day, each.href, each.sentence) for each in found]


def test_an_option_is_told_with_its_last_day() -> None:
    (near,) = coming(of(frames=(FRAME,)), TODAY)
    assert near.on_day == date(2027, 6, 30) and near.href == "/beheer/overeenkomsten/raam/3"
    assert near.sentence == "Beslis uiterlijk op 30 juni 2027 over verlenging 1: nog 220 dagen." and near.tone == "actie"
    (urgent,) = coming(of(frames=(FRAME,)), date(2027, 5, 1))
    assert urgent.tone == "aandacht"


@pytest.mark.parametrize("today", [date(2026, 6, 29), date(2027, 12, 31) + timedelta(days=1)])
def test_what_is_far_off_or_over_is_not_told(today: date) -> None:
    assert coming(of(frames=(FRAME,)), today) == []


def test_after_the_last_option_the_end_itself_comes_near() -> None:
    used = replace(FRAME, options=(replace(YEAR, used_on=date(2027, 1, 1)),), ends_on=date(2028, 12, 31))
    assert told(coming(of(frames=(used,)), date(2028, 12, 30))) == [
        (date(2028, 12, 31), "/beheer/overeenkomsten/raam/3", "De raamovereenkomst eindigt op 31 december 2028: nog 1 dag.")
    ]


def test_what_ends_on_one_day_is_one_line() -> None:
    assert told(coming(of(BOUGHT), TODAY)) == [
        (date(2026, 12, 31), "/beheer/overeenkomsten/7", "Arrangement ARR-1 van De Linde eindigt op 31 december 2026: nog 39 dagen.")
    ]
    (both,) = coming(of(BOUGHT, GRANTED, replace(BOUGHT, id=9)), TODAY)
    assert (both.href, both.sentence) == ("#aanbieder-1", "2 arrangementen en 1 subsidie eindigen op 31 december 2026: nog 39 dagen.")


def test_the_page_adds_up_and_does_not_show_more_than_a_few_points() -> None:
    many = [replace(BOUGHT, id=number, ends_on=TODAY + timedelta(days=number)) for number in range(1, 12)]
    page = deal_list_page(of(*many, GRANTED, frames=(FRAME,)), year=2026, years=(2024, 2025), today=TODAY)
    assert len(page.near) == MOST_NEAR and page.more.startswith("En nog 5 punten daarna") and page.years == (2024, 2025, 2026)
    assert page.lead == "Het eerste punt is op 23 november 2026, over 1 dag."
    (provider,) = page.providers
    assert (provider.committed, provider.realised) == ("€ 1.100,00", "€ 440,00")
    assert (provider.deals[0].kind, provider.deals[-1].committed) == ("arrangement, taakgericht", "–")
    assert provider.frames[0].told.startswith("RO-1, loopt tot en met 31 december 2027. Beslis uiterlijk op 30 juni 2027")


def test_a_quiet_year_says_so() -> None:
    assert deal_list_page([], year=2026, years=(), today=TODAY).lead.startswith("Er is de komende tijd niets te beslissen.")
