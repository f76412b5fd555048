"""Words that a publisher writes freely and the klankbordgroep reads: why an edition was corrected or taken back. Nobody audits them.

So they may name no aanbieder and no number. A quarter or a year is no number of people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from contracts.foundation.errors import Refused

NO_PROVIDER = "De klankbordgroep leest deze reden. Noem geen aanbieder."
NO_NUMBER = "De klankbordgroep leest deze reden. Noem geen aantallen: niemand heeft getoetst of dat veilig is."
_PERIOD = re.compile(r"\b20\d\d(?:-?[Kk][1-4])?\b|\b[Kk][1-4]\b|\b[1-4]e\b(?= kwartaal)")
_ONES = "één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
_TENS = r"\w*(?:twin|der|veer|vijf|zes|zeven|tach|negen)tig|honderd|duizend"
_NUMBER = re.compile(rf"\d|\b(?:{_ONES}|{_TENS})\b", re.IGNORECASE)
_COMMON = frozenset({"stichting", "huize", "huis", "wonen", "thuis", "zorg", "opvang", "groep", "vereniging", "begeleiding"})
_OWN_WORD = re.compile(r"\b[A-Z]\w{3,}")


def require_unrevealing(reason: str, *, providers: Iterable[str]) -> None:
    """Raises Refused for a reason that names an aanbieder, or a word of its name that is its own, or a number."""
    if names_one_of(reason, providers):
        raise Refused("reason", NO_PROVIDER)
    if _NUMBER.search(_PERIOD.sub("", reason)):
        raise Refused("reason", NO_NUMBER)


def names_one_of(text: str, providers: Iterable[str]) -> bool:
    """Does a text name an aanbieder, or a word of its name that is its own?"""
    read = text.casefold()
    words = set(re.findall(r"\w+", read))
    return any(name.casefold() in read or words & _own_words(name) for name in providers)


def _own_words(name: str) -> set[str]:
    return {word.casefold() for word in _OWN_WORD.findall(name)} - _COMMON
