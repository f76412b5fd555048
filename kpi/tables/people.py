"""Who is in care on the last day of a quarter, in numbers: by form of care, gemeente of origin and age group."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class PeopleCount(Base):
    """People of one form of care, one gemeente of origin ("overig": another or unknown) and one age group ("onbekend": not known).

    All combinations of a form are kept together, zeros too: a form without rows was not filled in. Their sum is the flow's end.
    The rows of one form share one version.
    """

    __tablename__ = "people_count"
    __table_args__ = (
        UniqueConstraint("report_id", "care_form_code", "municipality_code", "age_group"),
        CheckConstraint("people >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    care_form_code: Mapped[str] = mapped_column(ForeignKey("care_form.code"))
    municipality_code: Mapped[str] = mapped_column(String(10))
    age_group: Mapped[str] = mapped_column(String(10))
    people: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
