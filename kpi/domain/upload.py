"""What a file would do to a report: every cell new, changed, unchanged or wrong, before anything is kept (peers 18, 20, 24)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from contracts.domain.preview import FAULTY, JudgedFile
from kpi.domain.canonical import canonical_text
from kpi.domain.cell import Figures
from kpi.domain.indicator import RATIO, Definition
from kpi.domain.numbers import dutch

NEW, CHANGED, UNCHANGED, UNTOUCHED = "nieuw", "gewijzigd", "ongewijzigd", "niet ingevuld"

FORMAT = "samenzicht-upload-1"


@dataclass(frozen=True, slots=True)
class KnownCell:
    """A cell that the report asks for, as it is now. `previous` is the signed figure of the quarter before, by the same definition."""

    code: str
    name: str
    definition_version: int
    rules: Definition
    figures: Figures
    explanation: str
    version: int
    changed_by: str
    previous: Figures | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, judged. `version` is the cell's at the preview; the four texts are what would be kept.

    `asks`: it can be taken over, but it stands out and has no explanation yet.
    """

    item: str
    name: str
    place: str
    state: str
    was: str = ""
    becomes: str = ""
    sentences: tuple[str, ...] = ()
    mend: str = ""
    asks: bool = False
    version: int = 0
    numerator: str = ""
    denominator: str = ""
    missing_reason: str = ""
    explanation: str = ""

    @property
    def is_good(self) -> bool:
        """Whether taking over does something with it."""
        return self.state in (NEW, CHANGED)


@dataclass(frozen=True, slots=True)
class Preview(JudgedFile[Line]):
    """A whole file, judged."""

    states: ClassVar[tuple[str, ...]] = (FAULTY, CHANGED, NEW, UNCHANGED, UNTOUCHED)

    @property
    def text(self) -> str:
        """The canonical text that waits for "overnemen"."""
        return canonical_text({"vorm": FORMAT, "regels": [asdict(line) for line in self.lines], "opmerkingen": list(self.remarks)})


def preview_of(text: str) -> Preview:
    """Read a kept preview back."""
    content = json.loads(text)
    return Preview(tuple(_line(fields) for fields in content["regels"]), tuple(content["opmerkingen"]))


def _line(fields: dict[str, Any]) -> Line:
    return Line(**{**fields, "sentences": tuple(fields["sentences"])})


def in_words(rules: Definition, figures: Figures) -> str:
    """A cell in a few words: "19 van 31", "44 (op basis van 31)", "geen cijfer: nog niet bekend", "leeg"."""
    if figures.missing_reason is not None:
        return f"geen cijfer: {figures.missing_reason}"
    if figures.numerator is None and figures.denominator is None:
        return "leeg"
    first = "leeg" if figures.numerator is None else dutch(figures.numerator, 3)
    if figures.denominator is None:
        return first
    second = dutch(figures.denominator, 3)
    return f"{first} van {second}" if rules.value_kind == RATIO else f"{first} (op basis van {second})"
