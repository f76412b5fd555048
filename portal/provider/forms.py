"""The aanbieder's forms, apart from the tables of figures."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

LONGEST = 4000
TOO_LONG = f"Gebruik hoogstens {LONGEST} tekens."
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
    """An answer to a deviation."""

    text = TextAreaField("Uw uitleg", [InputRequired("Schrijf uw uitleg op."), Length(max=LONGEST, message=TOO_LONG)])
    version = HiddenField(validators=[VERSION])
