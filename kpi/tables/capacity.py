"""Places and people: how many places are in use, and how people moved in a quarter."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class CapacityCount(Base):
    """One location on the last day of the quarter: occupied + free + closed = places. All are numbers of places; waiting is people."""

    __tablename__ = "capacity_count"
    __table_args__ = (
        UniqueConstraint("report_id", "location_id"),
        CheckConstraint("occupied >= 0 AND free >= 0 AND closed >= 0 AND waiting >= 0 AND places >= 0", name="not_negative"),
        CheckConstraint("occupied + free + closed = places", name="adds_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    places: Mapped[int]
    occupied: Mapped[int]
    free: Mapped[int]
    closed: Mapped[int]
    waiting: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class FlowCount(Base):
    """People of one form of care in one quarter (S001 §7.2): begin + inflow + through_in - through_out - outflow = end."""

    __tablename__ = "flow_count"
    __table_args__ = (
        UniqueConstraint("report_id", "care_form_code"),
        CheckConstraint(
            "at_begin >= 0 AND inflow >= 0 AND through_in >= 0 AND through_out >= 0 AND outflow >= 0 AND at_end >= 0", name="not_negative"
        ),
        CheckConstraint("at_begin + inflow + through_in - through_out - outflow = at_end", name="balance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    care_form_code: Mapped[str] = mapped_column(ForeignKey("care_form.code"))
    at_begin: Mapped[int]
    inflow: Mapped[int]
    through_in: Mapped[int]
    through_out: Mapped[int]
    outflow: Mapped[int]
    at_end: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class FlowMove(Base):
    """People who moved on from one form of care to another inside the aanbieder: the inner cells of the in-, door- and uitstroom matrix."""

    __tablename__ = "flow_move"
    __table_args__ = (
        UniqueConstraint("report_id", "from_code", "to_code"),
        CheckConstraint("people >= 0", name="not_negative"),
        CheckConstraint("from_code <> to_code", name="other"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    from_code: Mapped[str] = mapped_column(ForeignKey("care_form.code"))
    to_code: Mapped[str] = mapped_column(ForeignKey("care_form.code"))
    people: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
