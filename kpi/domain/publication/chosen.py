"""A choice of coarseness as it is kept with a draft, as a form sends it, and in words."""

from __future__ import annotations

from itertools import product

from contracts.foundation.errors import Refused
from kpi.domain.publication.choice import Ages, Choice, Forms, Municipalities

MUNICIPALITIES = {Municipalities.EACH: "Elke gemeente apart", Municipalities.CENTRE_AND_OTHERS: "Maastricht en Heuvelland"}
FORMS = {Forms.EACH: "Elke vorm van zorg apart", Forms.GROUPS: "Vormen van zorg in groepen"}
AGES = {Ages.EACH: "Elke leeftijdsgroep apart", Ages.TWO: "Jonger dan 23, en 23 en ouder"}
ALL_CHOICES = tuple(Choice(*one) for one in product(Municipalities, Forms, Ages))
"""All eight, the finest one first."""


def choice_text(choice: Choice) -> str:
    """To be kept: three words."""
    return f"{choice.municipalities} {choice.forms} {choice.ages}"


def read_choice(text: str) -> Choice:
    """What was kept, or sent by a form. Raises Refused for anything else."""
    known = {choice_text(one): one for one in ALL_CHOICES}
    if text not in known:
        raise Refused("choice", "Kies hoe fijn de tabellen zijn.")
    return known[text]


def axes_in_words(choice: Choice) -> tuple[str, str, str]:
    """The choice axis by axis."""
    return MUNICIPALITIES[choice.municipalities], FORMS[choice.forms], AGES[choice.ages]


def in_words(choice: Choice) -> str:
    """The choice as one line."""
    municipalities, forms, ages = axes_in_words(choice)
    return f"{municipalities}; {forms.lower()}; {ages.lower()}"
