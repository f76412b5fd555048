"""A figure against its own history, before it is handed in: out of the ordinary, a zero too many, or always the same.

Plausibility at entry, for the aanbieder alone; it is never shown to the municipality as a deviation (statistics paper, part 2, rule 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from contracts.foundation.period import Quarter
from kpi.domain.cell import Figures, exact_value
from kpi.domain.checks.facts import CellFacts, Earlier
from kpi.domain.checks.finding import Finding, Level, found
from kpi.domain.checks.tolerances import Tolerances
from kpi.domain.indicator import COUNT, MEDIAN, RATIO, Definition
from kpi.domain.numbers import dutch

OUTLIER, JUMP, REPEAT, NEW_DEFINITION = "ongewoon", "factor tien", "vier keer gelijk", "nieuwe definitie"

_MAD_FACTOR, _MEAN_FACTOR = Fraction(6745, 10000), Fraction(12533, 10000)  # make both spreads comparable with a standard deviation
_TENS = (10, 100, 1000)
_DAYS = {7: "weken", 30: "maanden"}  # a duration in days that was typed in another unit
_SEEN_AS_DAYS = "dagen"


def modified_score(value: Fraction, earlier: Sequence[Fraction]) -> Fraction | None:
    """How far a value lies from the median of the earlier ones, in units of their spread; None when they never differed.

    0.6745 x distance / MAD; where the MAD is 0 the mean absolute deviation times 1.2533 takes its place.
    """
    middle = median(earlier)
    distances = [abs(one - middle) for one in earlier]
    mad = median(distances)
    if mad:
        return abs(_MAD_FACTOR * (value - middle) / mad)
    mean = sum(distances, Fraction(0)) / len(distances)
    return abs(value - middle) / (_MEAN_FACTOR * mean) if mean else None


def history(cell: CellFacts, quarter: Quarter, tolerances: Tolerances) -> Iterator[Finding]:
    """What its own past says about a cell. A jump by a factor ten is told instead of the outlier that it also is."""
    past = cell.comparable(quarter)
    jump = factor_ten(cell, past, tolerances)
    if jump is not None:
        yield jump
    else:
        yield from _outlier(cell, past, tolerances)
    yield from _repeat(cell, past, quarter, tolerances)
    if cell.earlier and not past and cell.figures.numerator is not None:
        sentence = f"{cell.code}: de definitie is veranderd. Dit cijfer wordt niet met eerdere kwartalen vergeleken."
        yield found(Level.INFO, NEW_DEFINITION, cell.code, sentence, (cell.version,))


def _value(definition: Definition, figures: Figures) -> Fraction | None:
    return exact_value(definition.value_kind, figures.numerator, figures.denominator)


def _outlier(cell: CellFacts, past: Sequence[Earlier], tolerances: Tolerances) -> Iterator[Finding]:
    value = _value(cell.definition, cell.figures)
    earlier = [before for one in past if (before := _value(cell.definition, one.figures)) is not None]
    if value is None or len(earlier) < tolerances.outlier_points:
        return
    middle, score = median(earlier), modified_score(value, earlier)
    if abs(value - middle) < tolerances.smallest_change[cell.definition.value_kind] or (score is not None and score <= tolerances.outlier_score):
        return
    unit = f" {cell.definition.unit}".rstrip()
    sentence = (
        f"{cell.code}: {dutch(value, 1)}{unit} is ongewoon. In de {len(earlier)} eerdere kwartalen lag dit cijfer meestal rond "
        f"{dutch(middle, 1)}{unit}. Verbeter het, of schrijf op waarom het klopt."
    )
    yield found(Level.CONTROLE, OUTLIER, cell.code, sentence, (cell.figures.numerator, cell.figures.denominator, *earlier))


def factor_ten(cell: CellFacts, past: Sequence[Earlier], tolerances: Tolerances) -> Finding | None:
    """One of the two numbers is about ten, a hundred or a thousand times what is usual, or a duration stands in weeks or months."""
    recent = past[-tolerances.jump_window :]
    for word, name in (_words(cell.definition), "numerator"), ("de noemer", "denominator"):
        number: Decimal | None = getattr(cell.figures, name)
        before = [Fraction(one) for past_one in recent if (one := getattr(past_one.figures, name)) is not None]
        if not number or not before or not (usual := median(before)):
            continue
        times = _jump(Fraction(number), usual, cell.definition, tolerances)
        if times:
            sentence = (
                f"{cell.code}: {word} is {dutch(number, 3)}. Meestal is dat ongeveer {dutch(usual, 1)}. {times} "
                "Verbeter het, of schrijf op waarom het klopt."
            )
            return found(Level.CONTROLE, JUMP, cell.code, sentence, (name, cell.figures.numerator, cell.figures.denominator, *before))
    return None


def _words(definition: Definition) -> str:
    return "de teller" if definition.value_kind == RATIO else "het aantal" if definition.value_kind == COUNT else "het cijfer"


def _jump(number: Fraction, usual: Fraction, definition: Definition, tolerances: Tolerances) -> str:
    larger, smaller = max(number, usual), min(number, usual)
    if larger < tolerances.jump_least:
        return ""
    times, share = larger / smaller, 1 + tolerances.jump_share
    if any(ten / share <= times <= ten * share for ten in _TENS):
        return "Staat er een nul te veel?" if number > usual else "Staat er een nul te weinig?"
    in_days = definition.value_kind == MEDIAN and definition.unit == _SEEN_AS_DAYS and number < usual
    unit = next((word for days, word in _DAYS.items() if in_days and days / share <= times <= days * share), "")
    return f"Is dit in {unit} geteld in plaats van in dagen?" if unit else ""


def _repeat(cell: CellFacts, past: Sequence[Earlier], quarter: Quarter, tolerances: Tolerances) -> Iterator[Finding]:
    """The same numbers four times in a row. Two numbers that both stand still ask for a reason; a single count is only mentioned."""
    mine = (cell.figures.numerator, cell.figures.denominator)
    if not mine[0] or mine[0] == mine[1] or cell.code in tolerances.repeat_free:  # nothing, or all of them: that is how it should be
        return
    told = {one.period: (one.figures.numerator, one.figures.denominator) for one in past}
    periods = [quarter.shift(-cell.step * back).code for back in range(1, tolerances.repeat_quarters)]
    if any(told.get(period) != mine for period in periods):
        return
    large = mine[1] is not None and mine[1] >= tolerances.repeat_least
    asks = " Verbeter het, of schrijf op waarom er niets veranderde." if large else ""
    sentence = f"{cell.code}: dit is {tolerances.repeat_quarters} keer achter elkaar hetzelfde cijfer. Is er opnieuw geteld?{asks}"
    yield found(Level.CONTROLE if large else Level.INFO, REPEAT, cell.code, sentence, (*mine, *periods))
