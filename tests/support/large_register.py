"""A region as large as they come, for measuring: aanbieders x KPIs x quarters with their judgements and deviations, straight into the tables.

All invented, with a fixed seed. Everything is signed; of the newest quarter the first `unjudged` aanbieders of the first region are not judged yet.
Earlier judgements and deviations are what the engine typically leaves behind, not computed anew: `recompute` does that for the newest.
"""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from contracts.foundation.base import Base
from contracts.foundation.period import Quarter
from kpi.domain import follow_up, report

LAST = Quarter(2026, 3)
AT = datetime(2026, 10, 20, 8, 30, tzinfo=UTC)
FIRST_NUMBER = 100_000  # what stands in the database already keeps its own numbers
BATCH = 20_000
FLAGGED, STILL_OPEN = 0.08, 0.03  # of all figures; of the flagged ones before the newest quarter
SOURCE = "verzonnen voor de meting"
KINDS = ("verhouding", "verhouding", "verhouding", "aantal", "mediaan")
OPEN = (follow_up.NEW, follow_up.NEW, follow_up.ASKED, follow_up.EXPLAINED, follow_up.ON_AGENDA)

Row = dict[str, Any]
_JUDGED: Row = {
    "norm_verdict": "within", "norm_side": 0, "point_type": "common_cause", "pattern": "", "assurance": "inconsistent", "is_trial": False,
    "earlier": 12, "centre": 0.8, "lower": 0.55, "upper": 1.0, "smallest": 0.2, "chance": 0.088, "chance_peers": 0.005,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How large. One region is one database; more of them in one is the harsher case."""

    regions: int = 1
    providers: int = 10
    kpis: int = 35
    quarters: int = 40
    unjudged: int = 1


@dataclass(slots=True)
class Made:
    """The reports of the newest quarter that wait to be judged, and how much there is."""

    waiting: list[int] = field(default_factory=list)
    figures: int = 0
    deviations: int = 0


@dataclass(slots=True)
class _Writer:
    """Rows gathered per table and written in large batches, a table after the ones it points to."""

    session: Session
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, row: Row) -> None:
        self.rows.setdefault(table, []).append(row)

    def write(self) -> None:
        for table in ("report", "report_value", "judgement", "deviation", "finding", "deviation_event"):
            listed = iter(self.rows.pop(table, []))
            while batch := list(itertools.islice(listed, BATCH)):
                self.session.execute(insert(Base.metadata.tables[table]), batch)


def fill(session: Session, size: Size, *, seed: int = 5) -> Made:
    """Fill a database whose session is open for writing. The caller commits."""
    dice, made, writer = random.Random(seed), Made(), _Writer(session)
    codes = [f"GR-{number:02}" for number in range(size.kpis)]
    providers = range(FIRST_NUMBER, FIRST_NUMBER + size.regions * size.providers)
    for table, rows in {
        "indicator": [_indicator(number, code) for number, code in enumerate(codes)],
        "indicator_version": [_definition(number, code) for number, code in enumerate(codes)],
        "organisation": [_provider(number) for number in providers],
    }.items():
        session.execute(insert(Base.metadata.tables[table]), rows)
    report_ids = itertools.count(FIRST_NUMBER)
    for place, provider_id in enumerate(providers):
        for back in reversed(range(size.quarters)):
            signed = _report(next(report_ids), provider_id, LAST.shift(-back), is_newest=back == 0)
            writer.add("report", signed)
            is_waiting = back == 0 and place < size.unjudged
            made.waiting += [signed["id"]] if is_waiting else []
            for number, code in enumerate(codes):
                _figure(writer, made, dice, signed, number, code, is_judged=not is_waiting)
        writer.write()
    return made


def _indicator(number: int, code: str) -> Row:
    return {"code": code, "family": "maatzorg", "position": 1000 + number, "source": SOURCE}


def _definition(number: int, code: str) -> Row:
    kind = KINDS[number % len(KINDS)]
    is_share = kind == "verhouding"
    return {
        "id": FIRST_NUMBER + number, "indicator_code": code, "version": 1, "name": f"Meting {number} van een grote regio", "definition": "Verzonnen.",
        "value_kind": kind, "numerator_label": "aantal cliënten met een plek", "denominator_label": "aantal cliënten" if is_share else "",
        "unit": "%" if is_share else "aantal", "decimals": 0, "direction": "hoger", "norm_kind": "min" if is_share else "geen",
        "norm_low": Decimal(70) if is_share else None, "norm_high": None, "norm_note": "", "frequency": "kwartaal", "reported_by": "aanbieder",
        "over_time": "laatste", "over_providers": "som", "valid_from": date(2000, 1, 1), "valid_to": None, "breakdown": "", "prefill": "geen",
        "source": SOURCE,
    }  # fmt: skip


def _provider(number: int) -> Row:
    name = f"Stichting Groot {number}"
    return {"id": number, "slug": f"groot-{number}", "name": name, "kind": "aanbieder", "is_fictitious": True, "source": SOURCE}


def _report(number: int, provider_id: int, quarter: Quarter, *, is_newest: bool) -> Row:
    state = report.HANDED_IN if is_newest else report.FROZEN
    due_at = datetime.combine(quarter.ends_on, time(22), UTC) + timedelta(days=60)
    return {
        "id": number, "provider_id": provider_id, "period": quarter.code, "kind": "kwartaal", "title": "", "period_ends_on": quarter.ends_on,
        "first_due_at": due_at, "due_at": due_at, "last_edit_at": due_at + timedelta(days=30), "state": state,
        "submitted_at": due_at - timedelta(days=20), "note": "", "contract_basis": "", "version": 1,
    }  # fmt: skip


def _figure(writer: _Writer, made: Made, dice: random.Random, signed: Row, number: int, code: str, *, is_judged: bool) -> None:
    """One figure with what was judged of it, and in some cases the deviation that came of it."""
    is_share = KINDS[number % len(KINDS)] == "verhouding"
    bottom = Decimal(dice.randint(30, 90)) if is_share else None
    top = Decimal(round(float(bottom) * dice.uniform(0.65, 0.95))) if bottom is not None else Decimal(dice.randint(10, 40))
    figures = {"numerator": top, "denominator": bottom, "missing_reason": None}
    cell = {"report_id": signed["id"], "indicator_version_id": FIRST_NUMBER + number, "changed_at": AT, "changed_by": "Verzonnen", "version": 1}
    writer.add("report_value", cell | figures | {"explanation": "", "origin": "getypt"})
    made.figures += 1
    if not is_judged:
        return
    severity = dice.choice([2, 3]) if dice.random() < FLAGGED else 0
    about = {"report_id": signed["id"], "provider_id": signed["provider_id"], "period": signed["period"], "indicator_code": code}
    judged = about | figures | {"indicator_version_id": FIRST_NUMBER + number, "kind": "proportion" if is_share else "count", "judged_at": AT}
    writer.add("judgement", judged | _JUDGED | {"severity": severity, "findings": json.dumps([_finding(severity)]) if severity else "[]"})
    if severity:
        made.deviations += 1
        is_newest = signed["state"] == report.HANDED_IN
        state = dice.choice(OPEN) if is_newest or dice.random() < STILL_OPEN else follow_up.CLOSED
        _deviation(writer, FIRST_NUMBER + made.deviations, about | {"severity": severity, "state": state})


def _finding(severity: int) -> Row:
    sentence = "2026-K3: 61,5 % (24 van 39). De norm is minstens 70 %. Dat ligt onder de norm, ook als we rekening houden met toeval."
    told = {"rule": "norm", "nature": "contractual", "sentence": sentence, "shared_sentence": sentence}
    return told | {"weight": severity, "numbers": '{"confidence": 0.95, "denominator": 39.0, "numerator": 24.0, "value": 0.6153846153846154}'}


def _deviation(writer: _Writer, number: int, about: Row) -> None:
    """A deviation with its finding, and the events that belong to its state."""
    told = _finding(about["severity"])
    writer.add("deviation", about | {"id": number, "found_at": AT, "changed_at": None, "owner_id": None, "owner_name": "", "version": 1})
    kept = {name: told[name] for name in ("rule", "nature", "sentence", "shared_sentence", "numbers")}
    writer.add("finding", kept | {"deviation_id": number, "position": 0, "severity": about["severity"]})
    closed = [(follow_up.SETTLED, "Besproken.")] if about["state"] == follow_up.CLOSED else []
    for kind, text in [(follow_up.FOUND, told["sentence"]), *closed]:
        event = {"deviation_id": number, "kind": kind, "at": AT, "person_name": "Samenzicht", "organisation_name": "Samenzicht", "text": text}
        writer.add("deviation_event", event)
