"""How coarse the tables of a publication are: chosen by the publisher, with a preview of what each choice shows and hides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Municipalities(StrEnum):
    """Every gemeente apart, or the centrumgemeente beside the others together (Maastricht and Heuvelland)."""

    EACH = "gemeenten"
    CENTRE_AND_OTHERS = "centrum-en-overige"


class Forms(StrEnum):
    """Every form of care apart, or in groups."""

    EACH = "vormen"
    GROUPS = "groepen"


class Ages(StrEnum):
    """Every age group of the region apart, or younger than 23 beside 23 and older."""

    EACH = "groepen"
    TWO = "twee"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice for each axis."""

    municipalities: Municipalities = Municipalities.EACH
    forms: Forms = Forms.EACH
    ages: Ages = Ages.EACH
