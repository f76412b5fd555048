"""Syllables of a Dutch word, counted as the vowel sounds in it: digraphs (ie, oe, ui, eeuw ...) are one, a diaeresis begins a new one."""

from __future__ import annotations

import re
from functools import lru_cache

_SOUND = re.compile(
    r"(?<![gb])eau|(?<=b)eau(?=x?$)|aai|ooi|oei|eeu|ieu|iew|"  # bu-reau; draai, nieuw
    r"e(?=um(?:s|$))|"  # mu-se-um: e and u apart
    r"ëe|aa|ae|ai|au|ay|ee|ei|eu|ey|ie|ij|oe|oi(?=r)|oo|ou|oy|ui|uu|"
    r"y(?![aeiou])|"  # ty-pe, but lo-yaal
    r"[aeiouàáâäåèéêëìíîïòóôöùúûüø]"
)
_SILENT = re.compile(r"(?<=q)u(?=[aeio])")
_BORROWED = (("team", "tiem"), ("board", "bord"), ("coach", "kootsj"), ("online", "onlain"), ("offline", "oflain"), ("site", "sait"))
_BORROWED_WHOLE = {"service": 2, "case": 1, "file": 1, "housing": 2, "mail": 1, "safe": 1, "care": 1, "beauty": 2, "toilet": 2}


@lru_cache(maxsize=8192)
def syllables(word: str) -> int:
    """How many syllables a word has; at least one. Parts that a hyphen joins are counted apart and added."""
    return max(sum(_part(part) for part in re.split(r"[-/’']", word.lower()) if part), 1)


def _part(part: str) -> int:
    if part in _BORROWED_WHOLE:
        return _BORROWED_WHOLE[part]
    for borrowed, sound in _BORROWED:
        part = part.replace(borrowed, sound)
    return len(_SOUND.findall(_SILENT.sub("", part)))
