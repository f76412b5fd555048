"""One realised amount by hand, and letting one count no more: the forms and their pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session
from wtforms import Form, SelectField, StringField, TextAreaField

from contracts.domain.realisation_rows import KnownContract
from contracts.queries.realised import find_realised
from portal.web.formatting import day, euros


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class AmountForm(Form):  # type: ignore[misc]
    """What was realised of one contract over some days."""

    reference = SelectField("Contract", validate_choice=False, filters=[_or_nothing])
    first_on = StringField("Eerste dag", filters=[_or_nothing])
    last_on = StringField("Laatste dag", filters=[_or_nothing])
    amount = StringField("Bedrag in euro's", filters=[_or_nothing])
    units = StringField("Aantal eenheden", filters=[_or_nothing])
    note = StringField("Opmerking", filters=[_or_nothing])


class WithdrawForm(Form):  # type: ignore[misc]
    """Why an amount counts no more."""

    reason = TextAreaField("Waarom telt dit bedrag niet meer?", filters=[_or_nothing])


@dataclass(frozen=True, slots=True)
class AmountPage:
    """One amount by hand."""

    has_errors: bool
    title: str = "Vul een gerealiseerd bedrag in"
    lead: str = "U ziet eerst wat er verandert. Daarna kiest u pas."


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """One amount that may count no more."""

    id: int
    commitment_id: int
    kicker: str
    lead: str
    has_errors: bool
    title: str = "Trek een bedrag in"


def contract_choices(found: Iterable[KnownContract]) -> list[tuple[str, str]]:
    """All contracts that are not paid by the events of a subsidie."""
    asked = sorted((each.reference, f"{each.reference}, {each.name}") for each in found if not each.by_events)
    return [("", "Kies een contract"), *asked]


def amount_page(form: AmountForm) -> AmountPage:
    """The page around the form."""
    return AmountPage(bool(form.errors))


def withdraw_page(session: Session, realisation_id: int, form: WithdrawForm) -> WithdrawPage:
    """The amount in words. Raises NotFound."""
    found = find_realised(session, realisation_id=realisation_id)
    until = "een onbekende dag" if found.last_on is None else day(found.last_on)
    lead = f"{euros(found.amount_cents)} over {day(found.first_on)} tot en met {until} telt dan niet meer mee in {found.year}."
    return WithdrawPage(found.id, found.commitment_id, f"Ingelezen door {found.person_name}", lead, bool(form.errors))
