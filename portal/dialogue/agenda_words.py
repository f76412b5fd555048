"""How an agenda says why a point stands where it does, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.foundation.period import AMSTERDAM
from kpi.domain.dialogue import ADVICE, DEVIATION, POINT
from kpi.queries.dialogue_session import ItemLine
from portal.web.formatting import day

WEIGHTS = {3: "zwaar", 2: "let op", 1: "klein"}
BY_HAND = (POINT, ADVICE)
JOINT_TABLE = "samen"


@dataclass(frozen=True, slots=True)
class Move:
    """Something to do with a point: what the form sends, and what the button says."""

    value: str
    label: str


MOVES = (Move("volgende", "Naar het volgende gesprek"), Move("later", "Van de agenda, bewaar voor later"), Move("weg", "Haal weg"))


def reasons(item: ItemLine) -> str:
    """Why a point stands here: who asked for it, how heavy it is, whether it breaks an agreement, and since when."""
    told = item.standing
    who = told.added_by.rsplit(", ", 1)
    if item.kind == ADVICE:
        return f"Advies van de klankbordgroep. Ingebracht door {told.added_by}."
    if item.kind == POINT:
        return f"Toegevoegd door {told.added_by}." if told.added_by else ""
    if item.kind != DEVIATION or told.found_at is None:
        return ""
    asked = [f"gevraagd door {who[0]}"] if told.is_chosen and len(who) > 1 else ["gevraagd"] if told.is_chosen else []
    norm = ["contractnorm"] if told.is_contractual else []
    return f"Waarom hier: {', '.join([*asked, WEIGHTS.get(told.severity, 'klein'), *norm])}, sinds {day(told.found_at.astimezone(AMSTERDAM).date())}."


def carried_words(carried: int) -> str:
    """ "3x doorgeschoven"."""
    return f"{carried}x doorgeschoven" if carried else ""


def table_of(provider_id: int | None) -> str:
    """A table as it stands in a form."""
    return JOINT_TABLE if provider_id is None else str(provider_id)
