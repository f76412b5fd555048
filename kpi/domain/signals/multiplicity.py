"""Rule 7: with many tests some findings are chance. How many to expect, and Holm's correction within one comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpi.domain.signals.finding import Finding, Nature, Rule, Severity


def expected_false_findings(chances: Iterable[float]) -> float:
    """How many findings to expect when nothing at all has changed: 4 aanbieders x 12 KPIs at 1 % is 0.48 a quarter."""
    return sum(chances)


def holm(chances: Sequence[float]) -> list[float]:
    """The chances corrected for their number (Holm 1979), in the order they came: the k-th smallest of n times n - k + 1, never falling."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    corrected = [0.0] * len(chances)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[place]))
        corrected[place] = highest
    return corrected


def tell_chance(period: str, expected: float) -> Finding:
    """What stands beside statistical findings: how often tests like these speak without a cause."""
    one_in = max(1, round(1 / expected))
    sentence = (
        f"Ook als er niets is veranderd, geven deze toetsen bij ongeveer 1 op de {one_in} reeksen een melding. "
        "Zoek dus eerst samen naar een verklaring."
    )
    return Finding(Rule.MULTIPLICITY, Nature.STATISTICAL, period, Severity.INFORMATION, sentence, {"expected_false_findings": expected})
