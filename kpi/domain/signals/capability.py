"""Rule 6: whether the norm is within reach of what this series usually does."""

from __future__ import annotations

from enum import StrEnum

from kpi.domain.signals.finding import Finding, Nature, Number, Rule, Severity
from kpi.domain.signals.profile import Name
from kpi.domain.signals.series import Direction, Series
from kpi.domain.signals.wording import as_norm, as_range
from kpi.domain.signals.xmr import Limits, Real


class Assurance(StrEnum):
    """The words of NHSRplotthedots."""

    PASS = "consistent_pass"  # noqa: S105  (a norm that is passed, not a password)
    FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"


TOLD = {
    Assurance.PASS: "Deze norm wordt structureel gehaald",
    Assurance.FAIL: "Deze norm wordt structureel niet gehaald",
    Assurance.INCONSISTENT: "Deze norm wordt de ene keer wel en de andere keer niet gehaald",
}


def assurance(series: Series, limits: Limits, name: Name) -> Assurance | None:
    """The norm against the limits of the newest quarter. None without a norm or limits.

    Profile `nhs` has one target and reads it by the direction that is better, as the package does (none: no answer). In profile
    `kwartaal`, and for a norm with two bounds, the norm itself says on which side it is met.
    """
    norm, lower, upper = series.norm, limits.lower, limits.upper
    if norm is None or lower is None or upper is None:
        return None
    low, high = norm.low, norm.high
    if name is Name.NHS and (low is None or high is None):
        target = low if low is not None else high
        if series.direction is Direction.NONE:
            return None
        low, high = (target, None) if series.direction is Direction.HIGHER else (None, target)
    return _between(lower, upper, low, high)


def _between(lower: Real, upper: Real, low: Real | None, high: Real | None) -> Assurance:
    if (low is not None and upper < low) or (high is not None and lower > high):
        return Assurance.FAIL
    if (low is None or lower > low) and (high is None or upper < high):
        return Assurance.PASS
    return Assurance.INCONSISTENT


def tell_assurance(series: Series, limits: Limits, found: Assurance) -> Finding | None:
    """What the usual range means for the norm; a norm that is out of reach asks for a talk about the norm or about the care."""
    lower, upper, norm = limits.lower, limits.upper, series.norm
    if lower is None or upper is None or norm is None:
        return None
    usual = f"meestal {as_range(lower, upper, series.kind)}"
    period = series.points[-1].period
    sentence = f"{TOLD[found]} ({as_norm(norm, series.kind)}): het cijfer ligt {usual}."
    numbers: dict[str, Number] = {"assurance": str(found), "lower": float(lower), "upper": float(upper)}
    severity = Severity.ATTENTION if found is Assurance.FAIL else Severity.INFORMATION
    return Finding(Rule.CAPABILITY, Nature.CONTRACTUAL, period, severity, sentence, numbers)
