"""The forms of signing in and of one's own account."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

ADDRESS = r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}$"


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


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """Somebody new, at an organisation, with roles. The choices are filled in by the view."""

    name = StringField("Naam", [InputRequired("Vul de naam in."), Length(max=120, message="Deze naam is te lang.")])
    email = StringField(
        "E-mailadres",
        [
            InputRequired("Vul het e-mailadres in."),
            Length(max=200, message="Dit e-mailadres is te lang."),
            Regexp(ADDRESS, message="Vul een e-mailadres in zoals naam@organisatie.nl."),
        ],
    )
    organisation_id = SelectField("Organisatie", coerce=int, validate_choice=True)
    roles = SelectMultipleField("Rollen", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class RolesForm(FlaskForm):  # type: ignore[misc]
    """The roles of one person at one organisation."""

    roles = SelectMultipleField("Rollen", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class AcceptForm(FlaskForm):  # type: ignore[misc]
    """What somebody who was invited sets: a passphrase, and proof that the second factor works."""

    passphrase = PasswordField("Nieuw wachtwoord", [InputRequired("Bedenk een wachtwoord."), Length(max=1000, message="Dit wachtwoord is te lang.")])
    code = StringField("Code uit uw app", [InputRequired("Vul de code uit uw app in."), Length(max=40, message="Deze code is te lang.")])
