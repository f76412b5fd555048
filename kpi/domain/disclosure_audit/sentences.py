"""What an audit says, in plain Dutch: one sentence for each finding, and one for what could not be proved."""

from __future__ import annotations

from fractions import Fraction
from math import inf

from kpi.domain.disclosure_audit.attack import Interval
from kpi.domain.disclosure_audit.audit import Audit, Finding
from kpi.domain.numbers import dutch

DECIMALS = 4


def sentence(finding: Finding, *, tells_rule: bool = True) -> str:
    """Which figure, which attacker, which interval, and what had to stay possible: the rule itself, left out where the rules are a secret."""
    match finding.rule:
        case "pattern":
            return f"{_of(finding)} is weggelaten in '{finding.earlier}', maar staat wel in '{finding.later}'. Zo verliest het weglaten zijn zin."
        case "rounding":
            told = f"{_of(finding)} is in '{finding.later}' anders verteld dan in '{finding.earlier}'"
            return f"{told}: een lezer weet nu dat het {_between(finding.interval)}."
        case _:
            return f"{_who(finding)} kan uitrekenen dat {_what(finding)} {_between(finding.interval)}{_allowed(finding) if tells_rule else ''}."


def unproven(audit: Audit) -> str:
    """What is not proved in time is refused. Empty when everything was proved."""
    if not audit.unproven:
        return ""
    number = len(audit.unproven)
    return f"Niet bewezen veilig: de tijd was op voordat alles was nagerekend ({dutch(number)} van {dutch(audit.checked)}). Publiceer dit niet."


def _who(finding: Finding) -> str:
    return "Een buitenstaander" if finding.attacker is None else f"Aanbieder {finding.attacker}"


def _of(finding: Finding) -> str:
    return f"'{finding.cell}'"


def _what(finding: Finding) -> str:
    """The figure, or for an insider the figure of the others; of one other by name."""
    others = "" if finding.attacker is None else f" van {finding.learns_of}" if finding.learns_of and finding.rule != "p" else " van de anderen"
    if finding.rule == "groups":
        return f"het aantal{others} in '{finding.cell}' buiten '{finding.beside}'"
    if finding.rule == "difference":
        return f"het verschil{others} tussen '{finding.cell}' en '{finding.beside}'"
    return f"{_of(finding)}{others}" if not others else f"het cijfer{others} in {_of(finding)}"


def _between(interval: Interval) -> str:
    least, most = interval
    if least == most:
        return f"precies {_number(least)} is"
    if most == inf:
        return f"minstens {_number(least)} is" if least > -inf else "alles kan zijn"
    return f"hoogstens {_number(most)} is" if least == -inf else f"tussen {_number(least)} en {_number(most)} ligt"


def _allowed(finding: Finding) -> str:
    """What had to stay possible."""
    least, most = finding.allowed
    if least is not None and most is not None:
        return f"; {_number(least)} tot en met {_number(most)} moet mogelijk blijven"
    if most is not None:
        return f"; {_number(most)} of meer moet mogelijk blijven"
    if least is not None:
        return f"; {_number(least)} of minder moet mogelijk blijven"
    return f"; er moet een ruimte van {_number(finding.width)} overblijven"


def _number(value: float) -> str:
    return dutch(Fraction(value), 0 if value == int(value) else DECIMALS)
