"""Who takes part: municipalities, other organisations of the region, and roles (S000, S001 §7.1, S003 advies 13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.domain.reference.record import Record, no_duplicates, only_sections, records

KINDS = ("centrumgemeente", "regiogemeente", "aanbieder", "klankbordgroep")


@dataclass(frozen=True, slots=True)
class MunicipalityRecord:
    """A gemeente of the region with its CBS code."""

    code: str
    name: str
    slug: str
    is_centre: bool
    source: str


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation of the region that people sign in for. Aanbieders are never reference data (trap T10)."""

    slug: str
    name: str
    kind: str
    municipality_code: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Partners:
    """The contents of municipalities.toml; `organisations` holds one for every municipality too."""

    municipalities: tuple[MunicipalityRecord, ...]
    organisations: tuple[OrganisationRecord, ...]


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A role that people of one kind of organisation can hold."""

    code: str
    name: str
    organisation_kind: str
    explanation: str
    source: str


def parse_partners(document: Mapping[str, Any], *, file: str) -> Partners:
    """Read municipalities.toml. Exactly one municipality is the centre."""
    only_sections(document, file=file, known=("municipality", "organisation"))
    rows = records(document, file=file, section="municipality")
    municipalities = tuple(_municipality(row) for row in rows)
    no_duplicates(file, (entry.code for entry in municipalities))
    if sum(entry.is_centre for entry in municipalities) != 1:
        rows[0].refuse("is_centre", "Precies één gemeente is centrumgemeente.")
    others = tuple(_organisation(row) for row in records(document, file=file, section="organisation", key="slug"))
    organisations = tuple(map(_as_organisation, municipalities)) + others
    no_duplicates(file, (entry.slug for entry in organisations), field="slug")
    no_duplicates(file, (entry.name for entry in organisations), field="name")
    return Partners(municipalities, organisations)


def _municipality(row: Record) -> MunicipalityRecord:
    code = row.text("code", longest=4)
    if len(code) != 4 or not code.isdigit():
        row.refuse("code", "Een gemeentecode heeft vier cijfers.")
    entry = MunicipalityRecord(code, row.text("name", longest=80), row.text("slug", longest=60), row.flag("is_centre"), row.source())
    row.finish()
    return entry


def _organisation(row: Record) -> OrganisationRecord:
    entry = OrganisationRecord(
        row.text("slug", longest=60), row.text("name", longest=120), row.choice("kind", ("klankbordgroep",)), None, row.source()
    )
    row.finish()
    return entry


def _as_organisation(entry: MunicipalityRecord) -> OrganisationRecord:
    kind = "centrumgemeente" if entry.is_centre else "regiogemeente"
    name = f"Gemeente {entry.name}"
    return OrganisationRecord(entry.slug, name, kind, entry.code, entry.source)


def parse_roles(document: Mapping[str, Any], *, file: str) -> tuple[RoleRecord, ...]:
    """Read roles.toml."""
    only_sections(document, file=file, known=("role",))
    roles = tuple(_role(row) for row in records(document, file=file, section="role"))
    no_duplicates(file, (role.code for role in roles))
    return roles


def _role(row: Record) -> RoleRecord:
    role = RoleRecord(
        row.text("code", longest=40), row.text("name", longest=80), row.choice("organisation_kind", KINDS), row.text("explanation"), row.source()
    )
    row.finish()
    return role
