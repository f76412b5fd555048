"""Advice for tests: a klankbordgroep with two members, the gemeente, and answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from kpi.actions import advice_answers, advice_giving
from kpi.tables.advice import Advice
from tests.factories.figures import NOW, actor, organisation

SUBJECT, TEXT = "Wachttijd", "Vertel mensen die wachten elke maand hoe lang het nog duurt. Mijn zoon Klaas wist het niet."
NAME = "Geertruida van der Zwaluw"
MANAGER = actor("Karin Peters", "Gemeente Maastricht")
TERM = 30


def board(session: Session, name: str = "Klankbordgroep") -> tuple[Actor, Actor]:
    """Two members of a klankbordgroep."""
    made = organisation(session, name, kind="klankbordgroep")
    return Actor(9001, NAME, made.id, name, origin="192.0.2.7"), Actor(9002, "Piet Merel", made.id, name, origin="192.0.2.8")


def given(session: Session, by: Actor, **more: Any) -> int:
    """An advice that waits."""
    told = {"subject": SUBJECT, "text": TEXT, "may_be_named": False, "period": "", "answer_working_days": TERM, "at": NOW} | more
    return advice_giving.give(session, by=by, **told)


def answered(session: Session, advice_id: int, **more: Any) -> int:
    """An answer to the advice as it stands; its number."""
    session.expire_all()
    version = session.get_one(Advice, advice_id).version
    told: dict[str, Any] = {
        "verdict": "mee eens",
        "reason": "Wachten zonder bericht is naar.",
        "what": "Wij sturen elke maand een bericht.",
        "at": NOW,
    } | more
    ready = {"ready_on": told["at"].date() + timedelta(days=30), "ready_on_text": "x"} if "ready_on" not in more else {"ready_on_text": ""}
    return advice_answers.answer(session, advice_id=advice_id, **({"version": version, "by": MANAGER} | ready | told))
