"""A requested change opens only what it names: a cell, or a section with all that is in it (requirement R2; screens §2a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.foundation.errors import Refused
from kpi.domain.indicator import FAMILIES
from kpi.domain.written import read_reason

CELL, SECTION = "cel", "onderdeel"
CAPACITY, FLOWS, PEOPLE, NOTE, CORRECTIONS = "capaciteit", "stromen", "mensen", "toelichting", "correcties"
SECTIONS = (*FAMILIES, CAPACITY, FLOWS, PEOPLE, NOTE, CORRECTIONS)
_CLOSED = "De gemeente heeft hier geen wijziging gevraagd. Alleen de onderdelen met een vraag staan open."


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of the contractmanager, about a cell (a KPI's code, with its family once it is known) or a section (one of `SECTIONS`)."""

    kind: str
    scope: str
    question: str
    family: str = ""


@dataclass(frozen=True, slots=True)
class Openings:
    """What is open while a change is asked. Without any question everything is: so it was asked before questions had a place."""

    asks: tuple[Ask, ...]

    def allows(self, section: str) -> bool:
        """Whether a whole section is open."""
        return not self.asks or any(ask.kind == SECTION and ask.scope == section for ask in self.asks)

    def allows_cell(self, code: str, family: str) -> bool:
        """Whether a cell is open: by itself, or with its family."""
        return self.allows(family) or any(ask.kind == CELL and ask.scope == code for ask in self.asks)

    def question(self, scope: str) -> str:
        """What was asked about a cell or a section; "" when nothing was."""
        return next((ask.question for ask in self.asks if ask.scope == scope), "")


def require_open(is_open: bool) -> None:
    """Refuse a change of what nobody asked about."""
    if not is_open:
        raise Refused("", _CLOSED)


def read_asks(asks: Sequence[Ask], *, codes: frozenset[str]) -> tuple[Ask, ...]:
    """The questions as they are kept. Raises Refused when there is none, one says too little (at "vraag-BZ-01"), or one names nothing.

    `codes` are the KPIs that the report asks.
    """
    if not asks:
        raise Refused("open", "Kies minstens één cijfer of onderdeel dat open moet.")
    known = {CELL: codes, SECTION: frozenset(SECTIONS)}
    if any(ask.scope not in known.get(ask.kind, frozenset()) for ask in asks):
        raise Refused("open", "Dit cijfer of onderdeel staat niet in de rapportage. Laad de pagina opnieuw.")
    if len({ask.scope for ask in asks}) < len(asks):
        raise Refused("open", "Stel per cijfer of onderdeel één vraag.")
    return tuple(Ask(ask.kind, ask.scope, read_reason(ask.question, field=f"vraag-{ask.scope}", what="een vraag")) for ask in asks)


def in_one_text(asks: Sequence[Ask]) -> str:
    """All questions together, one on a line, the same question once: "BZ-01, BZ-03: Kijk dit na."."""
    scopes: dict[str, list[str]] = {}
    for ask in asks:
        scopes.setdefault(ask.question, []).append(ask.scope)
    return "\n".join(f"{', '.join(named)}: {question}" for question, named in scopes.items())
