"""What changed between two submissions, in words: the same table for the aanbieder and for the contractmanager."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from contracts.foundation.period import Quarter
from kpi.domain.difference import Change, difference
from portal.web.formatting import typed

EMPTY = "leeg"
SECTIONS = {
    "cijfers": "Cijfer", "capaciteit": "Capaciteit", "stromen": "In- en uitstroom", "mensen": "Cliënten", "toelichting": "Toelichting",
    "correcties": "Correctie",
}  # fmt: skip
PARTS = {
    "teller": "teller of aantal", "noemer": "noemer", "geen cijfer": "reden dat er geen cijfer is", "toelichting": "toelichting",
    "definitie": "versie van de definitie", "plekken": "plekken", "occupied": "bezet", "free": "vrij", "closed": "tijdelijk dicht",
    "waiting": "wachtlijst", "at_begin": "begin", "inflow": "instroom", "through_in": "doorstroom in", "through_out": "doorstroom uit",
    "outflow": "uitstroom", "at_end": "eind", "reden": "reden", "teller was": "teller die er stond", "noemer was": "noemer die er stond",
}  # fmt: skip


class ChangedLine(NamedTuple):
    """One change in words: where, what of it, what it was and what it is."""

    where: str
    what: str
    was: str
    now: str


class CorrectionWords(NamedTuple):
    """A correction of an earlier quarter, in words."""

    quarter: str
    figure: str
    was: str
    now: str
    reason: str


def changed_lines(before: str, after: str | Mapping[str, Any], *, names: Mapping[str, str]) -> tuple[ChangedLine, ...]:
    """The difference of two contents (canonical text; the later may be a content itself). `names` says what codes are called."""
    later = json.loads(after) if isinstance(after, str) else after
    return tuple(_line(change, names) for change in difference(json.loads(before), later))


def _line(change: Change, names: Mapping[str, str]) -> ChangedLine:
    section, label = SECTIONS.get(change.section, change.section.capitalize()), change.label
    if change.section == "correcties":
        period, _, code = label.partition(" ")
        label = f"{Quarter.parse(period).label}, {code} {names.get(code, '')}"
    elif change.section == "cijfers":
        label = f"{label} {names.get(label, '')}"
    else:
        label = names.get(label, label)
    where = label.strip() if change.section == "cijfers" else f"{section}: {label.strip()}" if label else section
    was, now = (value or "0" if change.section == "mensen" else value for value in (change.was, change.now))  # nobody is told by no line
    return ChangedLine(where, PARTS.get(change.part, change.part), _shown(was), _shown(now))


def _shown(value: str | None) -> str:
    """A number with a decimal comma, and a text as it is."""
    if value is None:
        return EMPTY
    try:
        return typed(Decimal(value))
    except InvalidOperation:
        return value


def correction_words(content: Mapping[str, Any], *, names: Mapping[str, str]) -> tuple[CorrectionWords, ...]:
    """The corrections that a signed content carries."""
    lines: Iterable[Mapping[str, Any]] = content.get("correcties", [])
    return tuple(
        CorrectionWords(
            Quarter.parse(line["kwartaal"]).label,
            f"{line['kpi']} {names.get(line['kpi'], '')}".strip(),
            _figures(line.get("teller was"), line.get("noemer was")),
            line["geen cijfer"] or _figures(line["teller"], line["noemer"]),
            line["reden"],
        )
        for line in lines
    )


def _figures(first: str | None, second: str | None) -> str:
    """ "22 van 40", or the one number."""
    return " van ".join(_shown(number) for number in (first, second) if number is not None) or EMPTY
