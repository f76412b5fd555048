"""What the engine's words mean for a publisher: the figures by their place in the tables, and the aanbieders by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.foundation.period import Quarter
from kpi.domain.publication.layout import TOTAL, Scheme
from kpi.domain.summary_input import Definition

_QUOTED = re.compile(r"'([^'|]+\|[^']+)'")
_EDITION = re.compile(r"'(\d{4}-K[1-4]) \((\d+)\)(?:, [^']*)?'")
_ATTACKER = re.compile(r"\bAanbieder (\d+)\b")
_OTHER = re.compile(r"\bvan (\d+)(?= (?:in|tussen) ')")
_REGION = {
    TOTAL: "alle mensen met hulp", "erbij": "mensen die erbij kwamen", "weg": "mensen die weggingen", "geholpen": "alle mensen die hulp kregen",
    "plekken": "alle plekken", "bezet": "bezette plekken", "onbezet": "plekken die niet bezet zijn", "wachtend": "mensen die wachten",
    "in-maatzorg": "alle mensen in maatzorg", "in-een-plek": "mensen die op een plek wonen",
}  # fmt: skip
_PARTS = {"teller": "de teller", "noemer": "de noemer", "rest": "de noemer zonder de teller", "som": "de som"}


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of each figure of a quarter, without the quarter."""

    period: Quarter
    words: Mapping[str, str]

    @classmethod
    def of(cls, made: Scheme, definitions: Sequence[Definition]) -> Labels:
        """The words for the figures of this edition, and of the same figures in other quarters."""
        found = dict(_REGION)
        for table in made.tables:
            for row, cells in zip(table.rows, table.cells, strict=True):
                for column, cell in zip(table.columns, cells, strict=True):
                    found.setdefault(cell.partition("|")[2], f"{row}, {column}")
        names = {one.code: one.name for one in definitions}
        period = Quarter.parse(made.bundle.name.split()[0])
        for code, name in names.items():
            found[code] = name
            found |= {f"{code}|{part}": f"{name}, {words}" for part, words in _PARTS.items()}
        return cls(period, found)

    def in_words(self, sentence: str) -> str:
        """The sentence with words instead of the engine's own names of figures and editions."""
        told = _EDITION.sub(lambda found: f"editie {found[2]} van het {Quarter.parse(found[1]).label}", sentence)
        return _QUOTED.sub(lambda found: f"'{self._label(found[1])}'", told)

    def _label(self, cell: str) -> str:
        period, _, code = cell.partition("|")
        words = self.words.get(code.partition("~")[0], code)
        try:
            quarter = Quarter.parse(period)
        except ValueError:
            return words
        return words if quarter == self.period else f"{words} ({quarter.label})"


def with_names(sentence: str, names: Mapping[int, str]) -> str:
    """The sentence with the aanbieders' names. Only for the publisher, who works for the centrumgemeente."""
    told = _ATTACKER.sub(lambda found: names.get(int(found[1]), found[0]), sentence)
    return _OTHER.sub(lambda found: f"van {names.get(int(found[1]), found[1])}", told)
