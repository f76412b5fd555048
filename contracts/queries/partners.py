"""Who takes part: the gemeenten of the region, and the roles people can hold."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.tables.organisation import Municipality, Role


@dataclass(frozen=True, slots=True)
class MunicipalityLine:
    """A gemeente with its CBS code."""

    code: str
    name: str
    is_centre: bool
    source: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role, and the kind of organisation whose people can hold it."""

    code: str
    name: str
    organisation_kind: str
    explanation: str
    source: str


def municipalities(session: Session) -> list[MunicipalityLine]:
    """All gemeenten, by name."""
    rows = session.execute(select(Municipality.code, Municipality.name, Municipality.is_centre, Municipality.source).order_by(Municipality.name))
    return [MunicipalityLine(*row) for row in rows]


def roles(session: Session, *, organisation_kind: str | None = None) -> list[RoleLine]:
    """All roles by kind of organisation and name, or those of one kind."""
    statement = select(Role.code, Role.name, Role.organisation_kind, Role.explanation, Role.source).order_by(Role.organisation_kind, Role.name)
    if organisation_kind is not None:
        statement = statement.where(Role.organisation_kind == organisation_kind)
    return [RoleLine(*row) for row in session.execute(statement)]
