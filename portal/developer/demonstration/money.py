"""The money of the demonstration: agreements and commitments, a begroting for the years that the sources do not cover, and its division."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from contracts.actions.agreements import make_agreement, make_commitment
from contracts.actions.allocations import set_allocation
from contracts.actions.division import divide_year
from contracts.domain.commitment import NewCommitment, YearAmount
from contracts.domain.division import DECIMALS, SHARES, NewDivision
from contracts.domain.splits import percent_text, shares_of
from contracts.foundation.money import format_euros
from contracts.foundation.period import AMSTERDAM
from contracts.queries.budget import lines, years
from portal.developer.demonstration.agreed import terms_of
from portal.developer.demonstration.begroting import copied
from portal.developer.demonstration.story import Story
from portal.developer.demonstration.troupe import Troupe

FIRST_YEAR, AGREED_UNTIL = 2022, date(2027, 12, 31)
STEP = 25  # thousandths of the current year's amount that each earlier year is lower
ROUNDED = 100_000  # amounts are promised in whole thousands of euros, in cents
FILE = Path(__file__).with_name("money.toml")


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment that was made, with who pays it: budget line's code -> share."""

    commitment_id: int
    years: tuple[YearAmount, ...]
    shares: Mapping[str, int]
    unallocated_cents: int


def agreed(session: Session, *, troupe: Troupe, at: datetime, now: datetime) -> list[Promise]:
    """Record everything that was agreed before the first report, looking back to 2022. `now` is where the current year stands."""
    promises: list[Promise] = []
    starts_on = date(FIRST_YEAR, 1, 1)
    for told in tomllib.loads(FILE.read_text("utf-8"))["agreement"]:
        provider_id = troupe.organisations[told["provider"]].id
        about = {"provider_id": provider_id, "reference": told["reference"], "name": told["name"], "note": "Verzonnen voor de demonstratie."}
        agreement_id = make_agreement(session, starts_on=starts_on, ends_on=AGREED_UNTIL, by=troupe.manager, at=at, **about)
        under = {"provider_id": provider_id, "agreement_id": agreement_id}
        lasting = [record for record in told["commitment"] if not record.get("yearly")]  # the others: subsidies.py
        promises += [_promise(session, record, troupe=troupe, at=at, now=now, **under) for record in lasting]
    return promises


def _promise(
    session: Session, record: dict[str, Any], *, provider_id: int, agreement_id: int, troupe: Troupe, at: datetime, now: datetime
) -> Promise:
    today = now.astimezone(AMSTERDAM).date()
    amounts = tuple(year_amount(record, year, today) for year in range(FIRST_YEAR, today.year + 1))
    new = NewCommitment(
        provider_id=provider_id,
        agreement_id=agreement_id,
        kind=record["kind"],
        reference=record["reference"],
        name=record["name"],
        care_form_code=record.get("care_form"),
        starts_on=date(FIRST_YEAR, 1, 1),
        ends_on=date(today.year, 12, 31),
        years=amounts,
        **terms_of(record["reference"]),
    )
    by = troupe.subsidy_manager if record["kind"] == "subsidie" else troupe.manager
    commitment_id = make_commitment(session, new=new, by=by, at=at)
    return Promise(commitment_id, amounts, record["shares"], record.get("unallocated", 0) * 100)


def year_amount(record: dict[str, Any], year: int, today: date) -> YearAmount:
    """What was promised for a year. What was spent of it comes in by files (`spent`)."""
    lower = max(0, 1000 - STEP * (today.year - year))
    return YearAmount(year, record["euros"] * 100 * lower // 1000 // ROUNDED * ROUNDED)


def divided(session: Session, promises: Sequence[Promise], *, troupe: Troupe, begin: datetime, now: datetime) -> Story:
    """Each year, in November of the year before (or at the start): the begroting is there, and every promise is divided over its lines."""
    printed, this_year = years(session).budgeted[-1], now.astimezone(AMSTERDAM).year
    for year in range(FIRST_YEAR, this_year + 1):
        at = yield max(begin, datetime(year - 1, 11, 16, 9, tzinfo=UTC))
        if year > printed:
            copied(session, year=year, printed=printed, by=troupe.subsidy_manager, at=at)
        for promise in promises:
            _divide(session, promise, year=year, is_current=year == this_year, troupe=troupe, at=at)


def _divide(session: Session, promise: Promise, *, year: int, is_current: bool, troupe: Troupe, at: datetime) -> None:
    """Over its lines to the cent; in the current year one promise keeps a small part undivided, for somebody to notice."""
    ids = {line.code: line.id for line in lines(session, year=year)}
    about: dict[str, Any] = {"commitment_id": promise.commitment_id, "year": year, "by": troupe.subsidy_manager, "at": at}
    if is_current and promise.unallocated_cents:
        (code,) = promise.shares
        committed = next(amount.committed_cents for amount in promise.years if amount.year == year)
        text = format_euros(committed - promise.unallocated_cents)
        set_allocation(session, budget_line_id=ids[code], amount_text=text, version=0, **about)
    else:
        shares = shares_of({ids[code]: share for code, share in promise.shares.items()}, decimals=DECIMALS)
        new = NewDivision(SHARES, {line: percent_text(share, decimals=DECIMALS) for line, share in shares.items()})
        divide_year(session, new=new, version=1, **about)
