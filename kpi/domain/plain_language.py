"""Plain Dutch, measured (screens paper §2f): short sentences, and no abbreviation that is not written out."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_SENTENCE = 20
LONGEST_MEAN = 12

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
_ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,}\w*|[A-Z]\w*[a-z][A-Z]\w*|\w\.\w\.|fte|mnd|excl\.|incl\.|bv\.|max\.|min\.|t/m|Wvggz|Wmo|Wlz|iWmo)(?!\w)")
_ENDS = re.compile(r"(?<=[.!?:])\s+")


def written_out(text: str) -> str:
    """The text with the abbreviations that are known here written out."""
    for short, long in sorted(WRITTEN_OUT.items(), key=lambda pair: -len(pair[0])):
        text = re.sub(r"(?<![\w'])" + re.escape(short) + r"(?![\w'])", long, text)
    return text


def sentences(text: str) -> list[str]:
    """The sentences of a text. A colon ends one too: what follows is read as a new thought."""
    return [part for part in _ENDS.split(text.strip()) if part]


def words(sentence: str) -> int:
    """How many words a reader reads; a number is one word."""
    return len(sentence.split())


def has_abbreviation(text: str) -> bool:
    """Is there an abbreviation that is not written out?"""
    return _ABBREVIATION.search(text) is not None


def problems(texts: Sequence[str]) -> tuple[str, ...]:
    """What makes these texts hard to read, in Dutch, for the person who publishes. Empty when they keep the rules."""
    all_sentences = [sentence for text in texts for sentence in sentences(text)]
    found = [f"Te lange zin: {sentence}" for sentence in all_sentences if words(sentence) > LONGEST_SENTENCE]
    found += [f"Afkorting zonder uitleg: {sentence}" for sentence in all_sentences if has_abbreviation(sentence)]
    if all_sentences and sum(map(words, all_sentences)) > LONGEST_MEAN * len(all_sentences):
        found.append("De zinnen zijn gemiddeld te lang.")
    return tuple(found)
