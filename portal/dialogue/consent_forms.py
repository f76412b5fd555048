"""The forms of the reading page: an organisation's answer, and what one proposes to add."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from kpi.domain.minutes import AGREES, DISAGREES

LONGEST = 4000
ANSWERS = (SelectChoice(AGREES, "Wij zijn het eens met dit verslag"), SelectChoice(DISAGREES, "Wij zijn het niet eens met dit verslag"))


def _at_most(length: int) -> Length:
    return Length(max=length, message=f"Gebruik hoogstens {length} tekens.")


class _Plain(FlaskForm):  # type: ignore[misc]
    class Meta:
        """The token stands in the page, once per form, and is checked for every request."""

        csrf = False


class ConsentForm(_Plain):
    """One organisation's answer to the text that was shown."""

    verdict = RadioField(
        "Uw antwoord", [InputRequired("Kies of u het eens bent met het verslag.")], choices=ANSWERS, id="antwoord", validate_choice=False
    )
    reason = TextAreaField("Waarom bent u het niet eens?", [Optional(), _at_most(LONGEST)], id="antwoord-reden")
    sha256 = HiddenField()


class AddendumForm(_Plain):
    """What somebody wants to add to settled minutes."""

    text = TextAreaField(
        "Wat voegt u toe?", [InputRequired("Schrijf op wat u aan het verslag wilt toevoegen."), _at_most(LONGEST)], id="aanvulling-tekst"
    )
    reason = TextAreaField(
        "Waarom is dat nodig?", [InputRequired("Schrijf op waarom deze aanvulling nodig is."), _at_most(LONGEST)], id="aanvulling-reden"
    )
    version = HiddenField()
    withdrawn = TextAreaField("Waarom trekt u de aanvulling in?", [Optional(), _at_most(LONGEST)], id="intrekken-reden")
