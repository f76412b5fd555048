"""Recording what was agreed with an aanbieder: the agreement, and the arrangementen and subsidies."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from contracts.domain.commitment import NewCommitment, YearAmount, require_period, require_text
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from contracts.foundation.journal import record
from contracts.tables.agreement import Agreement, Commitment, CommitmentYear
from contracts.tables.organisation import Organisation
from contracts.tables.programme import CareForm
from contracts.tables.realisation import Realisation


def make_agreement(
    session: Session,
    *,
    provider_id: int,
    reference: str,
    name: str,
    starts_on: date,
    ends_on: date,
    note: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Record a raamovereenkomst with an aanbieder and return its id. Raises Refused."""
    reference = require_text("reference", reference, label="het kenmerk", limit=40)
    name = require_text("name", name, label="de naam", limit=160)
    require_period(starts_on, ends_on)
    _require_provider(session, provider_id)
    _require_unused(session, Agreement.reference == reference)
    made = Agreement(provider_id=provider_id, reference=reference, name=name, starts_on=starts_on, ends_on=ends_on, note=note.strip())
    session.add(made)
    session.flush()
    details = {"reference": reference, "provider_id": provider_id, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    record(session, by=by, at=at, action="overeenkomst gemaakt", object=f"agreement:{made.id}", details=details)
    return made.id


def make_commitment(session: Session, *, new: NewCommitment, by: Actor, at: datetime) -> int:
    """Record an arrangement or subsidie with its amount per year and return its id. Raises Refused."""
    new = new.checked()
    _require_provider(session, new.provider_id)
    _require_agreement(session, new.agreement_id, provider_id=new.provider_id, starts_on=new.starts_on)
    _require_care_form(session, new.care_form_code)
    _require_unused(session, Commitment.reference == new.reference)
    made = Commitment(
        provider_id=new.provider_id,
        agreement_id=new.agreement_id,
        kind=new.kind,
        reference=new.reference,
        name=new.name,
        care_form_code=new.care_form_code,
        variant=None if new.variant is None else new.variant.value,
        product_category=new.product_category,
        product_code=new.product_code,
        agreed_places=new.agreed_places,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
    )
    session.add(made)
    session.flush()
    session.add_all(_year(made.id, each) for each in new.years)
    session.add_all(_realised(made.id, each, by=by, at=at) for each in new.years if each.realised_cents)
    promised = {str(each.year): each.committed_cents for each in new.years}
    details = {"kind": new.kind, "reference": new.reference, "provider_id": new.provider_id, "committed_cents": promised}
    record(session, by=by, at=at, action=f"{new.kind} gemaakt", object=f"commitment:{made.id}", details=details)
    return made.id


def _year(commitment_id: int, amount: YearAmount) -> CommitmentYear:
    cents, realised = amount.committed_cents, amount.realised_cents
    return CommitmentYear(commitment_id=commitment_id, year=amount.year, committed_cents=cents, realised_cents=realised)


def _realised(commitment_id: int, amount: YearAmount, *, by: Actor, at: datetime) -> Realisation:
    """What was already spent when it was recorded: until which day is not known."""
    about = {"commitment_id": commitment_id, "year": amount.year, "first_on": date(amount.year, 1, 1), "at": at, "person_name": by.name}
    return Realisation(**about, amount_cents=amount.realised_cents, note="Bij het vastleggen opgegeven.")


def _require_provider(session: Session, provider_id: int) -> None:
    if session.scalar(select(Organisation.kind).where(Organisation.id == provider_id)) != "aanbieder":
        raise Refused("provider_id", "Kies een aanbieder uit de lijst.")


def _require_agreement(session: Session, agreement_id: int | None, *, provider_id: int, starts_on: date) -> None:
    """The agreement is with this aanbieder and ran when the commitment began; a call-off may outlast its frame."""
    if agreement_id is None:
        return
    asked = select(Agreement.starts_on, Agreement.ends_on).where(Agreement.id == agreement_id, Agreement.provider_id == provider_id)
    found = session.execute(asked).first()
    if found is None:
        raise Refused("agreement_id", "Kies een overeenkomst van deze aanbieder.")
    if not found.starts_on <= starts_on <= found.ends_on:
        raise Refused("starts_on", "De begindatum valt buiten de looptijd van de overeenkomst.")


def _require_care_form(session: Session, code: str | None) -> None:
    if code is not None and session.scalar(select(CareForm.code).where(CareForm.code == code)) is None:
        raise Refused("care_form_code", "Kies een vorm van ondersteuning uit de lijst.")


def _require_unused(session: Session, same: ColumnElement[bool]) -> None:
    """References are unique. The write lock keeps this true until the commit."""
    if session.scalar(select(same).where(same)):
        raise Refused("reference", "Dit kenmerk bestaat al. Kies een ander kenmerk.")
