"""A text taken apart as its reader takes it in: sentences, words, numbers and names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kpi.domain.plain_language_names import PLAIN_NAMES

WRITTEN_OUT = {
    "BW": "beschermd wonen",
    "MO": "maatschappelijke opvang",
    "VO": "verkennend onderzoek",
    "KPI": "cijfer",
    "KPI's": "cijfers",
    "fte": "voltijdbanen",
    "GGZ": "geestelijke gezondheidszorg",
    "mnd": "maanden",
}
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:[A-Z]{2,}(?:['’]?\w)*|[A-Z]\w*[a-z][A-Z]\w*|(?:\w\.){2,}|(?:fte|mnd|kwh|t/m|p/m|Wvggz|Wmo|Wlz|iWmo)(?!\w)"
    r"|(?:excl|incl|bijv|bv|max|min|nr|art|blz|resp|evt|enz|etc|ca|jl|zgn|ivm|mbt|tbv|obv)\.)"
)
_ENDS = re.compile(r"(?<=[.!?])[\"”’)]*\s+|(?<=[:;])\s+(?=(?:\S+\s+){3}\S)")
_HAS_SIGN = re.compile(r"\w")
_TOKEN = re.compile(r"\w[\w.,'’/-]*")
_END_OF_WORD = ".,'’/-"
NAME = "0"
"""What stands for each word of a name: like a number it has a place in the sentence, and no difficulty of its own."""


def written_out(text: str) -> str:
    """The text with the abbreviations that are known here written out; the name of a KPI as everybody understands it."""
    if text in PLAIN_NAMES:
        return PLAIN_NAMES[text]
    for short, long in sorted(WRITTEN_OUT.items(), key=lambda pair: -len(pair[0])):
        text = re.sub(r"(?<![\w'])" + re.escape(short) + r"(?![\w'])", long, text)
    return text


def sentences(text: str) -> list[str]:
    """The sentences of a text. A colon or semicolon ends one too when at least four words follow: Flesch counts such units of thought."""
    return [part for part in _ENDS.split(text.strip()) if part]


def is_whole(sentence: str) -> bool:
    """A sentence, and not a label or a heading: it ends as one."""
    return sentence.rstrip('"”’) ').endswith((".", "!", "?", ":", ";"))


def words(sentence: str) -> int:
    """How many words a reader reads; a number is one word, a sign ("%", "–") is none."""
    return sum(_HAS_SIGN.search(word) is not None for word in sentence.split())


def abbreviations(text: str) -> list[str]:
    """The abbreviations in a text."""
    return _ABBREVIATION.findall(text)


def has_abbreviation(text: str) -> bool:
    """Is there an abbreviation that is not written out?"""
    return any(short not in explained((text,)) for short in abbreviations(text))


def explained(texts: Sequence[str]) -> frozenset[str]:
    """The abbreviations that stand between brackets behind their words, or have their words between brackets behind them."""
    found: set[str] = set()
    for text in texts:
        if "(" in text:
            found |= {short for short in abbreviations(text) if f"({short})" in text or f"{short} (" in text}
    return frozenset(found)


def without_names(text: str, names: tuple[str, ...]) -> str:
    """The text with a sign for each word of the names, so that they count as words and for nothing else."""
    return _names(names).sub(lambda found: " ".join(NAME for _ in found[0].split()), text) if names else text


def counted_words(sentence: str) -> list[str]:
    """The words, in small letters, of which length and difficulty count: no number, and no name (a capital inside the sentence)."""
    tokens = [token.rstrip(_END_OF_WORD) for token in _TOKEN.findall(sentence)]
    return [token.lower() for place, token in enumerate(tokens) if not any(map(str.isdigit, token)) and (place == 0 or not token[0].isupper())]


@lru_cache(maxsize=64)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)
