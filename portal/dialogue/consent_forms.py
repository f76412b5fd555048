"""The forms of the reading page: an organisation's answer, and what one proposes to add."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Optional

from kpi.domain.minutes import AGREES, DISAGREES
from portal.dialogue.forms import LONGEST, Plain, at_most

ANSWERS = (SelectChoice(AGREES, "Wij zijn het eens met dit verslag"), SelectChoice(DISAGREES, "Wij zijn het niet eens met dit verslag"))


class ConsentForm(Plain):
    """One organisation's answer to the text that was shown."""

    verdict = RadioField(
        "Uw antwoord", [InputRequired("Kies of u het eens bent met het verslag.")], choices=ANSWERS, id="antwoord", validate_choice=False
    )
    reason = TextAreaField("Waarom bent u het niet eens?", [Optional(), at_most(LONGEST)], id="antwoord-reden")
    sha256 = HiddenField()


class AddendumForm(Plain):
    """What somebody wants to add to settled minutes."""

    text = TextAreaField(
        "Wat voegt u toe?", [InputRequired("Schrijf op wat u aan het verslag wilt toevoegen."), at_most(LONGEST)], id="aanvulling-tekst"
    )
    reason = TextAreaField(
        "Waarom is dat nodig?", [InputRequired("Schrijf op waarom deze aanvulling nodig is."), at_most(LONGEST)], id="aanvulling-reden"
    )
    version = HiddenField()
    withdrawn = TextAreaField("Waarom trekt u de aanvulling in?", [Optional(), at_most(LONGEST)], id="intrekken-reden")
