"""The forms of this desk. They only hold what was typed: what may be said is decided by the actions."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from kpi.domain.advice import VERDICTS


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class AnswerForm(Form):  # type: ignore[misc]
    """The gemeente's answer, in the form of the sources."""

    verdict = RadioField("Bent u het eens met dit advies?", choices=[SelectChoice(one, one.capitalize()) for one in VERDICTS], validate_choice=False)
    reason = TextAreaField("Waarom?", filters=[_or_nothing])
    what = TextAreaField("Wat gaat de gemeente doen?", filters=[_or_nothing])
    ready_on = StringField("Wanneer is het klaar?", filters=[_or_nothing])


class OutcomeForm(Form):  # type: ignore[misc]
    """What came of what was promised."""

    outcome = TextAreaField("Wat kwam ervan?", filters=[_or_nothing])


class TablesForm(Form):  # type: ignore[misc]
    """With which aanbieders an advice is talked about, and in which words."""

    provider_ids = SelectMultipleField(
        "Met welke aanbieders bespreekt u dit?",
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    words = StringField("Wat wilt u bespreken, in uw eigen woorden?", filters=[_or_nothing])
