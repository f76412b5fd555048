"""Plain Dutch, measured (screens paper §2f). "B1" itself cannot be measured; these rules can.

Of a sentence: at most 20 words, no abbreviation without its words, no difficult word of our list, no passive upon passive.
Of a text: at most 12 words a sentence on average, at most 10 % long words, and a Flesch-Douma of at least 60.

Flesch-Douma = 206,84 - 0,93 x words per sentence - 77 x syllables per word (W.H. Douma, De leesbaarheid van landbouwbladen, Wageningen 1960;
as told in Taalbeheersing 1977, dbnl.org/tekst/_taa014197701_01, and nl.wikipedia.org/wiki/Leesbaarheid). From 60 a text is "normaal".
A word is long from four syllables on. No source fixes this: English rules take three, but Dutch joins words ("spreekuurtijd") and bends them.
Numbers and names (of a gemeente, a form of care) are words of the sentence; they count for neither the long words nor the syllables.
A label or heading is held to the rules of a sentence, but does not lower the mean. Flesch measured per 100 words: a shorter text is not judged whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpi.domain.plain_language_passive import passives
from kpi.domain.plain_language_syllables import syllables
from kpi.domain.plain_language_text import (
    WRITTEN_OUT,
    abbreviations,
    counted_words,
    explained,
    has_abbreviation,
    is_whole,
    sentences,
    without_names,
    words,
    written_out,
)
from kpi.domain.plain_language_words import simple_word

__all__ = [
    "ABBREVIATION",
    "DIFFICULT",
    "LEAST_FLESCH_DOUMA",
    "LEAST_WORDS",
    "LONGEST_MEAN",
    "LONGEST_SENTENCE",
    "LONG_WORD",
    "MOST_LONG_PERCENT",
    "PASSIVE",
    "TOO_LONG",
    "WRITTEN_OUT",
    "Finding",
    "Measurement",
    "has_abbreviation",
    "measure",
    "problems",
    "sentences",
    "words",
    "written_out",
]

LONGEST_SENTENCE = 20
LONGEST_MEAN = 12
LONG_WORD = 4  # syllables
MOST_LONG_PERCENT = 10
LEAST_FLESCH_DOUMA = 60
LEAST_WORDS = 100  # below this a share or an index of a text says nothing
TOO_LONG, ABBREVIATION, DIFFICULT, PASSIVE = "lang", "afkorting", "moeilijk woord", "lijdend"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence outside the rules: which rule, and in Dutch what to do about it."""

    sentence: str
    rule: str
    told: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """Texts measured. `counted` are the words without numbers and names; `long` and `syllables` are of those."""

    sentences: int
    words: int
    longest: int
    counted: int
    long: int
    syllables: int
    findings: tuple[Finding, ...]

    @property
    def mean(self) -> float:
        """Words per sentence."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def long_percent(self) -> float:
        """Long words, as a part of the hundred."""
        return 100 * self.long / self.counted if self.counted else 0.0

    @property
    def flesch_douma(self) -> float:
        """Reading ease: 0 is very hard, 100 very easy."""
        return 206.84 - 0.93 * self.mean - 77 * self.syllables / self.counted if self.counted else 100.0

    @property
    def broken(self) -> tuple[str, ...]:
        """The rules for a text that these texts break, in Dutch."""
        found = ["De zinnen zijn gemiddeld te lang."] if self.mean > LONGEST_MEAN else []
        if self.counted >= LEAST_WORDS:
            found += ["Er staan te veel lange woorden in."] if self.long_percent > MOST_LONG_PERCENT else []
            found += ["De tekst is te moeilijk om te lezen."] if self.flesch_douma < LEAST_FLESCH_DOUMA else []
        return tuple(found)

    @property
    def outside(self) -> int:
        """Sentences outside the rules; a rule of the whole text that is broken counts as one more."""
        return len({finding.sentence for finding in self.findings}) + len(self.broken)


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    whole: bool
    words: int
    counted: tuple[str, ...]
    passives: int


def measure(texts: Sequence[str], names: Iterable[str] = ()) -> Measurement:
    """Measure texts in reading order. `names` are fixed names in them (forms of care, gemeenten), which must not count as difficult."""
    taken = tuple(sorted(set(names)))
    read = [[_taken_apart(sentence, taken) for sentence in sentences(text)] for text in texts]
    every = [sentence for text in read for sentence in text]
    whole = [sentence for sentence in every if sentence.whole]
    weighed = [(word, syllables(word)) for sentence in whole for word in sentence.counted]
    known = explained(texts)
    return Measurement(
        sentences=len(whole),
        words=sum(sentence.words for sentence in whole),
        longest=max((sentence.words for sentence in every), default=0),
        counted=len(weighed),
        long=sum(size >= LONG_WORD for _, size in weighed),
        syllables=sum(size for _, size in weighed),
        findings=(*(finding for sentence in every for finding in _of_sentence(sentence, known)), *_passive_chains(read)),
    )


def problems(texts: Sequence[str], names: Iterable[str] = ()) -> tuple[str, ...]:
    """What makes these texts hard to read, in Dutch, for the person who writes or publishes. Empty when they keep the rules."""
    found = measure(texts, names)
    return tuple(dict.fromkeys((*(finding.told for finding in found.findings), *found.broken)))


def _taken_apart(text: str, names: tuple[str, ...]) -> _Sentence:
    nameless = without_names(text, names)
    return _Sentence(text, is_whole(text), words(text), tuple(counted_words(nameless)), passives(text))


def _of_sentence(sentence: _Sentence, known: frozenset[str]) -> list[Finding]:
    text = sentence.text
    found = [Finding(text, TOO_LONG, f"Te lange zin: {text}")] if sentence.words > LONGEST_SENTENCE else []
    if any(short not in known for short in abbreviations(text)):
        found.append(Finding(text, ABBREVIATION, f"Afkorting zonder uitleg: {text}"))
    for word in dict.fromkeys(sentence.counted):
        simple = simple_word(word)
        if simple is not None:
            found.append(Finding(text, DIFFICULT, f"Moeilijk woord: {word} (eenvoudiger: {simple}). {text}"))
    return found


def _passive_chains(texts: Sequence[Sequence[_Sentence]]) -> list[Finding]:
    """One passive in a text is fine; the second one, and one right after that of the text before, is a chain."""
    found, before = [], False
    for text in texts:
        so_far = 0
        for sentence in text:
            if sentence.passives and (before or so_far or sentence.passives > 1):
                found.append(Finding(sentence.text, PASSIVE, f"Te veel lijdende zinnen. Schrijf wie het doet: {sentence.text}"))
            so_far += sentence.passives
            before = sentence.passives > 0
    return found
