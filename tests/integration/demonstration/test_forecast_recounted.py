"""The forecast of every arrangement of the demonstration, counted again from nothing but the words on its page: to the cent."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation import database
from contracts.foundation.period import MONTHS
from contracts.queries.tariffs import tariffs_of
from contracts.tables.agreement import Commitment
from contracts.tables.realisation import Realisation
from contracts.tables.tariff import CommitmentTariff, TariffStep
from kpi.queries.forecast_sources import forecast_sources
from portal.web.forecast_words import ForecastWords, forecast_words
from tests.support.expected import expected_of
from tests.support.figures import measured

TODAY, ONE_DAY = date(2026, 11, 22), timedelta(days=1)
UNITS = ("etmaal", "dag", "week", "maand")
PER_DAYS = {"etmalen": 1, "dagen": 1, "weken": 7}


def number(text: str) -> Fraction:
    """ "1.234,5" or "13 1/7" """
    whole, _, part = text.strip().replace(".", "").replace(",", ".").partition(" ")
    return Fraction(whole) + (Fraction(part) if part else 0)


def cents(text: str) -> int:
    """ "€ 1.234,56" """
    found = re.fullmatch(r"€ ([0-9.]+),([0-9]{2})", text)
    assert found is not None, text
    return int(found[1].replace(".", "")) * 100 + int(found[2])


def days(text: str) -> list[date]:
    """Every day of "1 oktober 2026 tot en met 9 november 2026"."""
    first, last = (date(int(year), MONTHS.index(month) + 1, int(day)) for day, month, year in re.findall(r"(\d+) (\w+) (\d{4})", text))
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]


def units(told: list[date], unit: str) -> Fraction:
    """Counted day by day, and a day of a month as its part of that month."""
    if unit == "maanden":
        return sum(
            (Fraction(1, (date(day.year + day.month // 12, day.month % 12 + 1, 1) - date(day.year, day.month, 1)).days) for day in told), Fraction(0)
        )
    return Fraction(len(told), PER_DAYS[unit])


def recounted(words: ForecastWords, agreed: str) -> int:
    """The sum in cents, from the words alone. With a staffel each unit is paid in its own bracket."""
    reported = {row.quarter: number(row.places) for row in words.reported}
    total = Fraction(sum(cents(row.amount) for row in words.realised))
    before = sum((number(row.units) for row in words.realised if row.units), Fraction(0))
    steps = [tuple(map(number, re.findall(r"[0-9.,]+", sentence)[:2])) for sentence in words.steps]
    covered: list[date] = []
    for part in words.parts:
        told = days(part.days)
        covered += told
        if part.tariff == "geen tarief":
            continue
        count, unit = part.units.rsplit(" ", 1)
        places = min(reported[part.reported], number(agreed)) if agreed else reported[part.reported]
        assert (number(count), number(part.places)) == (units(told, unit), places), part
        for lower, upper, percent in brackets(steps):
            inside = max(Fraction(0), min(before + places * number(count), upper) - max(before, lower))
            total += inside * cents(part.tariff) * percent / 100
        before += places * number(count)
    assert covered == [covered[0] + number * ONE_DAY for number in range(len(covered))] and covered[-1] == date(2026, 12, 31)
    return int(total + Fraction(1, 2))


def brackets(steps: list[tuple[Fraction, ...]]) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Lower bound, upper bound and percentage."""
    bounds = [Fraction(0), *(step[0] for step in steps), Fraction(10**12)]
    return list(zip(bounds, bounds[1:], [Fraction(100), *(step[1] for step in steps)], strict=False))


def _with_tariffs(session: Session) -> list[int]:
    """Every arrangement has a tariff, some of a unit that does not divide evenly, one with steps. Never committed."""
    database.begin_writing(session)
    made = {"made_at": datetime(2022, 1, 1, tzinfo=UTC), "made_by": "test"}
    found = list(session.scalars(select(Commitment.id).where(Commitment.kind == "arrangement").order_by(Commitment.id)))
    known = tariffs_of(session, commitment_ids=found)
    for place, commitment_id in enumerate(found):
        if commitment_id not in known:
            about = {"commitment_id": commitment_id, "unit": UNITS[place % 4], **made}
            session.add(CommitmentTariff(tariff_cents=10_133 + place, valid_from=date(2022, 1, 1), valid_to=date(2026, 11, 9), **about))
            session.add(CommitmentTariff(tariff_cents=10_477 + place, valid_from=date(2026, 11, 10), **about))
    session.add_all(
        (
            TariffStep(commitment_id=found[0], above_units=700, thousandths=85_500),
            TariffStep(commitment_id=found[0], above_units=900, thousandths=60_000),
        )
    )
    for row in session.scalars(
        select(Realisation).where(Realisation.commitment_id == found[0], Realisation.year == 2026, Realisation.replaced_at.is_(None))
    ):
        row.units = Decimal(200)
    session.flush()
    return found


def test_every_forecast_is_recounted_from_its_page(session: Session) -> None:
    asked, counted, off = _with_tariffs(session), 0, []
    everywhere = expected_of(session, year=2026, today=TODAY)
    for commitment_id in asked:
        found = forecast_sources(session, commitment_id=commitment_id, year=2026, today=TODAY, provider_id=None)
        words = forecast_words(found)
        assert everywhere[commitment_id] == found.outlook.expected
        if words.is_forecast:
            counted += 1
            again, told = recounted(words, words.places_limit), found.outlook.expected.expected_cents
            assert cents(words.total[-1][1]) == told and cents(words.total[0][1]) == sum(cents(row.amount) for row in words.realised)
            off += [] if again == told else [(commitment_id, again, told)]
    measured("forecasts of the demonstration recounted from their page", counted)
    measured("forecasts of the demonstration that were cents off", len(off))
    assert off == [] and counted >= 10
