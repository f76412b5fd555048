"""The record of a session and both sides' consent to it.

Both sides consent to one SHA-256 of the same canonical text. What is agreed is in it: the agenda, the minutes and the
action points (what, who, when). Whether an action point has been done since is follow-up and stands outside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from contracts.foundation.errors import Refused

MUNICIPALITY = "gemeente"
PROVIDER = "aanbieder"
SIDES = (MUNICIPALITY, PROVIDER)
AGREES = "eens"
DISAGREES = "niet eens"


@dataclass(frozen=True, slots=True)
class RecordedItem:
    """An agenda item as it stands in the record, with the figures frozen at it and what was written down."""

    item_id: int
    part: str
    position: int
    title: str
    deviation_id: int | None
    figures: str
    minutes: str


@dataclass(frozen=True, slots=True)
class RecordedAction:
    """An action point as it was agreed."""

    action_id: int
    agenda_item_id: int | None
    deviation_id: int | None
    text: str
    owner_organisation: str
    owner_name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Answer:
    """One organisation's answer to the record with this hash."""

    organisation_id: int
    side: str
    verdict: str
    sha256: str
    is_void: bool


def canonical(items: Iterable[RecordedItem], actions: Iterable[RecordedAction]) -> str:
    """The record as one text: the same record gives the same text, whatever the order of the rows."""
    record = {
        "agenda": [asdict(item) for item in sorted(items, key=lambda i: (i.position, i.item_id))],
        "afspraken": [asdict(action) | {"due_on": action.due_on.isoformat()} for action in sorted(actions, key=lambda a: a.action_id)],
    }
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(items: Iterable[RecordedItem], actions: Iterable[RecordedAction]) -> str:
    """The SHA-256 of the record, in 64 hexadecimal characters."""
    return hashlib.sha256(canonical(items, actions).encode()).hexdigest()


def all_agree(answers: Iterable[Answer], sha256: str, *, parties: Iterable[int]) -> bool:
    """Does every organisation at the table agree with the record as it is now? Void answers and answers to another record do not count."""
    agreed = {answer.organisation_id for answer in answers if not answer.is_void and answer.sha256 == sha256 and answer.verdict == AGREES}
    needed = set(parties)
    return bool(needed) and needed <= agreed


def check_answer(*, side: str, verdict: str, reason: str) -> None:
    """Raise Refused for an answer that is not complete: to disagree asks for a reason."""
    if side not in SIDES:
        raise Refused("side", "Kies voor welke kant u instemt.")
    if verdict not in (AGREES, DISAGREES):
        raise Refused("verdict", "Kies of u het eens bent met het verslag.")
    if verdict == DISAGREES and not reason:
        raise Refused("reason", "Schrijf op waarom u het niet eens bent.")
