"""Where an aanbieder stands among the others, in one sentence that names none of them and none of their figures.

Only for a share of people, as rule 5 of the statistics is; only with three others or more, because with one or two the sentence would tell
about one of them.
"""

from __future__ import annotations

import json
from enum import StrEnum

from kpi.domain.judging import LEAST_OTHERS, from_text
from kpi.domain.signals.finding import Rule
from kpi.domain.signals.series import Kind


class Place(StrEnum):
    """Against the others together, in the same quarter."""

    HIGHER = "hoger"
    LOWER = "lager"
    LIKE_THEM = "niet te onderscheiden"
    TOO_FEW = "te weinig anderen"
    NOT_COMPARED = "niet vergeleken"


_COUNTS = {3: "drie", 4: "vier", 5: "vijf", 6: "zes"}


def place_of(kind: str, findings: str, others: int) -> Place:
    """From what was judged of the figure (canonical JSON, see kpi/tables/deviation.py) and the number of others that reported one."""
    if kind != Kind.PROPORTION:
        return Place.NOT_COMPARED
    apart = next((json.loads(one.numbers) for one in from_text(findings) if one.rule == Rule.PEERS), None)
    if min(others, LEAST_OTHERS if apart is None else int(apart["others"])) < LEAST_OTHERS:
        return Place.TOO_FEW
    if apart is None:
        return Place.LIKE_THEM
    return Place.HIGHER if apart["value"] > apart["centre"] else Place.LOWER


def place_in_words(place: Place, others: int) -> str:
    """One or two plain sentences."""
    if place is Place.NOT_COMPARED:
        return "Dit cijfer wordt niet met dat van anderen vergeleken."
    if place is Place.TOO_FEW:
        return "Er zijn nog te weinig anderen om mee te vergelijken."
    whom = f"Vergelijking met {_COUNTS.get(others, str(others))} anderen"
    if place is Place.LIKE_THEM:
        return f"{whom}: uw cijfer is niet te onderscheiden van dat van hen samen."
    return f"{whom}: uw cijfer is {place} dan dat van hen samen. De groepen cliënten verschillen, dus dit zegt niet alles."
