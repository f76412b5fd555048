"""The forms of signing in and of one's own account."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):  # type: ignore[misc]
    """First factor."""

    email = StringField("E-mailadres", [InputRequired("Vul uw e-mailadres in."), Length(max=200, message="Dit e-mailadres is te lang.")])
    passphrase = PasswordField("Wachtwoord", [InputRequired("Vul uw wachtwoord in."), Length(max=1000, message="Dit wachtwoord is te lang.")])
    next = HiddenField()
    resume = HiddenField()


class CodeForm(FlaskForm):  # type: ignore[misc]
    """Second factor: six figures, or a recovery code."""

    code = StringField("Code", [InputRequired("Vul de code in."), Length(max=40, message="Deze code is te lang.")])
    next = HiddenField()
    resume = HiddenField()
