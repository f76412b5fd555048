"""What was judged of every figure, what stood out, and what people said and decided about it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Judgement(Base):
    """What all rules together say of one signed figure: one KPI of one aanbieder in one quarter. Computed at submission, never while a page is drawn.

    `numerator`, `denominator` and `missing_reason` are the figure that was judged, corrections included. `centre`, `lower`, `upper` and `smallest`
    are in the engine's unit: a share of people lies between 0 and 1, any other value is itself. `earlier` counts the figures before this one that it
    could be compared with; `is_trial`: the limits stand on few of them. `severity`: 0 nothing, 2 attention, 3 signal. `chance` and `chance_peers`
    are the numbers of false findings to expect of this figure alone. `findings` is canonical JSON: all of them, also the quiet ones.
    """

    __tablename__ = "judgement"
    __table_args__ = (
        UniqueConstraint("report_id", "indicator_code"),
        CheckConstraint("severity IN (0, 1, 2, 3)", name="severity"),
        Index("ix_judgement_provider_id_period", "provider_id", "period"),
        Index("ix_judgement_indicator_code_period", "indicator_code", "period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    period: Mapped[str] = mapped_column(String(7), index=True)
    indicator_code: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    indicator_version_id: Mapped[int] = mapped_column(ForeignKey("indicator_version.id"))
    kind: Mapped[str] = mapped_column(String(12))
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    missing_reason: Mapped[str | None] = mapped_column(String(30))
    norm_verdict: Mapped[str] = mapped_column(String(12), default="")
    norm_side: Mapped[int] = mapped_column(default=0)
    point_type: Mapped[str] = mapped_column(String(30), default="")
    pattern: Mapped[str] = mapped_column(String(20), default="")
    assurance: Mapped[str] = mapped_column(String(20), default="")
    is_trial: Mapped[bool] = mapped_column(default=True)
    earlier: Mapped[int] = mapped_column(default=0)
    centre: Mapped[float | None]
    lower: Mapped[float | None]
    upper: Mapped[float | None]
    smallest: Mapped[float | None]
    severity: Mapped[int] = mapped_column(default=0)
    chance: Mapped[float] = mapped_column(default=0.0)
    chance_peers: Mapped[float] = mapped_column(default=0.0)
    findings: Mapped[str] = mapped_column(Text, default="[]")
    judged_at: Mapped[datetime]


class Rebase(Base):
    """From this quarter on the limits of a series start anew: a manager said so, with a reason. Withdrawn ones stay, and count no more."""

    __tablename__ = "rebase"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    indicator_code: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    period: Mapped[str] = mapped_column(String(7))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(120), default="")
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")


class Deviation(Base):
    """One KPI of one aanbieder in one quarter that stands out; it holds its findings. `state` is the stored fold of its events.

    `owner_id` is the contractmanager who follows it. `changed_at`: its findings changed after people could have read them.
    """

    __tablename__ = "deviation"
    __table_args__ = (
        UniqueConstraint("report_id", "indicator_code"),
        CheckConstraint(
            "state IN ('nieuw', 'uitleg gevraagd', 'toegelicht', 'op de agenda', 'afspraak loopt', 'effect gezien', 'afgehandeld')", name="state"
        ),
        CheckConstraint("severity IN (1, 2, 3)", name="severity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    period: Mapped[str] = mapped_column(String(7), index=True)
    indicator_code: Mapped[str] = mapped_column(ForeignKey("indicator.code"), index=True)
    severity: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="nieuw", index=True)
    found_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    owner_id: Mapped[int | None]
    owner_name: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)


class Finding(Base):
    """Why a deviation stands out: the rule, what kind of claim it is, and a plain Dutch sentence with its figures.

    `sentence` is for the contractmanager; `shared_sentence` names no figure of another aanbieder and is what both sides read. `numbers` is
    canonical JSON: everything that the finding stands on.
    """

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("deviation_id", "position"),
        CheckConstraint("nature IN ('contractual', 'statistical', 'data')", name="nature"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deviation_id: Mapped[int] = mapped_column(ForeignKey("deviation.id"))
    position: Mapped[int]
    rule: Mapped[str] = mapped_column(String(20))
    nature: Mapped[str] = mapped_column(String(12))
    severity: Mapped[int]
    sentence: Mapped[str] = mapped_column(Text)
    shared_sentence: Mapped[str] = mapped_column(Text)
    numbers: Mapped[str] = mapped_column(Text, default="{}")


class Evidence(Base):
    """A file that an aanbieder adds to its explanation. Removed ones keep their line, without content."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    deviation_id: Mapped[int] = mapped_column(ForeignKey("deviation.id"), index=True)
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    organisation_name: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str] = mapped_column(String(120), default="")


class DeviationEvent(Base):
    """Something that was asked, answered or decided about a deviation."""

    __tablename__ = "deviation_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    deviation_id: Mapped[int] = mapped_column(ForeignKey("deviation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    organisation_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
