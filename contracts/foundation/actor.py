"""Who acts: what a use case knows of a person. It survives the session and knows no web."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for one organisation, with the roles held there. `origin` is where the request came from (BIO2 8.15.01)."""

    person_id: int | None
    name: str
    organisation_id: int | None
    organisation_name: str
    roles: frozenset[str] = field(default_factory=frozenset)
    origin: str = ""


def system(task: str) -> Actor:
    """The program itself, for loading reference data and scheduled work. `task` names the command."""
    return Actor(person_id=None, name=f"systeem: {task}", organisation_id=None, organisation_name="Samenzicht", origin="opdrachtregel")
