"""The aanbieder's forms, apart from the tables of figures."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, MultipleFileField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from contracts.foundation.errors import Refused
from kpi.domain.cell import MISSING_REASONS
from portal.web.sent_back import number_of

LONGEST = 4000
TOO_LONG = f"Gebruik hoogstens {LONGEST} tekens."
_REASONS = [SelectChoice("", "Er is een cijfer"), *(SelectChoice(one, one) for one in MISSING_REASONS)]
VERSION = Regexp(r"^\d{1,8}$", message="Laad de pagina opnieuw.")


class NoteForm(FlaskForm):  # type: ignore[misc]
    """The aanbieder's own words with the figures."""

    note = TextAreaField("Wat moet de gemeente verder weten?", [Optional(), Length(max=LONGEST, message=TOO_LONG)])
    version = HiddenField(validators=[VERSION])


class SignForm(FlaskForm):  # type: ignore[misc]
    """A signature: the second factor again."""

    code = StringField("Code uit uw app", [InputRequired("Vul de code in."), Length(max=40, message="Deze code is te lang.")])
    version = HiddenField(validators=[VERSION])


class SendBackForm(FlaskForm):  # type: ignore[misc]
    """Back to the invoerder, with the reason."""

    note = TextAreaField("Wat moet er anders?", [InputRequired("Schrijf op wat er anders moet."), Length(max=LONGEST, message=TOO_LONG)])
    version = HiddenField(validators=[VERSION])


class ExplainForm(FlaskForm):  # type: ignore[misc]
    """An answer to a deviation, with files when there are any."""

    text = TextAreaField("Uw uitleg", [InputRequired("Schrijf uw uitleg op."), Length(max=LONGEST, message=TOO_LONG)])
    files = MultipleFileField("Bestanden erbij")
    version = HiddenField(validators=[VERSION])


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    """Files alone, when the explanation was given already."""

    files = MultipleFileField("Nog een bestand erbij")


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """What a figure of an earlier quarter should be, and why. What may be said is decided by the action."""

    numerator = StringField("Teller of aantal")
    denominator = StringField("Noemer")
    missing_reason = SelectField("Of: waarom is er geen cijfer?", choices=_REASONS, validate_choice=False)
    reason = TextAreaField("Waarom klopte het cijfer niet?")
    version = HiddenField()

    def told(self) -> dict[str, Any]:
        """What was typed, for the action."""
        version = self.version.data or ""
        return {
            "numerator_text": self.numerator.data or "",
            "denominator_text": self.denominator.data or "",
            "missing_reason": self.missing_reason.data or None,
            "reason": self.reason.data or "",
            "version": number_of(version),
        }

    def tell(self, refusal: Refused) -> None:
        """Put a refusal at the field it belongs to, or above the form as a whole."""
        if refusal.field in self:
            self[refusal.field].errors = [refusal.reason]
        else:
            self.form_errors.append(refusal.reason)
