"""The programme: what the region set out to reach. Reference data; every row carries its source."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Pijler(Base):
    """One of the four pijlers: Voorzorg, Basiszorg, Maatzorg, Nazorg (S001 ch. 4; the names stay, S003 advice 7)."""

    __tablename__ = "pijler"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    aims: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))


class Goal(Base):
    """A subdoel of a pijler, such as BZ.b "eerste opvang max 6 weken" (S001 §4.3.1)."""

    __tablename__ = "goal"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    pijler_code: Mapped[str] = mapped_column(ForeignKey("pijler.code"))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))


class CareForm(Base):
    """A form of support that people flow through (S001 §7.2). A form that never stands alone does not count in the flow."""

    __tablename__ = "care_form"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    pijler_code: Mapped[str] = mapped_column(ForeignKey("pijler.code"))
    position: Mapped[int]
    counts_in_flow: Mapped[bool]
    has_places: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200))


class PlannedResult(Base):
    """A result of the plan (S000; S001 §6.8). Planned and realised years are kept apart (trap T20)."""

    __tablename__ = "planned_result"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    realised_year: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200))


class PlannedResultYear(Base):
    """A year in which a result was planned. A result may have two (the monitor: 2021 and 2023) or none known."""

    __tablename__ = "planned_result_year"

    result_code: Mapped[str] = mapped_column(ForeignKey("planned_result.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)


class AnnualGoal(Base):
    """A goal of a yearly uitvoeringsplan (S002: 2023)."""

    __tablename__ = "annual_goal"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))


class HousingTarget(Base):
    """A row of the vlekkenplan (S000 = S001 §6.4). Minimum and maximum differ only for a range (trap T18); 0 is a true 0 (trap T19)."""

    __tablename__ = "housing_target"
    __table_args__ = (CheckConstraint("places_max >= places_min", name="places"),)

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    housing_group: Mapped[str] = mapped_column(String(40))
    places_min: Mapped[int]
    places_max: Mapped[int]
    counts_in_total: Mapped[bool]
    position: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200))


class Norm(Base):
    """A normative value of the sources (domain paper A11). Which bound holds is in `kind`."""

    __tablename__ = "norm"
    __table_args__ = (CheckConstraint("kind IN ('min', 'max', 'bereik', 'geen')", name="kind"),)

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    unit: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(40))
    valid_from_year: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200))


class BaselineFigure(Base):
    """A figure printed in a source, with its scope: figures of different scope are never divided by each other (trap T7)."""

    __tablename__ = "baseline_figure"
    __table_args__ = (UniqueConstraint("code", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]
    value: Mapped[int]
    unit: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200))
