"""Who is in care on the last day, by form of care, gemeente of origin and age group. It draws from streams of its own: no other figure moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from portal.developer.simulation.cast import Journeys
from portal.developer.simulation.chance import Chance
from portal.developer.simulation.people import Person, Ward
from portal.developer.simulation.vocabulary import ORIGIN_UNKNOWN

CENTRE = "0935"
REST = "overig"
_YOUNG = ("0-17", "18-22", "23-26")
_YOUTH_PLACES = "jeugd"
_FOUND_OUT = 0.75
"""Of this part of the people whose origin was not known when they came, it turned out to be the centrumgemeente."""


def people_of(slug: str, wards: Mapping[str, Ward], journeys: Journeys) -> Mapping[tuple[str, str, str], int]:
    """People today; who is alike from quarter to quarter stays in the same cell, so the tables change as slowly as the people do."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for code, ward in wards.items():
        for person in ward.clients.values():
            own = Chance(f"{slug}:{person.number}:wie")
            counted[code, _origin(person, own, journeys.origin), _age(person, own, journeys.ages)] += 1
    return dict(counted)


def _origin(person: Person, own: Chance, known: Mapping[str, float]) -> str:
    found_out = own.happens(_FOUND_OUT)
    if person.origin == ORIGIN_UNKNOWN:
        return CENTRE if found_out else REST
    return person.origin if person.origin.isdigit() and person.origin in known else REST


def _age(person: Person, own: Chance, ages: Mapping[str, float]) -> str:
    among_young = person.place is not None and person.place.cast.housing_type.startswith(_YOUTH_PLACES)
    return own.pick({group: weight for group, weight in ages.items() if group in _YOUNG or not among_young})
