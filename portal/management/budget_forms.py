"""The forms about budget lines. They only hold what was typed: what may be said is decided by the actions."""

from __future__ import annotations

from wtforms import BooleanField, Form, RadioField, SelectChoice, SelectField, StringField, TextAreaField

from contracts.domain.decision import NewAmount
from contracts.foundation.errors import Refused
from portal.web.days import typed_day

AMOUNT, NOT_APPLICABLE = "bedrag", "nvt"


def _or_nothing(text: str | None) -> str:
    return text or ""


class RevisionForm(Form):  # type: ignore[misc]
    """Another amount for a line in a year, with its decision."""

    kind = RadioField(
        "Wat is er besloten?",
        choices=[SelectChoice(AMOUNT, "Een bedrag"), SelectChoice(NOT_APPLICABLE, "N.v.t.: er is dit jaar geen bedrag")],
        default=AMOUNT,
        validate_choice=False,
    )
    amount = StringField("Bedrag in euro's", filters=[_or_nothing])
    note = TextAreaField("Toelichting bij het bedrag", filters=[_or_nothing])
    decided_on = StringField("Datum van het besluit", filters=[_or_nothing])
    reason = TextAreaField("Reden van het besluit", filters=[_or_nothing])
    is_provisional = BooleanField("Dit bedrag is voorlopig")
    confirms_closed = BooleanField("Ja, ik wil dit afgesloten jaar toch wijzigen")
    accepts_shortage = BooleanField("Ja, ik weet dat er meer is vastgelegd dan dit bedrag")

    def told(self) -> NewAmount:
        """What was filled in. Raises Refused for a day that is none, and for a choice that is none."""
        if self.kind.data not in (AMOUNT, NOT_APPLICABLE):
            raise Refused("kind", "Kies of het om een bedrag gaat of om n.v.t.")
        decided_on = typed_day(self.decided_on.data)
        if decided_on is None:
            raise Refused("decided_on", "Vul de datum van het besluit in, zoals 2026-11-30.")
        return NewAmount(
            amount_text=self.amount.data if self.kind.data == AMOUNT else None,
            decided_on=decided_on,
            reason=self.reason.data,
            note=self.note.data,
            is_provisional=self.is_provisional.data,
            confirms_closed=self.confirms_closed.data,
            accepts_shortage=self.accepts_shortage.data,
        )


class TaakveldForm(Form):  # type: ignore[misc]
    """Why a line gets other taakvelden; the shares themselves are a field per code (`portal.management.line_page.ShareField`)."""

    taakvelden = StringField("Taakvelden")  # holds the mistake; the shares are sent one by one
    reason = TextAreaField("Reden", id="taakveld-reden", filters=[_or_nothing])


class NewLineForm(Form):  # type: ignore[misc]
    """A new line of the begroting, or an earmark inside one."""

    name = StringField("Naam van de regel", filters=[_or_nothing])
    code = StringField("Korte naam", filters=[_or_nothing])
    parent_id = SelectField("Is het een oormerk?", validate_choice=False)
    note = TextAreaField("Toelichting bij de regel", filters=[_or_nothing])
    reason = TextAreaField("Waarom komt deze regel erbij?", filters=[_or_nothing])


class NewYearForm(Form):  # type: ignore[misc]
    """A new year for all lines at once."""

    year = StringField("Jaar", filters=[_or_nothing])
    decided_on = StringField("Datum van het besluit", filters=[_or_nothing])
    reason = TextAreaField("Reden van het besluit", filters=[_or_nothing])
    note = TextAreaField("Toelichting bij alle bedragen", filters=[_or_nothing])
