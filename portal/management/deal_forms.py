"""The forms of agreements and arrangementen. They hold what was typed, and read it into what the actions take; a mistake is Refused at its field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from wtforms import Form, RadioField, SelectChoice, SelectField, StringField, TextAreaField

from contracts.domain.allocation import read_amount
from contracts.domain.amending import CommitmentChange, FrameChange
from contracts.domain.amendment import CommitmentTerms, FrameTerms
from contracts.domain.commitment import ARRANGEMENT, NewCommitment, YearAmount
from contracts.domain.options import Option
from contracts.domain.terms import Unit
from contracts.domain.variant import Variant
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros
from portal.management.desk import whole
from portal.web.days import typed_day
from portal.web.formatting import typed

AMOUNT = "amount_"
_PLACES = re.compile(r"[0-9]{1,6}(?:,[0-9]{1,3})?")
VARIANTS = [SelectChoice("", "Nog niet bepaald"), *(SelectChoice(each.value, each.value.capitalize()) for each in Variant)]
UNITS = [SelectChoice(each.value, each.value) for each in Unit]


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class NewAgreementForm(Form):  # type: ignore[misc]
    """A raamovereenkomst."""

    provider_id = SelectField("Aanbieder", validate_choice=False)
    reference = StringField("Kenmerk", filters=[_or_nothing])
    name = StringField("Naam", filters=[_or_nothing])
    starts_on = StringField("Eerste dag", filters=[_or_nothing])
    ends_on = StringField("Laatste dag, zonder verlengingen", filters=[_or_nothing])
    note = TextAreaField("Opmerking", filters=[_or_nothing])

    def told(self) -> dict[str, object]:
        """For the action."""
        days = {"starts_on": day_of(self, "starts_on"), "ends_on": day_of(self, "ends_on")}
        return {
            "provider_id": whole(self.provider_id.data or ""),
            "reference": self.reference.data,
            "name": self.name.data,
            "note": self.note.data,
        } | days


class TermsForm(Form):  # type: ignore[misc]
    """What an arrangement is: the terms that a new one and an amendment share. Amounts per year are added by `with_years`."""

    name = StringField("Naam", filters=[_or_nothing])
    variant = RadioField("Uitvoeringsvariant", choices=VARIANTS, default="", validate_choice=False)
    product_category = StringField("Productcategorie", filters=[_or_nothing])
    product_code = StringField("Productcode", filters=[_or_nothing])
    agreed_places = StringField("Afgesproken plekken", filters=[_or_nothing])
    starts_on = StringField("Eerste dag", filters=[_or_nothing])
    ends_on = StringField("Laatste dag", filters=[_or_nothing])

    def amounts(self) -> dict[int, int]:
        """The typed amounts in cents; an empty field is no amount."""
        return {year: read_amount(field.data, field=f"{AMOUNT}{year}") for year, field in amount_fields(self) if field.data.strip()}

    def variant_told(self) -> Variant | None:
        """The chosen one. Raises Refused for what is none."""
        if not self.variant.data:
            return None
        if self.variant.data not in {each.value for each in Variant}:
            raise Refused("variant", "Kies een uitvoeringsvariant uit de lijst.")
        return Variant(self.variant.data)

    def places_told(self) -> Decimal | None:
        """The number, or None when nothing was agreed."""
        text = self.agreed_places.data.strip()
        if text and _PLACES.fullmatch(text) is None:
            raise Refused("agreed_places", "Vul een aantal in zoals 24 of 24,5, of laat het leeg.")
        return Decimal(text.replace(",", ".")) if text else None


class NewArrangementForm(TermsForm):
    """An arrangement under a raamovereenkomst."""

    reference = StringField("Kenmerk", filters=[_or_nothing])
    care_form_code = SelectField("Vorm van ondersteuning", validate_choice=False)

    def told(self, *, provider_id: int, agreement_id: int) -> NewCommitment:
        """For the action."""
        return NewCommitment(
            provider_id=provider_id,
            agreement_id=agreement_id,
            kind=ARRANGEMENT,
            reference=self.reference.data,
            name=self.name.data,
            care_form_code=self.care_form_code.data or None,
            starts_on=day_of(self, "starts_on"),
            ends_on=day_of(self, "ends_on"),
            years=tuple(YearAmount(year, cents) for year, cents in self.amounts().items()),
            variant=self.variant_told(),
            product_category=self.product_category.data,
            product_code=self.product_code.data,
            agreed_places=self.places_told(),
        )


class AmendForm(TermsForm):
    """New terms of an arrangement or subsidie, from which day, and why."""

    effective_on = StringField("Gaat in op", filters=[_or_nothing])
    reason = TextAreaField("Waarom verandert dit?", filters=[_or_nothing])

    def told(self, terms: CommitmentTerms, *, follows_events: bool) -> CommitmentChange:
        """For the action. What the form does not ask (of a subsidie) stays as it is."""
        bought = terms.kind == ARRANGEMENT
        stays = {year: cents for year, cents in terms.years.items() if terms.starts_on.year <= year <= terms.ends_on.year}
        return CommitmentChange(
            name=self.name.data,
            starts_on=terms.starts_on if follows_events else day_of(self, "starts_on"),
            ends_on=terms.ends_on if follows_events else day_of(self, "ends_on"),
            variant=self.variant_told() if bought else terms.variant,
            product_category=self.product_category.data if bought else terms.product_category,
            product_code=self.product_code.data if bought else terms.product_code,
            agreed_places=self.places_told() if bought else terms.agreed_places,
            years=stays if follows_events else self.amounts(),
        )


class FrameAmendForm(Form):  # type: ignore[misc]
    """New terms of a raamovereenkomst, from which day, and why."""

    name = StringField("Naam", filters=[_or_nothing])
    starts_on = StringField("Eerste dag", filters=[_or_nothing])
    base_ends_on = StringField("Laatste dag, zonder verlengingen", filters=[_or_nothing])
    note = TextAreaField("Opmerking", filters=[_or_nothing])
    effective_on = StringField("Gaat in op", filters=[_or_nothing])
    reason = TextAreaField("Waarom verandert dit?", filters=[_or_nothing])

    def told(self) -> FrameChange:
        """For the action."""
        return FrameChange(self.name.data, day_of(self, "starts_on"), day_of(self, "base_ends_on"), self.note.data)


class OptionForm(Form):  # type: ignore[misc]
    """One more option to extend."""

    length = StringField("Verlengen met", id="optie-lengte", filters=[_or_nothing])
    length_unit = SelectField("Eenheid van de verlenging", id="optie-eenheid", choices=UNITS, default=Unit.YEARS.value, validate_choice=False)
    notice = StringField("Beslissen voor het einde", id="optie-termijn", filters=[_or_nothing])
    notice_unit = SelectField("Eenheid van de termijn", id="optie-termijn-eenheid", choices=UNITS, default=Unit.MONTHS.value, validate_choice=False)
    reason = TextAreaField("Waar staat dit?", id="optie-reden", filters=[_or_nothing])

    def told(self) -> Option:
        """For the action."""
        return Option(whole(self.length.data.strip()), _unit(self, "length_unit"), whole(self.notice.data.strip()), _unit(self, "notice_unit"))


class UseOptionForm(Form):  # type: ignore[misc]
    """Why the agreement is extended."""

    reason = TextAreaField("Waarom verlengt u?", id="verleng-reden", filters=[_or_nothing])


def with_years(kind: type[TermsForm], years: Iterable[int]) -> type[TermsForm]:
    """The same form with an amount for each of these years."""
    return type(kind.__name__, (kind,), {f"{AMOUNT}{year}": StringField(f"Bedrag in {year}", filters=[_or_nothing]) for year in years})


def amount_fields(form: Form) -> list[tuple[int, StringField]]:
    """The amounts of a form by year."""
    return sorted((int(field.name.removeprefix(AMOUNT)), field) for field in form if field.name.startswith(AMOUNT))


def shown_terms(terms: CommitmentTerms) -> Mapping[str, str]:
    """An arrangement or subsidie as it stands in the fields. A year outside the period without money is empty: it is no term."""
    runs = range(terms.starts_on.year, terms.ends_on.year + 1)
    amounts = {f"{AMOUNT}{year}": format_euros(cents).removeprefix("€ ") for year, cents in terms.years.items() if cents or year in runs}
    return amounts | {
        "name": terms.name,
        "variant": "" if terms.variant is None else terms.variant.value,
        "product_category": terms.product_category,
        "product_code": terms.product_code,
        "agreed_places": typed(terms.agreed_places),
        "starts_on": terms.starts_on.isoformat(),
        "ends_on": terms.ends_on.isoformat(),
    }


def shown_frame(terms: FrameTerms) -> Mapping[str, str]:
    """A raamovereenkomst as it stands in the fields."""
    days = {"starts_on": terms.starts_on.isoformat(), "base_ends_on": terms.base_ends_on.isoformat()}
    return {"name": terms.name, "note": terms.note} | days


def day_of(form: Form, name: str) -> date:
    """The day in a field. Raises Refused for what is no day."""
    day = typed_day(form[name].data)
    if day is None:
        raise Refused(name, "Vul een datum in.")
    return day


def _unit(form: Form, name: str) -> Unit:
    if form[name].data not in {each.value for each in Unit}:
        raise Refused(name, "Kies een eenheid uit de lijst.")
    return Unit(form[name].data)
