"""The record of a session and the consent of every organisation at its table.

All of them consent to one SHA-256 of the same canonical text. What is agreed is in it: who sat at the table, the agenda with the figures frozen at
it, what each organisation brought in, the minutes, the agreements as they were made, and what was added later. Whether an agreement has been kept
since is follow-up and stands outside; so does whatever is private to one organisation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from contracts.foundation.errors import Refused

MUNICIPALITY = "gemeente"
PROVIDER = "aanbieder"
SIDES = (MUNICIPALITY, PROVIDER)
AGREES = "eens"
DISAGREES = "niet eens"
FORM = 2  # the first form knew the agenda, the minutes and the agreements alone


@dataclass(frozen=True, slots=True)
class RecordedParty:
    """An organisation at the table."""

    organisation_id: int
    name: str
    side: str


@dataclass(frozen=True, slots=True)
class RecordedPerson:
    """Somebody who was invited. `presence` is "aanwezig", "afwezig", or "" when nobody said so."""

    name: str
    organisation: str
    kind: str
    presence: str


@dataclass(frozen=True, slots=True)
class RecordedHead:
    """Which conversation it is: its title, when and where, and who sat at the table."""

    session_id: int
    title: str
    planned_at: datetime
    place: str
    parties: tuple[RecordedParty, ...]
    people: tuple[RecordedPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedInput:
    """What one organisation brought to a point: what do we see, what does it mean, what do we do."""

    organisation_id: int
    organisation: str
    seen: str
    meaning: str
    doing: str


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
    kind: str = "punt"
    frozen_value: str = ""
    frozen_period: str = ""
    frozen_version: int | None = None
    frozen_at: datetime | None = None
    inputs: tuple[RecordedInput, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedAction:
    """An agreement as it was made: who does what by when, what it is about, and the effect that is expected of it."""

    action_id: int
    agenda_item_id: int | None
    deviation_id: int | None
    text: str
    owner_organisation: str
    owner_name: str
    due_on: date
    indicator_code: str | None = None
    commitment_id: int | None = None
    commitment_name: str = ""
    expected_value: Decimal | None = None
    baseline_shown: str = ""
    baseline_period: str = ""


@dataclass(frozen=True, slots=True)
class RecordedAddendum:
    """What was added to the settled minutes, why, and who proposed it."""

    number: int
    text: str
    reason: str
    person: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Record:
    """The record whole."""

    head: RecordedHead
    items: tuple[RecordedItem, ...]
    actions: tuple[RecordedAction, ...]
    addenda: tuple[RecordedAddendum, ...] = ()

    def with_addendum(self, addendum: RecordedAddendum) -> Record:
        """The same record with one more addendum: what the next edition will be."""
        return replace(self, addenda=(*self.addenda, addendum))


@dataclass(frozen=True, slots=True)
class Answer:
    """One organisation's answer to the record with this hash."""

    organisation_id: int
    side: str
    verdict: str
    sha256: str
    is_void: bool


def canonical(record: Record) -> str:
    """The record as one text: the same record gives the same text, whatever the order of the rows."""
    return json.dumps(_told(_in_order(record)), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(record: Record) -> str:
    """The SHA-256 of the record, in 64 hexadecimal characters."""
    return fingerprint_of(canonical(record))


def fingerprint_of(content: str) -> str:
    """The SHA-256 of a canonical text. What is no text at all (a lone surrogate, changed by hand) has one too."""
    return hashlib.sha256(content.encode(errors="surrogatepass")).hexdigest()


def parse(content: str, head: RecordedHead) -> Record:
    """The record of a canonical text, as an edition keeps it. Texts of the first form told neither when nor who: they get this head."""
    told: dict[str, Any] = json.loads(content)
    return Record(
        head=_head(told["gesprek"]) if "gesprek" in told else head,
        items=tuple(_item(one) for one in told["agenda"]),
        actions=tuple(_action(one) for one in told["afspraken"]),
        addenda=tuple(RecordedAddendum(**one) for one in told.get("aanvullingen", ())),
    )


def all_agree(answers: Iterable[Answer], sha256: str, *, parties: Iterable[int]) -> bool:
    """Does every organisation at the table agree with the record as it is now? Void answers and answers to another record do not count."""
    verdicts = {answer.organisation_id: answer.verdict for answer in answers if not answer.is_void and answer.sha256 == sha256}
    wanted = set(parties)
    return bool(wanted) and all(verdicts.get(party) == AGREES for party in wanted)


def check_answer(*, side: str, verdict: str, reason: str) -> None:
    """Raise Refused for an answer that is not complete: to disagree asks for a reason."""
    if side not in SIDES:
        raise Refused("side", "Kies voor welke kant u instemt.")
    if verdict not in (AGREES, DISAGREES):
        raise Refused("verdict", "Kies of u het eens bent met het verslag.")
    if verdict == DISAGREES and not reason:
        raise Refused("reason", "Schrijf op waarom u het niet eens bent.")


def _in_order(record: Record) -> Record:
    items = (replace(item, inputs=tuple(sorted(item.inputs, key=lambda i: i.organisation_id))) for item in record.items)
    head = replace(
        record.head,
        parties=tuple(sorted(record.head.parties, key=lambda p: p.organisation_id)),
        people=tuple(sorted(record.head.people, key=lambda p: (p.organisation, p.name, p.kind, p.presence))),
    )
    return Record(
        head=head,
        items=tuple(sorted(items, key=lambda i: (i.position, i.item_id))),
        actions=tuple(sorted(record.actions, key=lambda a: a.action_id)),
        addenda=tuple(sorted(record.addenda, key=lambda a: a.number)),
    )


def _told(record: Record) -> dict[str, Any]:
    return {
        "vorm": FORM,
        "gesprek": _plain(asdict(record.head)),
        "agenda": [_plain(asdict(item)) for item in record.items],
        "afspraken": [_plain(asdict(action)) for action in record.actions],
        "aanvullingen": [asdict(addendum) for addendum in record.addenda],
    }


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """The same fields with moments, days and figures as text."""
    return {name: _text(value) for name, value in fields.items()}


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _head(told: dict[str, Any]) -> RecordedHead:
    people = tuple(RecordedPerson(**one) for one in told["people"])
    parties = tuple(RecordedParty(**one) for one in told["parties"])
    return RecordedHead(**told | {"planned_at": datetime.fromisoformat(told["planned_at"]), "parties": parties, "people": people})


def _item(told: dict[str, Any]) -> RecordedItem:
    frozen_at = told.get("frozen_at")
    inputs = tuple(RecordedInput(**one) for one in told.get("inputs", ()))
    return RecordedItem(**told | {"frozen_at": frozen_at and datetime.fromisoformat(frozen_at), "inputs": inputs})


def _action(told: dict[str, Any]) -> RecordedAction:
    expected = told.get("expected_value")
    return RecordedAction(**told | {"due_on": date.fromisoformat(told["due_on"]), "expected_value": None if expected is None else Decimal(expected)})
