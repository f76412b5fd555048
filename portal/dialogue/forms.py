"""The forms of the partnership table. They stand on one page, so each field has an id of its own; the token stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectChoice, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from kpi.domain.dialogue import PARTS

LONGEST = 4000


def at_most(length: int) -> Length:
    """A text of no more than so many characters."""
    return Length(max=length, message=f"Gebruik hoogstens {length} tekens.")


class DutchDate(DateField):  # type: ignore[misc]
    """A date; what cannot be read is said in Dutch."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Dit is geen datum. Schrijf bijvoorbeeld 1-10-2026.") from error


class DutchTime(TimeField):  # type: ignore[misc]
    """A time of day; what cannot be read is said in Dutch."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Dit is geen tijd. Schrijf bijvoorbeeld 10:00.") from error


class Plain(FlaskForm):  # type: ignore[misc]
    """A form of the partnership table."""

    class Meta:
        """The token stands in the page, once per form, and is checked for every request."""

        csrf = False


class ItemForm(Plain):
    """A point of one's own for the agenda."""

    part = SelectField(
        "Onderdeel", choices=[SelectChoice(code, name) for code, (name, _) in PARTS.items()], id="punt-onderdeel", validate_choice=False
    )
    title = StringField("Wat wilt u bespreken?", [InputRequired("Schrijf op wat u wilt bespreken."), at_most(200)], id="punt-titel")


class ActionForm(Plain):
    """An afspraak."""

    text = TextAreaField("Wat spreekt u af?", [InputRequired("Schrijf op wat u afspreekt."), at_most(1000)], id="afspraak-wat")
    owner_organisation = RadioField(
        "Welke organisatie doet dit?", [InputRequired("Kies welke organisatie dit doet.")], id="afspraak-wie", validate_choice=False
    )
    owner_name = StringField("Wie doet dit?", [InputRequired("Schrijf op wie dit doet."), at_most(120)], id="afspraak-naam")
    due_on = DutchDate("Wanneer is het klaar?", [InputRequired("Kies een datum.")], id="afspraak-datum", format=["%Y-%m-%d", "%d-%m-%Y"])
    agenda_item_id = SelectField("Bij welk punt hoort dit?", id="afspraak-punt", validate_choice=False)


class LaterForm(Plain):
    """A point for later, on the list of a table."""

    table = SelectField("Voor welk gesprek?", id="later-tafel", validate_choice=False)
    title = StringField("Wat wilt u later bespreken?", [InputRequired("Schrijf op wat u later wilt bespreken."), at_most(200)], id="later-titel")
    part = SelectField(
        "Onderdeel", choices=[SelectChoice(code, name) for code, (name, _) in PARTS.items()], id="later-onderdeel", validate_choice=False
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in one of the small forms, kept when it was refused: at which row, the text, and the sentence."""

    key: str
    text: str
    mistake: str


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the session's page."""

    item: ItemForm = field(default_factory=lambda: ItemForm(formdata=None))
    action: ActionForm = field(default_factory=lambda: ActionForm(formdata=None))
    typed: Typed | None = None

    @property
    def faulty(self) -> Any:
        """The form that was refused, or None."""
        return next((form for form in (self.item, self.action) if form.errors), None)
