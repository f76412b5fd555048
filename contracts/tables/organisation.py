"""Who takes part: municipalities, and organisations that people sign in for."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Municipality(Base):
    """A gemeente of the region (S000 p1; codes: CBS list 2026)."""

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    is_centre: Mapped[bool]
    source: Mapped[str] = mapped_column(String(200))


class Organisation(Base):
    """An organisation with people in the portal. `kind` decides which roles its people can hold."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("kind IN ('centrumgemeente', 'regiogemeente', 'aanbieder', 'klankbordgroep')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    is_fictitious: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(200))


class Location(Base):
    """A place where an aanbieder houses people, with the number of contracted places per kind of housing."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    care_form_code: Mapped[str] = mapped_column(ForeignKey("care_form.code"))
    housing_type_code: Mapped[str | None] = mapped_column(ForeignKey("housing_target.code"))
    places: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")


class Role(Base):
    """A role that a person can hold in an organisation of one kind (S001 §7.1). What a role may do is in the portal's policy table."""

    __tablename__ = "role"
    __table_args__ = (CheckConstraint("organisation_kind IN ('centrumgemeente', 'regiogemeente', 'aanbieder', 'klankbordgroep')", name="kind"),)

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    organisation_kind: Mapped[str] = mapped_column(String(20))
    explanation: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))
