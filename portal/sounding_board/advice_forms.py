"""The form with which a member of the klankbordgroep gives advice. It only holds what was typed: the action decides what may be kept."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, Form, SelectChoice, SelectField, StringField, TextAreaField

from kpi.queries.summaries import EditionLine
from portal.web.formatting import quarter


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class AdviceForm(Form):  # type: ignore[misc]
    """An advice: about what, what to do, about which quarter, and whether the name may stand beside it."""

    subject = StringField("Waar gaat uw advies over?", filters=[_or_nothing])
    text = TextAreaField("Wat is uw advies?", filters=[_or_nothing])
    period = SelectField("Over welk kwartaal gaat het?", validate_choice=False, filters=[_or_nothing])
    may_be_named = BooleanField("Mijn naam mag bij dit advies staan")

    def offer(self, editions: Sequence[EditionLine]) -> None:
        """The quarters of which a summary can be read."""
        self.period.choices = [
            SelectChoice("", "Geen kwartaal"),
            *(SelectChoice(line.period.code, quarter(line.period.code).capitalize()) for line in editions),
        ]
