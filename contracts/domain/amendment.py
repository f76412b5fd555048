"""An amendment: the whole of what was agreed, as canonical text, and in words what is different from the version before.

The text is JSON with sorted keys; days as in ISO 8601, amounts as whole cents, decimals as text, so that no reader rounds them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.domain.options import Option
from contracts.domain.tariff import day_text
from contracts.domain.variant import Variant
from contracts.foundation.money import format_euros

FORMAT = "samenzicht-afspraken-1"
NOTHING = "niet ingevuld"
FIRST_REASON = "Zoals het eerst is vastgelegd."


@dataclass(frozen=True, slots=True)
class CommitmentTerms:
    """All terms of an arrangement or subsidie. `years`: cents promised per budget year."""

    kind: str
    reference: str
    agreement: str | None
    care_form_code: str | None
    name: str
    starts_on: date
    ends_on: date
    variant: Variant | None
    product_category: str
    product_code: str
    agreed_places: Decimal | None
    years: Mapping[int, int]

    @property
    def text(self) -> str:
        """The canonical text. A year outside the period without money is no term."""
        runs = range(self.starts_on.year, self.ends_on.year + 1)
        return _text(
            {
                "soort": self.kind,
                "kenmerk": self.reference,
                "overeenkomst": self.agreement,
                "zorgvorm": self.care_form_code,
                "naam": self.name,
                "eerste dag": self.starts_on.isoformat(),
                "laatste dag": self.ends_on.isoformat(),
                "uitvoeringsvariant": None if self.variant is None else self.variant.value,
                "productcategorie": self.product_category,
                "productcode": self.product_code,
                "plekken": None if self.agreed_places is None else f"{self.agreed_places.normalize():f}",
                "bedragen": {str(year): cents for year, cents in sorted(self.years.items()) if cents or year in runs},
            }
        )


@dataclass(frozen=True, slots=True)
class FrameTerms:
    """All terms of a raamovereenkomst. `base_ends_on`: its last day without any option; `ends_on`: with the options that were used."""

    reference: str
    name: str
    starts_on: date
    base_ends_on: date
    ends_on: date
    note: str
    options: tuple[Option, ...]

    @property
    def text(self) -> str:
        """The canonical text. The last day without options stands in it when an option moved it."""
        base = None if self.base_ends_on == self.ends_on else self.base_ends_on.isoformat()
        return _text(
            {
                "soort": "raamovereenkomst",
                "kenmerk": self.reference,
                "naam": self.name,
                "eerste dag": self.starts_on.isoformat(),
                "laatste dag zonder verlenging": base,
                "laatste dag": self.ends_on.isoformat(),
                "opmerking": self.note,
                "verlengingen": {str(number): _option(each) for number, each in enumerate(self.options, start=1)},
            }
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """One term that is different now, in words."""

    label: str
    was: str
    now: str

    @property
    def sentence(self) -> str:
        """ "Laatste dag: was 31 december 2026, is nu 31 december 2027."."""
        return f"{self.label}: was {self.was}, is nu {self.now}."


def changes(before: str, after: str) -> tuple[Changed, ...]:
    """What is different between two versions, in the order in which terms are read. Raises ValueError for a text that is not ours."""
    was, now = dict(in_words(before)), dict(in_words(after))
    labels = [*now, *(label for label in was if label not in now)]
    return tuple(Changed(each, was.get(each, NOTHING), now.get(each, NOTHING)) for each in labels if was.get(each) != now.get(each))


def in_words(text: str) -> tuple[tuple[str, str], ...]:
    """A whole version as (term, words). Raises ValueError for a text that is not ours."""
    content = json.loads(text)
    if content.get("vorm") != FORMAT:
        raise ValueError("not the text of an agreement")
    told = [(label, say(content[key])) for key, label, say in _FIELDS if key in content]
    told += [(f"Toegezegd in {year}", format_euros(cents)) for year, cents in sorted(content.get("bedragen", {}).items())]
    return (*told, *((f"Verlenging {number}", words) for number, words in sorted(content.get("verlengingen", {}).items())))


def _text(content: dict[str, Any]) -> str:
    return json.dumps({"vorm": FORMAT, **content}, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _option(option: Option) -> str:
    length, notice = f"{option.length} {option.length_unit.value}", f"{option.notice} {option.notice_unit.value}"
    used = "" if option.used_on is None else f"; gebruikt op {day_text(option.used_on)}"
    return f"{length}, beslissen tot {notice} voor het einde{used}"


def _plain(value: str | None) -> str:
    return value or NOTHING


def _number(value: str | None) -> str:
    return NOTHING if value is None else value.replace(".", ",")


def _day(value: str | None) -> str:
    return NOTHING if value is None else day_text(date.fromisoformat(value))


_FIELDS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("naam", "Naam", _plain),
    ("kenmerk", "Kenmerk", _plain),
    ("overeenkomst", "Raamovereenkomst", _plain),
    ("zorgvorm", "Vorm van ondersteuning", _plain),
    ("eerste dag", "Eerste dag", _day),
    ("laatste dag zonder verlenging", "Laatste dag zonder verlenging", _day),
    ("laatste dag", "Laatste dag", _day),
    ("uitvoeringsvariant", "Uitvoeringsvariant", _plain),
    ("productcategorie", "Productcategorie", _plain),
    ("productcode", "Productcode", _plain),
    ("plekken", "Afgesproken plekken", _number),
    ("opmerking", "Opmerking", _plain),
)
