"""The declarative base of all tables, and the three column types that both databases must agree on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Naive moments are refused, so that no local time slips in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps no zone, so it gets the bare UTC value."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give every moment back with its zone."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Thousandths(TypeDecorator[Decimal]):
    """A decimal number with at most three decimals, kept as a whole number of thousandths.

    SQLite has no exact decimal type; a sum of stored REALs drifts (1000 x 0.10 is not 100).
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Refuse what would be rounded: a figure is stored as it was typed or not at all."""
        if value is None:
            return None
        scaled = Decimal(value) * 1000
        if scaled != scaled.to_integral_value():
            raise ValueError("a figure has at most three decimals")
        return int(scaled)

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], Decimal | None]:
        """How stored numbers are read: as a function of its own, because a grid reads a thousand of them."""
        return _decimal_of


@lru_cache(maxsize=8192)
def _decimal_of(thousandths: int | None) -> Decimal | None:
    """The decimal without trailing zeros after the point."""
    if thousandths is None:
        return None
    whole, rest = divmod(int(thousandths), 1000)
    return Decimal(whole) if rest == 0 else (Decimal(int(thousandths)) / 1000).normalize()


class Base(DeclarativeBase):
    """Every table of the house. Relationships are not used: queries join what they need."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment, Decimal: Thousandths}
