"""The four invented aanbieders (cast.toml) and how journeys go (journeys.toml), read into frozen objects."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Trend:
    """A quantity that goes in a straight line from the first reported quarter to the last."""

    begin: float
    end: float

    def at(self, progress: float) -> float:
        """The value at a moment between 0.0 (first reported quarter) and 1.0 (last)."""
        return self.begin + (self.end - self.begin) * progress


@dataclass(frozen=True, slots=True)
class Character:
    """What makes one aanbieder different from another. Shares are 0-1, satisfaction is a mark 1-10, incidents are per quarter."""

    shelter_stay_factor: tuple[float, ...]
    planned: Trend
    home: Trend
    daytime: Trend
    aftercare: Trend
    satisfaction: Trend
    experts: Trend
    incidents: Trend
    response: float


@dataclass(frozen=True, slots=True)
class CastForm:
    """A form of care that an aanbieder delivers: applications from outside per quarter, and the limit of a form without places."""

    code: str
    arrivals: float
    caseload: int | None


@dataclass(frozen=True, slots=True)
class CastLocation:
    """A location: CBS municipality code, form of care, type of the vlekkenplan (S001 §6.4), places, and own units for a shelter."""

    name: str
    municipality: str
    care_form: str
    housing_type: str
    places: int
    own_units: Trend


@dataclass(frozen=True, slots=True)
class CastProvider:
    """One invented aanbieder. `slug` and each location's `name` are unique in the cast."""

    slug: str
    name: str
    character: Character
    forms: tuple[CastForm, ...]
    locations: tuple[CastLocation, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How a stay in one form of care goes, for every aanbieder alike (the fields are explained in journeys.toml)."""

    stay_days: tuple[tuple[float, int], ...]
    waits_inside: tuple[int, int]
    waits_outside: tuple[int, int]
    start_fill: float
    returns: float
    staff: float
    next: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Journeys:
    """Where people come from, how old they are, and the course of a stay per form of care."""

    origin: Mapping[str, float]
    ages: Mapping[str, float]
    courses: Mapping[str, Course]


def _character(record: dict[str, Any]) -> Character:
    trends = {key: Trend(*value) for key, value in record.items() if key not in {"shelter_stay_factor", "response"}}
    return Character(shelter_stay_factor=tuple(record["shelter_stay_factor"]), response=record["response"], **trends)


def _location(record: dict[str, Any]) -> CastLocation:
    return CastLocation(**{**record, "own_units": Trend(*record.get("own_units", (0, 0)))})


def _provider(record: dict[str, Any]) -> CastProvider:
    return CastProvider(
        slug=record["slug"],
        name=record["name"],
        character=_character(record["character"]),
        forms=tuple(CastForm(form["code"], form["arrivals"], form.get("caseload")) for form in record["form"]),
        locations=tuple(_location(location) for location in record["location"]),
    )


def _course(record: dict[str, Any]) -> Course:
    return Course(
        **{
            **record,
            "stay_days": tuple((share, days) for share, days in record["stay_days"]),
            "waits_inside": tuple(record["waits_inside"]),
            "waits_outside": tuple(record["waits_outside"]),
        }
    )


def load_cast() -> tuple[CastProvider, ...]:
    """The invented aanbieders, in the order of the file."""
    return tuple(_provider(record) for record in tomllib.loads((_HERE / "cast.toml").read_text("utf-8"))["provider"])


def load_journeys() -> Journeys:
    """The invented course of journeys."""
    content = tomllib.loads((_HERE / "journeys.toml").read_text("utf-8"))
    return Journeys(content["origin"], content["age"], {code: _course(record) for code, record in content["form"].items()})
