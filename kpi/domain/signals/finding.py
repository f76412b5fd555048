"""A finding: one reason why a figure deserves a conversation, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Number = int | float | str | bool | None


class Rule(StrEnum):
    """The rules, in the order in which they are judged and read."""

    COMPLETENESS = "completeness"
    PLAUSIBILITY = "plausibility"
    NORM = "norm"
    HISTORY = "history"
    SEASON = "season"
    PEERS = "peers"
    CAPABILITY = "capability"
    MULTIPLICITY = "multiplicity"


RULES = tuple(Rule)


class Nature(StrEnum):
    """What kind of claim it is: about what was agreed, about chance, about the data themselves."""

    CONTRACTUAL = "contractual"
    STATISTICAL = "statistical"
    DATA = "data"


class Severity(StrEnum):
    """How heavy: nothing to do; ask the aanbieder that fills in; look at it together; talk about it first."""

    INFORMATION = "information"
    QUESTION = "question"
    ATTENTION = "attention"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about one quarter. `numbers` holds all it stands on, with the denominator where there is one."""

    rule: Rule
    nature: Nature
    period: str
    severity: Severity
    sentence: str
    numbers: Mapping[str, Number]


def in_order(findings: list[Finding], periods: tuple[str, ...]) -> tuple[Finding, ...]:
    """By rule 0-7, and within a rule by quarter."""
    return tuple(sorted(findings, key=lambda found: (RULES.index(found.rule), periods.index(found.period))))
