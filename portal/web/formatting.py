"""Numbers, money and moments as the Dutch write them. Each is a template filter and a plain function."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from flask import Flask

from contracts.foundation.period import AMSTERDAM, MONTHS, day_in_words, last_day
from kpi.domain.reporting_period import label_of, short_label_of

NOTHING = "–"
_QUARTER = re.compile(r"\b(\d{4})-K([1-4])\b")


@lru_cache(maxsize=4096)
def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """ "1.234,5"; a dash for nothing: empty is not zero."""
    if value is None:
        return NOTHING
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded:,}".translate(_SWAP)


_SWAP = str.maketrans(",.", ".,")


@lru_cache(maxsize=4096)
def figure(value: Decimal | None, unit: str, decimals: int = 0) -> str:
    """A figure with its unit: "61,3 %", "42 dagen", "12"."""
    if value is None:
        return NOTHING
    if unit == "%":
        return f"{number(value, 1)} %"
    return _with_unit(number(value, decimals), unit, value)


SINGULAR = {"personen": "persoon", "dagen": "dag", "plekken": "plek", "meldingen": "melding", "woningen": "woning", "cliënten": "cliënt"}


def _with_unit(text: str, unit: str, value: Decimal) -> str:
    if unit in ("aantal", "cijfer", ""):
        return text
    return f"{text} {SINGULAR.get(unit, unit) if value == 1 else unit}"


def bound(value: Decimal | None, unit: str) -> str:
    """The bound of a norm, without decimals that say nothing: "100 %", "42 dagen", "7,5"."""
    if value is None:
        return NOTHING
    return _with_unit(f"{value.normalize():f}".replace(".", ","), unit, value)


def with_quarters(sentence: str) -> str:
    """A stored sentence with its quarters as people write them: "K3 2026" for "2026-K3"."""
    return _QUARTER.sub(r"K\2 \1", sentence)


@lru_cache(maxsize=4096)
def typed(value: Decimal | None) -> str:
    """A figure as it stands in an input: a decimal comma, no thousands points."""
    return "" if value is None else f"{value:f}".replace(".", ",")


@lru_cache(maxsize=4096)
def euros(cents: int | None, *, whole: bool = False) -> str:
    """ "€ 1.234,56"; with `whole` no cents, for tables whose amounts are all whole euros."""
    if cents is None:
        return NOTHING
    sign = "-" if cents < 0 else ""
    size = abs(cents)
    text = f"{size // 100:,}".translate(_SWAP)
    return f"{sign}€ {text}" if whole and size % 100 == 0 else f"{sign}€ {text},{size % 100:02d}"


def day(value: date) -> str:
    """ "22 november 2026"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """ "zondag 22 november 2026"."""
    return day_in_words(value)


def moment(value: datetime) -> str:
    """ "22 november 2026 om 14:03", in Amsterdam."""
    local = value.astimezone(AMSTERDAM)
    return f"{day(local.date())} om {local:%H:%M}"


def clock_time(value: datetime) -> str:
    """ "14:03", in Amsterdam."""
    local = value.astimezone(AMSTERDAM)
    return f"{local.hour:02}:{local.minute:02}"  # strftime takes five times as long, and a grid asks this per row


def when_saved(value: datetime, today: date) -> str:
    """ "14:03" for today, else "10 november": what somebody needs to know that their work is kept."""
    local = value.astimezone(AMSTERDAM)
    if local.date() != today:
        return f"{local.day} {MONTHS[local.month - 1]}"
    return f"{local.hour:02}:{local.minute:02}"


def quarter(code: str) -> str:
    """ "3e kwartaal 2026" for "2026-K3", "Jaar 2026" for "2026-J"."""
    return label_of(code)


@lru_cache(maxsize=256)
def short_quarter(code: str) -> str:
    """ "K3 2026" for "2026-K3", "Extra 1 2026" for "2026-V1"."""
    return short_label_of(code)


def in_days(days: int) -> str:
    """ "vandaag", "morgen", "over 5 dagen", "3 dagen te laat"."""
    if days < 0:
        return f"{-days} {'dag' if days == -1 else 'dagen'} te laat"
    return {0: "vandaag", 1: "morgen"}.get(days, f"over {days} dagen")


FILTERS = {
    "number": number,
    "figure": figure,
    "typed": typed,
    "euros": euros,
    "day": day,
    "weekday": weekday,
    "last_day": last_day,
    "moment": moment,
    "clock_time": clock_time,
    "quarter": quarter,
    "short_quarter": short_quarter,
    "in_days": in_days,
    "with_quarters": with_quarters,
}


def bind(app: Flask) -> None:
    """Register the filters."""
    app.jinja_env.filters.update(FILTERS)
