"""What the publisher sends: a choice, a signature, a reason."""

from __future__ import annotations

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from kpi.domain.publication.choice import Ages, Choice, Forms, Municipalities
from kpi.domain.publication.chosen import AGES, FORMS, MUNICIPALITIES

LONGEST = 4000
TOO_LONG = f"Gebruik hoogstens {LONGEST} tekens."


def _radios(label: str, words: Mapping[Municipalities, str] | Mapping[Forms, str] | Mapping[Ages, str]) -> RadioField:
    choices = [SelectChoice(one.value, told) for one, told in words.items()]
    return RadioField(label, [InputRequired("Kies een van de twee.")], choices=choices, default=choices[0].value)


class MakeForm(FlaskForm):  # type: ignore[misc]
    """How fine the tables are; for a correction also why."""

    municipalities = _radios("Gemeenten", MUNICIPALITIES)
    forms = _radios("Vormen van zorg", FORMS)
    ages = _radios("Leeftijd", AGES)
    reason = TextAreaField("Waarom komt er een nieuwe editie?", [Optional(), Length(max=LONGEST, message=TOO_LONG)])

    @property
    def choice(self) -> Choice:
        """What was chosen. Only after validation."""
        return Choice(Municipalities(self.municipalities.data), Forms(self.forms.data), Ages(self.ages.data))


class SignForm(FlaskForm):  # type: ignore[misc]
    """A signature: the second factor again. `shown` is the fingerprint of the text on the screen."""

    code = StringField("Code uit uw app", [InputRequired("Vul de code uit uw app in."), Length(max=40, message="Deze code is te lang.")])
    shown = HiddenField(validators=[Length(max=64)])


class LapseForm(FlaskForm):  # type: ignore[misc]
    """Why a concept lapses."""

    reason = TextAreaField(
        "Waarom vervalt dit concept?", [InputRequired("Schrijf op waarom dit concept vervalt."), Length(max=LONGEST, message=TOO_LONG)]
    )
