"""Norms and printed figures of the sources, each with its scope (domain paper A9, A11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.domain.reference.record import Record, no_duplicates, only_sections, records

NORM_KINDS = ("min", "max", "bereik", "geen")


@dataclass(frozen=True, slots=True)
class NormRecord:
    """A normative value. `kind` says which of the two bounds hold."""

    code: str
    name: str
    kind: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    level: str
    valid_from_year: int | None
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """A figure printed in a source. Figures of different scope are never divided by each other (trap T7)."""

    code: str
    name: str
    subject: str
    scope: str
    year: int
    value: int
    unit: str
    note: str
    source: str


def read_bounds(row: Record, kind: str, low: str, high: str) -> tuple[Decimal | None, Decimal | None]:
    """The two bounds of a norm, checked against its kind: a minimum, a maximum, a range that is never averaged (T18), or none."""
    found = (row.number_or_none(low), row.number_or_none(high))
    wanted = (kind in ("min", "bereik"), kind in ("max", "bereik"))
    for field, value, needed in zip((low, high), found, wanted, strict=True):
        if needed and value is None:
            row.refuse(field, f"Bij een norm van de soort '{kind}' hoort hier een getal.")
        if not needed and value is not None:
            row.refuse(field, f"Bij een norm van de soort '{kind}' hoort hier geen getal.")
    if found[0] is not None and found[1] is not None and found[0] > found[1]:
        row.refuse(high, "De bovengrens is lager dan de ondergrens.")
    return found


def parse_norms(document: Mapping[str, Any], *, file: str) -> tuple[NormRecord, ...]:
    """Read norms.toml."""
    only_sections(document, file=file, known=("norm",))
    norms = tuple(_norm(row) for row in records(document, file=file, section="norm"))
    no_duplicates(file, (norm.code for norm in norms))
    return norms


def _norm(row: Record) -> NormRecord:
    kind = row.choice("kind", NORM_KINDS)
    low, high = read_bounds(row, kind, "low", "high")
    note = row.text_or_empty("note")
    if kind == "geen" and not note:
        row.refuse("note", "Leg uit waarom hier geen grens staat.")
    norm = NormRecord(
        code=row.text("code", longest=40),
        name=row.text("name", longest=200),
        kind=kind,
        low=low,
        high=high,
        unit=row.text("unit", longest=40),
        level=row.text("level", longest=40),
        valid_from_year=row.whole_or_none("valid_from_year", least=1900),
        note=note,
        source=row.source(),
    )
    row.finish()
    return norm


def parse_volumes(document: Mapping[str, Any], *, file: str) -> tuple[FigureRecord, ...]:
    """Read volumes.toml. A figure is unique by code and year."""
    only_sections(document, file=file, known=("figure",))
    figures = tuple(_figure(row) for row in records(document, file=file, section="figure"))
    no_duplicates(file, (f"{figure.code} {figure.year}" for figure in figures))
    return figures


def _figure(row: Record) -> FigureRecord:
    figure = FigureRecord(
        code=row.text("code", longest=60),
        name=row.text("name", longest=200),
        subject=row.text("subject", longest=40),
        scope=row.text("scope", longest=80),
        year=row.whole("year", least=1900),
        value=row.whole("value"),
        unit=row.text("unit", longest=40),
        note=row.text_or_empty("note"),
        source=row.source(),
    )
    row.finish()
    return figure
