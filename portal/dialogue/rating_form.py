"""The form with four short questions about the cooperation."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, TextAreaField

from kpi.domain.cooperation import LEAST, MOST
from kpi.domain.cooperation import QUESTIONS as NAMES
from kpi.queries.dialogue_ratings import OwnRating
from portal.dialogue.forms import Plain
from portal.dialogue.rating_words import ENDS, QUESTIONS
from portal.web.sent_back import number_of

SCALE = [SelectChoice(str(step), f"{step}: {ENDS[step]}" if step in ENDS else str(step)) for step in range(LEAST, MOST + 1)]


def _question(name: str) -> RadioField:
    return RadioField(QUESTIONS[name], choices=SCALE, validate_choice=False)


class RatingForm(Plain):
    """Four answers, and words that are shared only when their writer says so."""

    purpose, agreements, openness, learning = map(_question, NAMES)
    remark = TextAreaField("Wilt u iets toelichten?")
    is_remark_shared = BooleanField("Deel mijn toelichting")
    version = HiddenField(default="0")

    def about(self, other: str, reader: str) -> RatingForm:
        """The same form, with the name of whom it is about in its questions, and who would read the words."""
        for name in NAMES:
            self[name].label.text = QUESTIONS[name].format(other=other)
        self.is_remark_shared.label.text = f"Deel mijn toelichting met {reader}"
        return self

    def filled(self, own: OwnRating | None) -> RatingForm:
        """With what this person answered before."""
        if own is not None:
            for name in NAMES:
                self[name].data = str(getattr(own, name))
            self.remark.data, self.is_remark_shared.data, self.version.data = own.remark, own.is_remark_shared, str(own.version)
        return self

    @property
    def answers(self) -> dict[str, int | None]:
        """What was chosen; None for a question without an answer."""
        known = {choice.value: int(choice.value) for choice in SCALE}
        return {name: known.get(self[name].data) for name in NAMES}

    @property
    def seen_version(self) -> int:
        """The version of the answers that were on the screen; 0 for none."""
        return number_of(self.version.data)
