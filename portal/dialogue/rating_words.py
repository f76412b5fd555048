"""The questions about the cooperation, and what its trend means, as screens say it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kpi.domain.cooperation import AGREEMENTS, LEARNING, LEAST, MIDDLE, MOST, OPENNESS, PURPOSE, Movement, Tally, Trend
from portal.web.formatting import number

SHORT = {PURPOSE: "Bedoeling", AGREEMENTS: "Afspraken", OPENNESS: "Openheid", LEARNING: "Leren"}
QUESTIONS = {
    PURPOSE: "Werkt u met {other} aan dezelfde bedoeling?",
    AGREEMENTS: "Kunt u rekenen op wat u met {other} afspreekt, en op heldere kaders?",
    OPENNESS: "Kunt u met {other} open praten, ook over wat niet goed gaat?",
    LEARNING: "Leert u samen met {other}, en leidt het gesprek tot iets?",
}
ENDS = {LEAST: "helemaal niet", MOST: "helemaal wel"}
_MEANS = {
    Movement.FIRST: "Er is nog maar één gesprek beoordeeld.",
    Movement.STEADY: "Dat is ongeveer zoals het was.",
    Movement.RISING: "Het gaat beter. Bespreek wat helpt, en houd dat vast.",
    Movement.FALLING: "Het wordt minder. Vraag in het volgende gesprek wat er is veranderd.",
}


def about_whom(*, is_centre: bool, municipality_name: str, provider_name: str | None) -> str:
    """Whom the answers are about, in the role that the policy plan gives them (S001 §7.1)."""
    if not is_centre:
        return f"{municipality_name} als opdrachtgever"
    return f"{provider_name} als partner" if provider_name else "de aanbieders als partners"


def mean_text(value: Fraction) -> str:
    """ "3,8"."""
    return number(Decimal(value.numerator) / value.denominator, 1)


def trend_sentence(found: Trend, newest: Tally) -> str:
    """The newest mean, what was before it, and what that means for the next conversation."""
    if found.newest is None:
        return "Er is nog geen antwoord."
    before = f" De vorige keer was het {mean_text(found.before)}." if found.before is not None else ""
    low = (
        f" Het ligt onder het midden ({MIDDLE}): er gaat meer niet goed dan wel. Zet het op de agenda, bij Gedeelde waarden." if found.is_low else ""
    )
    lowest = f" Het laagst: {SHORT[newest.lowest].lower()}." if newest.lowest else ""
    return f"Gemiddeld {mean_text(found.newest)} van {MOST}.{before} {_MEANS[found.movement]}{low}{lowest}"
