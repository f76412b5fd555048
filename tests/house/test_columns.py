"""A column's name tells what is in it: `_at` a moment, `_on` a day, `_cents` money (house.md 11)."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, Date, DateTime, Float, Integer, MetaData, Numeric, Table
from sqlalchemy.types import TypeEngine

from contracts.foundation.base import Base, Moment, Thousandths
from tests.house.source import STOREYS, name, python

DAYS_WITH_ANOTHER_NAME = {"valid_from", "valid_to", "birthday"}
ESTIMATES = {f"judgement.{name}" for name in ("centre", "lower", "upper", "smallest", "chance", "chance_peers")}
"""Means, limits and chances that were worked out: no figures that anybody reported, so they may be rounded."""


def misnamed(metadata: MetaData) -> list[str]:
    """Every column whose name and type disagree."""
    return [f"{table.name}.{column.name}: {fault}" for table in metadata.sorted_tables for column in table.columns for fault in faults(column)]


def faults(column: Column[Any]) -> list[str]:
    """What is wrong with one column; an empty list is right."""
    kind = column.type
    found = []
    if isinstance(kind, Moment) != is_moment_name(column.name):
        found.append("a moment is named _at, and nothing else is")
    if isinstance(kind, Date) != is_day_name(column.name):
        found.append("a day is named _on, valid_from or valid_to, and nothing else is")
    if is_money(kind) != column.name.endswith("_cents"):
        found.append("money is a BigInteger named _cents, and nothing else is")
    if isinstance(kind, DateTime):
        found.append("a moment is stored as Moment, which refuses one without a zone")
    if isinstance(kind, (Numeric, Float)) and not isinstance(kind, Integer) and str(column) not in ESTIMATES:
        found.append("a figure is stored as Thousandths, which never rounds")
    return found


def is_moment_name(column: str) -> bool:
    """Does this name promise a moment?"""
    return column == "at" or column.endswith("_at")


def is_day_name(column: str) -> bool:
    """Does this name promise a day?"""
    return column == "on" or column.endswith("_on") or column in DAYS_WITH_ANOTHER_NAME


def is_money(kind: TypeEngine[Any]) -> bool:
    """A plain BigInteger is money here; Thousandths is a figure."""
    return isinstance(kind, BigInteger) and not isinstance(kind, Thousandths)


def test_every_column_is_named_after_its_kind() -> None:
    for path in python(*STOREYS):
        if "tables" in path.parts or path.stem == "tables":
            importlib.import_module(name(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    assert len(Base.metadata.tables) > 10
    assert misnamed(Base.metadata) == []


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("signed", Moment()),
        ("signed_at", Date()),
        ("signed_on", Moment()),
        ("starts", Date()),
        ("amount", BigInteger()),
        ("amount_cents", Integer()),
        ("made_at", DateTime()),
        ("share", Numeric(10, 2)),
    ],
)
def test_the_column_check_can_fail(column: str, kind: TypeEngine[Any]) -> None:
    sample = MetaData()
    Table("sample", sample, Column(column, kind))
    assert misnamed(sample) != []


@pytest.mark.parametrize(
    ("column", "kind"),
    [("signed_at", Moment()), ("at", Moment()), ("ends_on", Date()), ("valid_to", Date()), ("amount_cents", BigInteger()), ("n", Thousandths())],
)
def test_the_column_check_lets_good_names_through(column: str, kind: TypeEngine[Any]) -> None:
    sample = MetaData()
    Table("sample", sample, Column(column, kind))
    assert misnamed(sample) == []
