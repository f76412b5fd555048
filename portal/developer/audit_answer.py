"""What `./samenzicht toets` answers about tables: JSON for programs, and one Dutch sentence for each finding for the person who asked."""

from __future__ import annotations

import json
from math import isinf
from typing import Any

from kpi.domain.disclosure_audit.audit import Audit, Finding
from kpi.domain.disclosure_audit.sentences import sentence, unproven

MOST_TOLD = 50


def written(audit: Audit) -> str:
    """The answer as JSON; null is without end, or the outsider, or nobody."""
    content = {
        "ok": audit.safe,
        "findings": [_finding(one) for one in audit.findings],
        "unproven": [{"attacker": attacker, "cell": cell} for attacker, cell in audit.unproven],
        "checked": audit.checked,
        "seconds": round(audit.seconds, 3),
        "intervals": {cell: [_plain(least), _plain(most)] for cell, (least, most) in audit.intervals.items()},
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def told(audit: Audit) -> str:
    """What is found in sentences, a line each."""
    lines = [sentence(one) for one in audit.findings[:MOST_TOLD]]
    if len(audit.findings) > MOST_TOLD:
        lines.append(f"Er zijn nog {len(audit.findings) - MOST_TOLD} bevindingen; ze staan in de uitkomst.")
    return "\n".join([*lines, *filter(None, [unproven(audit)])])


def _finding(one: Finding) -> dict[str, Any]:
    known: dict[str, Any] = {
        "attacker": one.attacker,
        "cell": one.cell,
        "interval": [_plain(end) for end in one.interval],
        "learns_of": one.learns_of,
        "rule": one.rule,
        "sentence": sentence(one),
        "whole": one.whole,
    }
    if one.beside is not None:
        known["beside"] = one.beside
    return known | ({"editions": [one.earlier, one.later]} if one.later else {})


def _plain(number: float) -> float | int | None:
    if isinf(number):
        return None
    return int(number) if number == int(number) else number
