"""Judging one row of a file against the cell it is about: the same reading and the same limits as typing in the grid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from contracts.domain.preview import FAULTY
from contracts.foundation.errors import Refused
from contracts.foundation.sheet import Odd, Raw, is_there
from kpi.domain import deviation
from kpi.domain.cell import MISSING_REASONS, Figures, read_figures
from kpi.domain.numbers import as_typed
from kpi.domain.upload import CHANGED, NEW, UNCHANGED, UNTOUCHED, KnownCell, Line, in_words
from kpi.domain.upload_layout import INPUTS, Mark
from kpi.domain.written import SHORTEST_REASON, read_text

MEND = {
    "numerator": "Verbeter het getal. Schrijf een heel getal zonder punt en decimalen met een komma.",
    "denominator": "Verbeter het getal. Schrijf een heel getal zonder punt en decimalen met een komma.",
    "missing_reason": f"Kies een van deze redenen: {', '.join(MISSING_REASONS)}. Of laat de cel leeg.",
    "explanation": "Pas de tekst aan.",
}
AGAIN = "Download het bestand opnieuw en vul daarin uw cijfer in. Of verander het cijfer op het scherm."


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the input cells of one row, and where the row stands. `places` by field: "Cijfers!M5"."""

    mark: Mark
    values: dict[str, Raw]
    places: dict[str, str]

    @property
    def is_touched(self) -> bool:
        """Whether anybody filled in anything."""
        return any(is_there(value) for value in self.values.values())

    @property
    def place(self) -> str:
        """Where the row begins."""
        return self.places["numerator"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell as it would become, with what stands out in it."""

    figures: Figures
    explanation: str
    signals: tuple[str, ...]


def judge_cell(known: KnownCell, values: dict[str, Raw]) -> Judged:
    """Hold the values of a row to the rules of its KPI. Raises Refused at the field that is wrong.

    The one place where a file meets the rules: what the grid refuses is refused here.
    """
    whole = {"numerator": known.rules.decimals == 0, "denominator": True}
    first, second = (_number_text(values[name], name, whole=whole[name]) for name in ("numerator", "denominator"))
    reason = _text(values["missing_reason"], "missing_reason").strip().lower()
    figures = read_figures(known.rules, numerator=first, denominator=second, missing_reason=reason or None)
    explanation = read_text(_text(values["explanation"], "explanation"), field="explanation")
    found = deviation.find(known.rules, figures, known.previous) if len(explanation) < SHORTEST_REASON else ()
    return Judged(figures, explanation, tuple(one.sentence for one in found))


def _number_text(value: Raw, field: str, *, whole: bool) -> str:
    """A value of a file as somebody would type it."""
    if isinstance(value, Odd):
        raise Refused(field, f"Hier staat {value.what}, geen getal. Zet de opmaak van de cel op Getal en typ het getal opnieuw.")
    if isinstance(value, Decimal):
        if whole and 0 < value < 1:
            raise Refused(field, f"Hier staat {as_typed(value)}. Dat lijkt een percentage. Vul het aantal in, geen percentage.")
        return as_typed(value)
    if value is not None and value.strip().endswith("%"):
        raise Refused(field, "Hier staat een percentage. Vul het aantal in, geen percentage.")
    return value or ""


def _text(value: Raw, field: str) -> str:
    if isinstance(value, Odd):
        raise Refused(field, f"Hier staat {value.what}, geen tekst. Typ het als tekst.")
    return as_typed(value) if isinstance(value, Decimal) else value or ""


def line_of(known: KnownCell, entry: Entry, *, by: str) -> Line:
    """One row of a file, judged. `by` is who uploads: somebody's own later change is no surprise, a colleague's is."""
    was = _told(known, known.figures, known.explanation)
    line = Line(known.code, known.name, entry.place, UNTOUCHED, was, version=known.version)
    is_current = entry.mark.cell_version == known.version
    if not entry.is_touched and (known.version == 0 or not is_current or known.figures == Figures()):
        return line
    try:
        judged = judge_cell(known, entry.values)
    except Refused as refused:
        field = refused.field if refused.field in INPUTS else "numerator"
        return replace(line, place=entry.places[field], state=FAULTY, sentences=(refused.reason,), mend=MEND[field])
    line = replace(line, becomes=_told(known, judged.figures, judged.explanation))
    if judged.figures == known.figures and judged.explanation == known.explanation:
        return replace(line, state=UNCHANGED)
    if not is_current and known.changed_by != by:
        sentence = f"{known.changed_by or 'Een collega'} heeft dit cijfer na uw download gewijzigd. Nu staat er: {was}."
        return replace(line, state=FAULTY, sentences=(sentence,), mend=AGAIN)
    is_new = known.version == 0 or (known.figures == Figures() and known.explanation == "")
    return _kept(replace(line, state=NEW if is_new else CHANGED), judged)


def _kept(line: Line, judged: Judged) -> Line:
    """The line with what would be saved, and with what stands out."""
    figures = judged.figures
    return replace(
        line,
        sentences=judged.signals,
        asks=judged.signals != (),
        numerator=as_typed(figures.numerator),
        denominator=as_typed(figures.denominator),
        missing_reason=figures.missing_reason or "",
        explanation=judged.explanation,
    )


def _told(known: KnownCell, figures: Figures, explanation: str) -> str:
    words = in_words(known.rules, figures)
    return f"{words}. Toelichting: {explanation}" if explanation else words
