"""The forms of this desk. They only hold what was typed: what may be said is decided by the actions."""

from __future__ import annotations

from wtforms import Form, SelectField, StringField, TextAreaField


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class QuestionForm(Form):  # type: ignore[misc]
    """A question to the aanbieder: about a deviation, about its explanation, or about a report."""

    text = TextAreaField("Uw vraag aan de aanbieder", filters=[_or_nothing])


class ClosingForm(Form):  # type: ignore[misc]
    """Why a deviation is settled."""

    reason = TextAreaField("Waarom is dit punt afgehandeld?", filters=[_or_nothing])


class AllocationForm(Form):  # type: ignore[misc]
    """What one budget line pays of a commitment's year."""

    budget_line_id = SelectField("Begrotingsregel", validate_choice=False)
    amount = StringField("Bedrag in euro's")


class AgendaForm(Form):  # type: ignore[misc]
    """The dialogue session on whose agenda a deviation comes."""

    session_id = SelectField("Gesprek", validate_choice=False)
