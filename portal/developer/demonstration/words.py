"""What the invented people write: explanations, questions, answers and reasons, chosen by the situation and always the same."""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kpi.domain.checks.verdict import Question
from kpi.domain.deviation import RULE_NORM
from kpi.queries.grid import GridRow

_FILE = Path(__file__).with_name("words.toml")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def choose(pool: Sequence[str], *about: str) -> str:
    """One of the sentences: the same for the same subject, on every machine."""
    return pool[zlib.crc32("|".join(about).encode()) % len(pool)]


def explanation_of(row: GridRow, *about: str) -> str:
    """What an aanbieder writes at a cell that stands out."""
    pools = _words()["explanation"]
    if any(rule.rule == RULE_NORM for rule in row.signals):
        return choose(pools["kpi"].get(row.code, pools["norm"]), row.code, *about)
    before = None if row.previous is None else row.previous.value
    rose = row.value is not None and before is not None and row.value > before
    return choose(pools["up" if rose else "down"], row.code, *about)


def reason_for(question: Question, *about: str) -> str:
    """Why an aanbieder says that an unusual figure is right."""
    pools = _words()["confirmation"]
    return choose(pools["field"].get(question.field, pools["other"]), question.rule, question.field, *about)


def said(kind: str, *about: str) -> str:
    """What is said about a deviation: "question", "answer", "settled_explained" or "settled"."""
    return choose(_words()["deviation"][kind], *about)


def said_about(subject: str) -> str:
    """What is said about a report: "change" (the contractmanager's question) or "correction" (the aanbieder's reason)."""
    return str(_words()["report"][subject])


def settled_in_dialogue() -> str:
    """Why a deviation that was discussed is settled."""
    return str(_words()["deviation"]["settled_dialogue"])
