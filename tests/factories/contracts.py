"""Rows of the ground floor for tests. Each function returns the id; what a test does not name gets a plain, valid value."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.base import Base
from contracts.tables.agreement import Agreement, Allocation, Commitment, CommitmentYear
from contracts.tables.budget import BudgetAmount, BudgetLine
from contracts.tables.organisation import Location, Municipality, Organisation
from contracts.tables.programme import CareForm, Pijler
from contracts.tables.realisation import Realisation
from contracts.tables.tariff import CommitmentTariff

_number = itertools.count(1)
YEAR = 2026


def _add(session: Session, row: Base) -> int:
    session.add(row)
    session.flush()
    return int(row.id)  # type: ignore[attr-defined]


def actor(name: str = "Bea Beheer", organisation_id: int | None = None) -> Actor:
    """A subsidiebeheerder of the centrumgemeente."""
    return Actor(person_id=None, name=name, organisation_id=organisation_id, organisation_name="Gemeente", origin="127.0.0.1")


def organisation(session: Session, *, name: str = "", kind: str = "aanbieder") -> int:
    """A fictitious organisation."""
    number = next(_number)
    made = Organisation(slug=f"org-{number}", name=name or f"Organisatie {number}", kind=kind, is_fictitious=True, source="test")
    return _add(session, made)


def care_form(session: Session, *, code: str = "beschermd-wonen") -> str:
    """A form of support, with its pijler."""
    session.add(Pijler(code=f"p-{code}"[:20], name="Maatzorg", position=1, aims="", source="test"))
    session.flush()
    made = CareForm(code=code, name="Beschermd wonen", pijler_code=f"p-{code}"[:20], position=1, counts_in_flow=True, has_places=True, source="test")
    session.add(made)
    session.flush()
    return code


def location(session: Session, *, provider_id: int, care_form_code: str, name: str = "Huis", places: int = 10) -> int:
    """A location in a municipality of its own."""
    code = f"{next(_number):04d}"[-4:]
    session.add(Municipality(code=code, name=f"Gemeente {code}", is_centre=False, source="test"))
    session.flush()
    return _add(session, Location(provider_id=provider_id, name=name, municipality_code=code, care_form_code=care_form_code, places=places))


def budget_line(session: Session, *, name: str = "", parent_id: int | None = None, amounts: dict[int, int | None] | None = None) -> int:
    """A budget line with its first amounts (year -> cents, None: n.v.t.)."""
    number = next(_number)
    made = _add(session, BudgetLine(code=f"regel-{number}", name=name or f"Regel {number}", parent_id=parent_id, position=number, source="test"))
    for year, cents in (amounts or {}).items():
        session.add(BudgetAmount(line_id=made, year=year, amount_cents=cents, note="" if cents is not None else "n.v.t.", source="test"))
    session.flush()
    return made


def agreement(session: Session, *, provider_id: int) -> int:
    """A raamovereenkomst that runs from 2022 to 2029."""
    number = next(_number)
    made = Agreement(
        provider_id=provider_id, reference=f"ROK-{number}", name=f"Overeenkomst {number}", starts_on=date(2022, 1, 1), ends_on=date(2029, 12, 31)
    )
    return _add(session, made)


def commitment(
    session: Session,
    *,
    provider_id: int,
    years: dict[int, int | tuple[int, int]],
    agreement_id: int | None = None,
    kind: str = "subsidie",
    name: str = "",
    ends_on: date | None = None,
) -> int:
    """A commitment with its years (year -> committed cents, or committed and realised)."""
    number = next(_number)
    made = _add(
        session,
        Commitment(
            provider_id=provider_id,
            agreement_id=agreement_id,
            kind=kind,
            reference=f"T-{number:05d}",
            name=name or f"Toezegging {number}",
            starts_on=date(min(years), 1, 1),
            ends_on=ends_on or date(max(years), 12, 31),
        ),
    )
    for year, amount in years.items():
        committed, realised = amount if isinstance(amount, tuple) else (amount, 0)
        session.add(CommitmentYear(commitment_id=made, year=year, committed_cents=committed, realised_cents=realised))
        if realised:
            realisation(session, commitment_id=made, amount_cents=realised, first_on=date(year, 1, 1), last_on=None)
    session.flush()
    return made


def realisation(session: Session, *, commitment_id: int, amount_cents: int, first_on: date, last_on: date | None) -> int:
    """What was spent over some days. The year's sum is the caller's (or `contracts.actions.realised.recount`)."""
    about = {"commitment_id": commitment_id, "year": first_on.year, "first_on": first_on, "last_on": last_on}
    return _add(session, Realisation(**about, amount_cents=amount_cents, at=datetime(first_on.year, 1, 2, tzinfo=UTC), person_name="Bea Beheer"))


def tariff(session: Session, *, commitment_id: int, cents: int, valid_from: date, valid_until: date | None = None, unit: str = "etmaal") -> int:
    """The price of a unit."""
    about = {"commitment_id": commitment_id, "valid_from": valid_from, "valid_to": valid_until, "unit": unit}
    return _add(session, CommitmentTariff(**about, tariff_cents=cents, made_at=datetime(2024, 1, 2, tzinfo=UTC), made_by="Bea Beheer"))


def allocation(session: Session, *, commitment_id: int, line_id: int, amount_cents: int, year: int = YEAR) -> int:
    """The part of a commitment's year that a line pays."""
    return _add(session, Allocation(commitment_id=commitment_id, budget_line_id=line_id, year=year, amount_cents=amount_cents))
