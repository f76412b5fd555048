"""A subsidie as a JSON file of events, for `./samenzicht termijnen`: read with clear refusals, and its standing and last days written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.domain.allocation import read_amount
from contracts.domain.awb_terms import Rulebook, read_terms
from contracts.domain.subsidy.deadlines import Deadline, deadlines, is_suspended, next_deadline
from contracts.domain.subsidy.events import Event, Kind
from contracts.domain.subsidy.life import BEGIN, follow
from contracts.domain.subsidy.standing import Standing
from contracts.foundation.errors import Refused
from portal.developer.json_file import block, choice, day_of, day_or_none, flag, parsed, rows, text_of, whole_or_none

MOST_EVENTS = 400
TOP_KEYS = {"events", "today", "terms", "free_days"}
EVENT_KEYS = {"kind", "on", "amount", "until", "starts_on", "ends_on", "per_book_year", "ex_officio", "ground", "breach_on"}
TERM_KEYS = {"code", "count", "unit", "article", "in_law"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the file tells: where the subsidie stands, by which terms, and on which day that is asked."""

    standing: Standing
    book: Rulebook
    today: date


def read(text: bytes) -> Told:
    """Read the JSON of one subsidie and follow its events. Raises Refused (or ReferenceMistake) with a sentence that names the place."""
    content = block(parsed(text), "bestand", TOP_KEYS)
    book = Rulebook(_terms(content), frozenset(day_of({"day": each}, "day", "free_days") for each in rows(content, "free_days", most=MOST_EVENTS)))
    standing = BEGIN
    for number, given in enumerate(rows(content, "events", most=MOST_EVENTS), start=1):
        where = f"events {number}"
        event = _event(block(given, where, EVENT_KEYS), where)
        try:
            standing = follow(standing, event, book=book)
        except Refused as refused:
            raise Refused(f"{where}, {refused.field}", refused.reason) from refused
    return Told(standing, book, day_of(content, "today", "bestand"))


def _terms(content: Mapping[str, Any]) -> Mapping[str, Any]:
    given = [block(each, f"terms {number}", TERM_KEYS) for number, each in enumerate(rows(content, "terms", most=MOST_EVENTS), start=1)]
    whole = [{**each, "count": whole_or_none(each.get("count"), f"terms {number}, count")} for number, each in enumerate(given, start=1)]
    return read_terms({"term": whole} if whole else {}, file="terms")


def _event(given: Mapping[str, Any], where: str) -> Event:
    amount = given.get("amount")
    return Event(
        kind=choice(given, "kind", Kind, where=where),
        on=day_of(given, "on", where),
        amount_cents=None if amount is None else read_amount(text_of(amount, f"{where}, amount"), field=f"{where}, amount"),
        until_on=day_or_none(given.get("until"), f"{where}, until"),
        starts_on=day_or_none(given.get("starts_on"), f"{where}, starts_on"),
        ends_on=day_or_none(given.get("ends_on"), f"{where}, ends_on"),
        per_book_year=flag(given, "per_book_year", where),
        ex_officio=flag(given, "ex_officio", where),
        ground="" if given.get("ground") is None else text_of(given["ground"], f"{where}, ground"),
        breach_on=day_or_none(given.get("breach_on"), f"{where}, breach_on"),
    )


def written(told: Told) -> str:
    """The standing as JSON, for a person or a program. Amounts in cents."""
    standing, found = told.standing, deadlines(told.standing, book=told.book)
    following = next_deadline(found, today=told.today)
    content = {
        "state": standing.state,
        "amounts": {
            "requested_cents": standing.requested_cents,
            "granted_cents": standing.granted_cents,
            "advanced_cents": standing.advanced_cents,
            "determined_cents": standing.determined_cents,
            "paid_cents": standing.paid_cents,
            "to_pay_cents": standing.to_pay_cents,
            "recoverable_cents": standing.recoverable_cents,
            "claimed_cents": standing.claim_cents,
        },
        "suspended": is_suspended(standing, today=told.today),
        "next": None if following is None else following.code,
        "deadlines": [_deadline(each, told.today) for each in found],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _deadline(each: Deadline, today: date) -> dict[str, object]:
    return {
        "code": each.code,
        "by": each.side,
        "last_on": each.last_on.isoformat(),
        "article": each.article,
        "length": each.length,
        "duty": each.is_duty,
        "overdue": each.is_overdue(today),
        "sentence": each.sentence(today),
    }
