"""The regional summary as it is frozen when published: a text that is the same for the same summary, and the way back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """One KPI of the region. `hidden` is the reason why there is no figure ("" when there is one); then every number is None.

    `providers` is how many aanbieders stand behind the figure, `previous` the value in the edition before, when comparable.
    """

    code: str
    version: int
    name: str
    pijler: str
    kind: str
    unit: str
    decimals: int
    direction: str
    message: str
    sentence: str
    note: str
    hidden: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    providers: int | None
    previous: Decimal | None
    norm: str
    norm_low: Decimal | None
    norm_high: Decimal | None
    meets_norm: bool | None


@dataclass(frozen=True, slots=True)
class FlowRow:
    """People of one form of care (or of all): begin + joined - left = end. Joined is inflow and doorstroom in; left likewise."""

    code: str
    name: str
    begin: int | None
    joined: int | None
    left: int | None
    end: int | None
    hidden: str


@dataclass(frozen=True, slots=True)
class FlowDetail:
    """For all forms together: how many came from outside, moved within, and left."""

    inflow: int
    through_in: int
    through_out: int
    outflow: int


@dataclass(frozen=True, slots=True)
class Places:
    """Places of the region. occupied + unoccupied = places; unoccupied = free + closed. What is None is hidden."""

    places: int | None
    occupied: int | None
    unoccupied: int | None
    free: int | None
    closed: int | None
    waiting: int | None
    note: str


@dataclass(frozen=True, slots=True)
class SummaryContent:
    """One quarter of the region, in figures and plain Dutch sentences. No aanbieder is named."""

    schema: int
    period: str
    providers_counted: int
    providers_expected: int
    conclusions: tuple[str, ...]
    figures: tuple[IndicatorFigure, ...]
    flows: tuple[FlowRow, ...]
    flow_total: FlowRow
    flow_detail: FlowDetail | None
    places: Places
    left_out: tuple[str, ...]


def canonical(content: SummaryContent) -> str:
    """The summary as text. Decimals are written as strings, so that nothing is rounded."""
    return json.dumps(asdict(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def sha256(text: str) -> str:
    """The fingerprint of a frozen summary."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str) -> SummaryContent:
    """The summary out of its frozen text. Raises ValueError for a schema this program does not know."""
    read: dict[str, Any] = json.loads(text)
    if read.get("schema") != SCHEMA:
        raise ValueError(f"unknown schema of a summary: {read.get('schema')!r}")
    detail = read["flow_detail"]
    read |= {
        "conclusions": tuple(read["conclusions"]),
        "figures": tuple(_figure(figure) for figure in read["figures"]),
        "flows": tuple(FlowRow(**row) for row in read["flows"]),
        "flow_total": FlowRow(**read["flow_total"]),
        "flow_detail": None if detail is None else FlowDetail(**detail),
        "places": Places(**read["places"]),
        "left_out": tuple(read["left_out"]),
    }
    return SummaryContent(**read)


def _figure(read: dict[str, Any]) -> IndicatorFigure:
    numbers = ("value", "numerator", "denominator", "previous", "norm_low", "norm_high")
    return IndicatorFigure(**(read | {name: None if read[name] is None else Decimal(read[name]) for name in numbers}))


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"not in a summary: {value!r}")
