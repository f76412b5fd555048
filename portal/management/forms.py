"""The forms of this desk. They only hold what was typed: what may be said is decided by the actions."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from kpi.domain.reporting_period import FREE, YEAR


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class QuestionForm(Form):  # type: ignore[misc]
    """A question to the aanbieder: about a deviation, about its explanation, or about a report."""

    text = TextAreaField("Uw vraag aan de aanbieder", filters=[_or_nothing])


class ClosingForm(Form):  # type: ignore[misc]
    """Why a deviation is settled."""

    reason = TextAreaField("Waarom is dit punt afgehandeld?", filters=[_or_nothing])


class RebaseForm(Form):  # type: ignore[misc]
    """From which quarter the limits of a series begin anew, and why."""

    period = SelectField("Vanaf welk kwartaal?", id="begin-vanaf", validate_choice=False)
    reason = TextAreaField("Waarom beginnen de grenzen opnieuw?", id="begin-reden", filters=[_or_nothing])


class WithdrawalForm(Form):  # type: ignore[misc]
    """Why a new beginning of the limits counts no more."""

    reason = TextAreaField("Waarom trekt u dit in?", id="intrekken-reden", filters=[_or_nothing])


class EffectForm(Form):  # type: ignore[misc]
    """What a contractmanager sees of the effect of an agreement."""

    effect = TextAreaField("Wat ziet u van de afspraak terug in het cijfer?", filters=[_or_nothing])


class OwnerForm(Form):  # type: ignore[misc]
    """Which contractmanager follows a deviation."""

    owner = RadioField("Wie volgt dit punt?", validate_choice=False)


class AgendaForm(Form):  # type: ignore[misc]
    """The dialogue session on whose agenda a deviation comes."""

    session_id = SelectField("Gesprek", validate_choice=False)


KINDS = [SelectChoice(FREE, "Een eigen peildatum"), SelectChoice(YEAR, "Een heel jaar")]


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several choices, as boxes to tick."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()


class ExtensionForm(Form):  # type: ignore[misc]
    """Until when an aanbieder gets longer, and why."""

    until_on = StringField("Uitstel tot en met", filters=[_or_nothing])
    reason = TextAreaField("Waarom geeft u uitstel?", filters=[_or_nothing])


class ExtraForm(Form):  # type: ignore[misc]
    """A question besides the quarters."""

    title = StringField("Titel", filters=[_or_nothing])
    kind = RadioField("Waarover gaat de vraag?", choices=KINDS, default=FREE, validate_choice=False)
    ends_on = StringField("Peildatum", filters=[_or_nothing])
    due_on = StringField("Inleveren tot en met", filters=[_or_nothing])
    provider_ids = Boxes("Aan welke aanbieders?", validate_choice=False)
    codes = Boxes("Welke cijfers?", validate_choice=False)
