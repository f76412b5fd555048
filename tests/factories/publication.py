"""A summary as if it was made and tested, for tests of what happens to it afterwards; and two people to sign it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.period import Quarter
from kpi.actions import publishing
from kpi.actions.publication_making import Made, prints_now
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.content import SCHEMA, Movement, Places, SummaryContent, sha256
from kpi.domain.publication.kept import kept_text
from kpi.domain.publication.verdict import Verdict
from tests.factories.figures import NOW, QUARTER

SAFE = Verdict(is_safe=True, attackers=4, questions=120, editions=0, untold=0, seconds=0.5)
UNSAFE = Verdict(is_safe=False, attackers=4, questions=120, editions=0, untold=0, seconds=0.5, sentences=("Aanbieder 1 kan iets uitrekenen.",))


def person(number: int, name: str) -> Actor:
    """Somebody of the centre, who can sign."""
    return Actor(person_id=number, name=name, organisation_id=1, organisation_name="Gemeente Maastricht", origin="test")


FATIMA, DAAN, THIRD = person(101, "Fatima Amrani"), person(102, "Daan Smits"), person(103, "Iris Mol")


def content(period: Quarter = QUARTER, *, begin: int = 100) -> SummaryContent:
    """A summary of one figure."""
    return SummaryContent(
        schema=SCHEMA, period=period.code, base=5, providers_counted=4, providers_expected=4, conclusions=("Er zijn cijfers.",), figures=(),
        tables=(), movement=Movement(begin, 20, 15, begin + 5), places=Places(None, None, None, None), goals=(), trends=(), certainty=(),
        left_out=(), advice=(),
    )  # fmt: skip


def made(session: Session, *, period: Quarter = QUARTER, begin: int = 100, is_safe: bool = True) -> Made:
    """As `publication_making.make` answers, with the fingerprints of now."""
    told = content(period, begin=begin) if is_safe else None
    truth = kept_text(Bundle(f"{period.code} ({begin})", ())) if is_safe else ""
    return Made(period, Choice(), told, truth, SAFE if is_safe else UNSAFE, prints_now(session, period=period, age_bands=()))


def published(session: Session, one: Made, *, reason: str = "", at: datetime = NOW) -> int:
    """Kept, signed by two people, and out; the edition's number."""
    number = publishing.keep_draft(session, made=one, reason=reason, age_bands=(), by=FATIMA, at=at)
    publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), by=FATIMA, at=at)
    outcome = publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), by=DAAN, at=at)
    assert outcome.edition_id is not None
    return outcome.edition_id
