"""The forms with which conversations are planned, moved and cancelled, and people invited. Several stand on one page: each field has its own id."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import HiddenField, IntegerField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from contracts.foundation.period import AMSTERDAM
from kpi.actions.dialogues.changing import Plan
from kpi.domain.dialogue_series import MONTHS, WEEKS, Rhythm
from portal.dialogue.forms import DutchDate, DutchTime, Plain, at_most

JOINT = "samen"
"""The choice of all aanbieders together."""
DATES = ["%Y-%m-%d", "%d-%m-%Y"]


class Whole(IntegerField):  # type: ignore[misc]
    """A whole number; what cannot be read is said in Dutch."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        text = valuelist[0].strip() if valuelist else ""
        if not (text.isascii() and text.isdecimal() and len(text) < 6):
            self.data = None
            raise ValueError("Vul hier een heel getal in, bijvoorbeeld 90.")
        self.data = int(text)


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """A choice of several, as checkboxes."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()


class MomentForm(Plain):
    """When and where. Every form that plans has these fields."""

    title = StringField("Titel", [InputRequired("Geef het gesprek een titel."), at_most(160)])
    day = DutchDate("Datum", [InputRequired("Kies een datum.")], format=DATES)
    time = DutchTime("Tijd", [InputRequired("Kies een tijd.")])
    minutes = Whole("Hoeveel minuten duurt het?", [InputRequired("Vul in hoelang het gesprek duurt.")], default=90)
    place = StringField("Plaats", [Optional(), at_most(160)])

    def plan(self) -> Plan:
        """What was filled in, as Amsterdam has it. After validation."""
        moment = datetime.combine(self.day.data, self.time.data, tzinfo=AMSTERDAM)
        return Plan(self.title.data, moment, self.minutes.data or 0, self.place.data or "")

    def fill(self, plan: Plan) -> None:
        """Show how something is planned now."""
        begins = plan.planned_at.astimezone(AMSTERDAM)
        self.title.data, self.day.data, self.time.data = plan.title, begins.date(), begins.time().replace(tzinfo=None)
        self.minutes.data, self.place.data = plan.duration_minutes, plan.place


class PlanForm(MomentForm):
    """A new conversation with an aanbieder, or the joint one."""

    table = SelectField("Met wie?", [InputRequired("Kies een aanbieder, of alle aanbieders samen.")], validate_choice=False)


class Rhythmic(Plain):
    """How often."""

    every = Whole("Om de hoeveel?", [InputRequired("Vul een getal in.")], default=3)
    unit = SelectField("Weken of maanden?", choices=[SelectChoice(MONTHS, "maanden"), SelectChoice(WEEKS, "weken")], validate_choice=False)

    def rhythm(self) -> Rhythm:
        """What was filled in. Raises Refused."""
        return Rhythm(self.every.data or 0, self.unit.data or "")


class SeriesForm(PlanForm, Rhythmic):
    """A new series."""

    times = Whole("Hoeveel gesprekken?", [InputRequired("Vul in hoeveel gesprekken u plant.")], default=4)


class SeriesChangeForm(MomentForm, Rhythmic):
    """A change of a series."""

    version = HiddenField()


class ChangeForm(MomentForm):
    """A change of one conversation. `seen` is how it was when the form was shown."""

    seen = HiddenField()


class PeopleForm(Plain):
    """People of the organisations at the table, by the number of their place at an organisation."""

    people = Boxes("Wie zet u op de lijst?", coerce=int, validate_choice=False, id="mensen")

    def process(self, *given: Any, **more: Any) -> None:
        """Numbers that are none are no choice."""
        super().process(*given, **more)
        self.people.process_errors = []


class GuestForm(Plain):
    """A guest of a partner."""

    name = StringField("Naam", [InputRequired("Schrijf de naam van de gast op."), at_most(120)], id="gast-naam")
    email = StringField(
        "E-mailadres", [InputRequired("Vul het e-mailadres van de gast in."), Length(max=200, message="Dit adres is te lang.")], id="gast-email"
    )
    partner = SelectField("Van welke partner?", id="gast-partner", validate_choice=False)


class CancelForm(Plain):
    """Cancelling a conversation."""

    reason = TextAreaField(
        "Waarom gaat het niet door?", [InputRequired("Schrijf op waarom het gesprek niet doorgaat."), at_most(1000)], id="annuleer-reden"
    )
