"""What stands round a deviation for the municipality: its agreements, its evidence, and the sessions with its aanbieder that are not settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import AGENDA_STATES, PREPARING, RUNNING_STATES
from kpi.queries.dialogues import SessionChoice
from kpi.tables.deviation import Deviation, Evidence
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An afspraak about it, also one that is done or lapsed."""

    action_id: int
    text: str
    owner_name: str
    owner_organisation: str
    due_on: date
    state: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A file that the aanbieder added. `size` in bytes."""

    id: int
    file_name: str
    person_name: str
    organisation_name: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it. `agenda` are the sessions that it could be put on, `stands_on` the one (not settled) whose agenda it stands on."""

    agreements: tuple[AgreementLine, ...]
    evidence: tuple[EvidenceLine, ...]
    agenda: tuple[SessionChoice, ...]
    stands_on: SessionChoice | None


_NO_MOMENT, _NO_DAY = cast(null(), DialogueSession.planned_at.type), cast(null(), ActionPoint.due_on.type)


def beside_deviation(session: Session, *, deviation_id: int) -> Beside:
    """One query. Not scoped by a viewer: for the municipality."""
    a, e, d = ActionPoint, Evidence, DialogueSession
    bound = AgendaItem.is_chosen | (d.state != PREPARING)  # an agenda that writes itself holds everything that is open: that is no choice yet
    on_it = select(AgendaItem.id).where(AgendaItem.session_id == d.id, AgendaItem.deviation_id == deviation_id, AgendaItem.is_live, bound).exists()
    own = select(Deviation.provider_id).where(Deviation.id == deviation_id).scalar_subquery()
    agreements = select(
        literal("afspraak"), a.id, a.text, a.owner_name, a.owner_organisation, a.state, literal(0), _NO_MOMENT, a.due_on
    ).where(a.deviation_id == deviation_id)  # fmt: skip
    files = select(
        literal("bewijs"), e.id, e.file_name, e.person_name, e.organisation_name, literal(""), e.size, e.at, _NO_DAY
    ).where(e.deviation_id == deviation_id, e.removed_at.is_(None))  # fmt: skip
    talks = select(
        literal("gesprek"), d.id, d.title, Organisation.name, case((on_it, "ja"), else_=""), d.state, d.provider_id, d.planned_at, _NO_DAY
    ).join(Organisation, Organisation.id == d.provider_id).where(d.provider_id == own, d.state.in_(RUNNING_STATES))  # fmt: skip
    found: dict[str, list[tuple[Any, ...]]] = {"afspraak": [], "bewijs": [], "gesprek": []}
    for part, *row in session.execute(union_all(agreements, files, talks)):
        found[part].append(tuple(row))
    return _beside(found)


def _beside(found: dict[str, list[tuple[Any, ...]]]) -> Beside:
    choices = {row: SessionChoice(row[0], row[5], row[2], row[1], row[6]) for row in found["gesprek"]}
    in_time = sorted(choices, key=lambda row: (choices[row].planned_at, choices[row].session_id))
    agreements = [AgreementLine(row[0], row[1], row[2], row[3], row[7], row[4]) for row in sorted(found["afspraak"], key=_number)]
    files = [EvidenceLine(row[0], row[1], row[2], row[3], row[5], row[6]) for row in sorted(found["bewijs"], key=_number)]
    return Beside(
        tuple(agreements),
        tuple(files),
        tuple(choices[row] for row in in_time if row[4] in AGENDA_STATES),
        next((choices[row] for row in in_time if row[3]), None),
    )


def _number(row: tuple[Any, ...]) -> int:
    return int(row[0])
