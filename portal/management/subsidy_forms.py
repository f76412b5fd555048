"""The forms of subsidies: only the fields that this kind of event needs, with what was typed. What may be said is decided by the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, Form, RadioField, SelectField, StringField, TextAreaField

from contracts.actions.subsidies import NewApplication
from contracts.actions.subsidy_start import EarlierCourse
from contracts.domain.allocation import read_amount
from contracts.domain.subsidy import needs
from contracts.domain.subsidy.course import Recorded
from contracts.domain.subsidy.events import Event, Kind
from contracts.foundation.errors import Refused
from portal.management.desk import whole
from portal.web.days import typed_day

NO_DAY = "Vul een datum in, bijvoorbeeld 30-11-2026."
NOT_A_DAY = "Dit is geen datum. Vul bijvoorbeeld 30-11-2026 in, of laat dit leeg."
BOOK_YEAR = "De subsidie geldt per boekjaar (Awb afdeling 4.2.8)"
EX_OFFICIO = "De gemeente stelt vast zonder aanvraag (Awb 4:47)"


def _or_nothing(text: str | None) -> str:
    return text or ""


def _text(label: str) -> Any:
    return StringField(label, filters=[_or_nothing])


class EventForm(Form):  # type: ignore[misc]
    """One event; `event_form` leaves out what its kind does not need."""

    on = _text("Datum")
    amount = _text("Bedrag in euro's")
    starts_on = _text("Begindatum")
    ends_on = _text("Einddatum")
    until_on = _text("Tot en met")
    per_book_year = BooleanField(BOOK_YEAR)
    ex_officio = BooleanField(EX_OFFICIO)
    ground = RadioField("Op welke grond?", validate_choice=False, filters=[_or_nothing])
    breach_on = _text("Op welke dag hield de aanbieder zich niet aan de verplichting?")
    budget_year = SelectField("Begrotingsjaar", validate_choice=False, filters=[_or_nothing])
    note = TextAreaField("Opmerking", filters=[_or_nothing])


_FIELD = {needs.AMOUNT: "amount"}


def event_form(kind: Kind, typed: Any = None, *, years: Sequence[int] = (), pays: bool = False, **values: Any) -> EventForm:
    """The form of this kind. `years`: those that an amount may be typed for; `pays`: it asks the year of the begroting."""
    made = type("ThisEventForm", (EventForm,), {f"year_{year}": _text(f"Bedrag in {year}") for year in years})(typed, data=values or None)
    wanted = {"on", "note", *(_FIELD.get(name, name) for name in needs.NEEDS[kind]), *(["budget_year"] if pays else [])}
    for name in list(made._fields):
        if name not in wanted and not name.startswith("year_"):
            del made[name]
    return made  # type: ignore[no-any-return]


def read_event(kind: Kind, form: EventForm, *, years: Sequence[int]) -> Recorded:
    """What was typed. Raises Refused at its field for what is no date or amount."""
    dates = {name: _day(form, name) for name in (needs.UNTIL, needs.STARTS, needs.ENDS, needs.BREACH_DAY)}
    event = Event(
        kind,
        required_day(form.on.data, field="on"),
        read_amount(form.amount.data) if "amount" in form else None,
        per_book_year="per_book_year" in form and bool(form.per_book_year.data),
        ex_officio="ex_officio" in form and bool(form.ex_officio.data),
        ground=form.ground.data if "ground" in form else "",
        **dates,
    )
    year = whole(form.budget_year.data) if "budget_year" in form else 0
    return Recorded(event, year or None, _amounts(form, years), form.note.data)


def _amounts(form: EventForm, years: Sequence[int]) -> Mapping[int, int]:
    """The amounts per year, when any was typed; a year that was left empty is zero then."""
    typed = {year: form[f"year_{year}"].data.strip() for year in years if f"year_{year}" in form}
    if not any(typed.values()):
        return {}
    return {year: read_amount(text, field=f"year_{year}") if text else 0 for year, text in typed.items()}


def _day(form: Form, name: str) -> date | None:
    if name not in form or not form[name].data.strip():
        return None
    found = typed_day(form[name].data)
    if found is None:
        raise Refused(name, NOT_A_DAY)
    return found


def required_day(text: str, *, field: str) -> date:
    """A day that must be there."""
    found = typed_day(text)
    if found is None:
        raise Refused(field, NO_DAY)
    return found


class ApplicationForm(Form):  # type: ignore[misc]
    """A new subsidie that was applied for."""

    provider_id = SelectField("Aanbieder", validate_choice=False)
    reference = _text("Kenmerk")
    name = _text("Naam van de subsidie")
    care_form_code = SelectField("Vorm van ondersteuning", validate_choice=False, filters=[_or_nothing])
    on = _text("Aanvraag ontvangen op")
    amount = _text("Aangevraagd bedrag in euro's")
    starts_on = _text("Begindatum")
    ends_on = _text("Einddatum")
    per_book_year = BooleanField(BOOK_YEAR)
    note = TextAreaField("Opmerking", filters=[_or_nothing])


def read_application(form: ApplicationForm) -> NewApplication:
    """What was typed. Raises Refused at its field."""
    return NewApplication(
        provider_id=whole(form.provider_id.data or ""),
        agreement_id=None,
        reference=form.reference.data,
        name=form.name.data,
        care_form_code=form.care_form_code.data or None,
        on=required_day(form.on.data, field="on"),
        requested_cents=read_amount(form.amount.data),
        starts_on=required_day(form.starts_on.data, field="starts_on"),
        ends_on=required_day(form.ends_on.data, field="ends_on"),
        per_book_year=bool(form.per_book_year.data),
        note=form.note.data,
    )


class BeginForm(Form):  # type: ignore[misc]
    """The application and the verlening of a subsidie whose money stands already."""

    applied_on = _text("Aanvraag ontvangen op")
    requested = _text("Aangevraagd bedrag in euro's")
    granted_on = _text("Datum van het besluit om te verlenen")
    granted = _text("Verleend bedrag in euro's")
    until_on = _text("Vaststelling aanvragen tot en met")
    per_book_year = BooleanField(BOOK_YEAR)
    ex_officio = BooleanField(EX_OFFICIO)


def read_beginning(form: BeginForm) -> EarlierCourse:
    """What was typed. Raises Refused at its field."""
    return EarlierCourse(
        applied_on=required_day(form.applied_on.data, field="applied_on"),
        requested_cents=read_amount(form.requested.data, field="requested"),
        granted_on=required_day(form.granted_on.data, field="granted_on"),
        granted_cents=read_amount(form.granted.data, field="granted"),
        until_on=_day(form, "until_on"),
        per_book_year=bool(form.per_book_year.data),
        ex_officio=bool(form.ex_officio.data),
    )


class StrikeForm(Form):  # type: ignore[misc]
    """Why a line was wrong."""

    reason = TextAreaField("Waarom klopt deze regel niet?", filters=[_or_nothing])
