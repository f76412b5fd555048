"""How what was judged of a figure is said: the norm's sign and the sign of its own history stay apart (statistics paper, part 2)."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from kpi.domain.indicator import RATIO
from kpi.domain.numbers import dutch
from kpi.domain.signals.profile import LEAST_EARLIER
from kpi.queries.judged import JudgedFigure
from portal.management.words import norm_words
from portal.web.formatting import figure


class Sign(NamedTuple):
    """A sign with its words; the tone is never told by colour alone."""

    sign: str
    word: str
    tone: str = ""


NOTHING = Sign("", "")
TOO_FEW_PEOPLE = Sign("?", "te weinig mensen om te oordelen")
TOO_FEW_QUARTERS = Sign("?", "te weinig kwartalen om te oordelen")
NO_NORM = Sign("", "geen norm")
_NORM = {
    ("missed", -1): Sign("▼", "onder norm", "zorg"),
    ("missed", 1): Sign("▲", "boven norm", "zorg"),
    ("within", 0): Sign("✓", "haalt norm", "goed"),
    ("unclear", 0): Sign("≈", "haalt norm, kan toeval zijn"),
    ("unclear", -1): Sign("≈", "onder norm, kan toeval zijn"),
    ("unclear", 1): Sign("≈", "boven norm, kan toeval zijn"),
    ("too_few", 0): TOO_FEW_PEOPLE,
}
COMMON = Sign("=", "gewone schommeling")
_VARIATION = {
    "common_cause": COMMON,
    "special_cause_improvement": Sign("▲", "verbetering", "goed"),
    "special_cause_concern": Sign("▼", "verslechtering", "aandacht"),
    "special_cause_neutral": Sign("●", "valt op", "aandacht"),
}
_ASSURANCE = {
    "consistent_pass": Sign("✓", "haalt de norm structureel", "goed"),
    "consistent_fail": Sign("▼", "haalt de norm structureel niet", "zorg"),
    "inconsistent": Sign("≈", "haalt de norm wisselend"),
}


def norm_sign(one: JudgedFigure) -> Sign:
    """Where the figure stands against the agreed norm (contractual)."""
    side = one.norm_side or 0 if one.norm_verdict in ("missed", "unclear") else 0
    return _NORM.get((one.norm_verdict or "", side)) or (NO_NORM if one.norm_kind == "geen" else NOTHING)


def variation_sign(one: JudgedFigure) -> Sign:
    """What the figure is in its own series (statistical). On few earlier quarters it is provisional, on very few there is no word."""
    known = _VARIATION.get(one.point_type or "")
    if known is None or (one.earlier or 0) < LEAST_EARLIER:
        return TOO_FEW_QUARTERS
    return provisional(known, one)


def is_common(one: JudgedFigure) -> bool:
    """Whether the series moves as it usually does: where room is short, that this is provisional need not be said."""
    return one.point_type == "common_cause" and (one.earlier or 0) >= LEAST_EARLIER


def unseen_words(one: JudgedFigure) -> str:
    """What could not have been seen, where nothing was: "kleiner dan 13,3 procentpunt valt niet op"; so that silence is not read as no change."""
    if one.smallest is None or variation_sign(one).tone:
        return ""
    size = dutch(Fraction(one.smallest) * one.times, 1)
    unit = "procentpunt" if one.value_kind == RATIO else one.unit if one.unit not in ("aantal", "cijfer") else ""
    return f"een verschil kleiner dan {size} {unit}".rstrip() + " valt niet op"


def assurance_sign(one: JudgedFigure) -> Sign:
    """Whether the norm is within reach of what the series usually does."""
    known = _ASSURANCE.get(one.assurance or "")
    if known is None:
        return NO_NORM if one.norm_kind == "geen" else TOO_FEW_QUARTERS
    return provisional(known, one)


def provisional(sign: Sign, one: JudgedFigure) -> Sign:
    """The same, said to be provisional while the limits stand on few quarters."""
    return sign._replace(word=f"{sign.word} (voorlopig)") if one.is_trial else sign


def heaviest(*signs: Sign) -> str:
    """The tone of a cell: concern before attention before good."""
    tones = {one.tone for one in signs}
    return next((tone for tone in ("zorg", "aandacht", "goed") if tone in tones), "")


def value_words(one: JudgedFigure) -> str:
    """ "61,3 %"; without a figure the reason why: "geen cijfer: nog niet bekend"."""
    if one.value is None:
        return f"geen cijfer: {one.missing_reason}" if one.missing_reason else "geen cijfer"
    return figure(one.value, one.unit, one.shown_places)


def agreed_norm(one: JudgedFigure) -> str:
    """ "minstens 80 %"; nothing when there is no norm."""
    return norm_words(one.norm_kind, one.norm_low, one.norm_high, one.unit)


# What each sign means: the legend on the screen and the sheet in the workbook. (sign, word, meaning)
MEANINGS = (
    ("▼ ▲", "onder norm, boven norm", "Het cijfer ligt zeker buiten de afgesproken norm, ook als we rekening houden met toeval."),
    ("≈", "kan toeval zijn", "Het verschil met de norm is zo klein dat het toeval kan zijn."),
    ("✓", "haalt norm", "Het cijfer haalt de afgesproken norm zeker."),
    ("=", "gewone schommeling", "Het cijfer beweegt zoals deze reeks van deze aanbieder gewoonlijk beweegt."),
    ("▲ ▼", "verbetering, verslechtering", "Het cijfer is anders dan de eigen reeks: beter of slechter voor cliënten."),
    ("●", "valt op", "Het cijfer is anders dan de eigen reeks. Er is niet afgesproken of hoger of lager beter is."),
    ("", "voorlopig", "De eigen reeks is nog kort, minder dan 12 kwartalen. Het oordeel kan veranderen als er meer kwartalen zijn."),
    ("?", "te weinig om te oordelen", "Het gaat om minder dan 5 mensen, of er zijn minder dan 5 eerdere kwartalen."),
)
