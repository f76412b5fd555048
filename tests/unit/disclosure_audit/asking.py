"""Tables and histories attacked, as from a file."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from time import monotonic
from typing import Any

from kpi.domain.disclosure_audit.audit import Audit, Limits, audit
from portal.developer import history_file
from tests.unit.disclosure.making import Table, protected


def audited(content: Table, *, seconds: float = 60.0, intervals: bool = False) -> Audit:
    """With a real clock."""
    history, insiders, _ = history_file.read(json.dumps(content).encode())
    begun = monotonic()
    return audit(history, insiders, limits=Limits(seconds, intervals=intervals), elapsed=lambda: monotonic() - begun)


def published(table: Table) -> Table | None:
    """The table with what the protector publishes of it; None when that is nothing."""
    made = protected(table)
    if not made.safe:
        return None
    told: dict[str, Any] = {"suppressed": list(made.suppressed), "steps": made.steps}
    return table | told | {"rounded": {cell: int(value) for cell, value in made.rounded.items()}}


def found(audit: Audit) -> set[tuple[str | None, str, str]]:
    """Who finds out what, by which rule."""
    return {(one.attacker, one.cell, one.rule) for one in audit.findings}


def some(seed: int, names: Iterable[str], share: float) -> list[str]:
    """Some of them, at random."""
    dice = random.Random(seed)
    return [one for one in names if dice.random() < share]
