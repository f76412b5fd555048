"""The KPIs of a contract: how many to steer by, which norm was agreed in it, and how a figure stands against that norm.

A norm is a reason to talk, never a sanction by itself. The register of deviations judges by the norm of the catalogue; this is what the pages
of a contract show beside it.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from decimal import Decimal

from contracts.domain.checks import MOST_STEERING_KPIS
from contracts.foundation.errors import Refused
from kpi.domain.cell import Figures
from kpi.domain.indicator import Definition, Norm
from kpi.domain.judging import point_of, series_of
from kpi.domain.numbers import read_number
from kpi.domain.signals.norms import verdict
from kpi.domain.signals.series import Kind

LEAST_STEERING_KPIS = 4  # PIANOo advises 4 to 7 a contract
MOST_DECIMALS = 2
_WHOLE = 100
_LOWER, _HIGHER = "lager", "hoger"


def norm_of(low: Decimal | None, high: Decimal | None) -> Norm | None:
    """The norm that two bounds make; None: none was agreed here."""
    if low is None and high is None:
        return None
    return Norm("bereik" if low is not None and high is not None else "min" if high is None else "max", low, high)


def read_norm(low: str, high: str, *, unit: str, direction: str) -> Norm | None:
    """The typed norm; None: the catalogue's holds. Raises Refused at "norm_low" or "norm_high"."""
    found = {"norm_low": read_number(low, field="norm_low", decimals=MOST_DECIMALS)}
    found["norm_high"] = read_number(high, field="norm_high", decimals=MOST_DECIMALS)
    for field, bound in found.items():
        if bound is not None and (bound < 0 or (unit == "%" and bound > _WHOLE)):
            raise Refused(field, "Een percentage ligt tussen 0 en 100." if unit == "%" else "Een norm is nul of hoger.")
    norm = norm_of(found["norm_low"], found["norm_high"])
    if norm is not None and norm.low is not None and norm.high is not None and norm.low > norm.high:
        raise Refused("norm_high", "De bovengrens is lager dan de ondergrens.")
    if norm is not None and norm.kind == "min" and direction == _LOWER:
        raise Refused("norm_low", "Bij deze KPI is lager beter. Vul de grens in bij 'hoogstens'.")
    if norm is not None and norm.kind == "max" and direction == _HIGHER:
        raise Refused("norm_high", "Bij deze KPI is hoger beter. Vul de grens in bij 'minstens'.")
    return norm


def held_to(norm: Norm, definition: Definition, kind: Kind, period: str, figures: Figures) -> tuple[str, int]:
    """The verdict and the side of one figure against a norm, with the margin of chance that the register takes. ("", 0) when there is no norm."""
    point = point_of(kind, definition, period, figures)
    series = series_of(kind, replace(definition, norm=norm), [point])
    judged = None if series.norm is None else verdict(point, series.norm, kind, series.confidence)
    return ("", 0) if judged is None else (str(judged.verdict), judged.side)


def seen_as(*, is_steering: bool, low: Decimal | None, high: Decimal | None, note: str) -> int:
    """A number that tells whether somebody changed a KPI of a contract since it was seen. Never 0."""
    bounds = ("" if bound is None else f"{bound.normalize():f}" for bound in (low, high))
    return zlib.crc32("|".join((str(is_steering), *bounds, note)).encode()) % 0x7FFFFFFE + 1


def advice(*, steering: int, others: int) -> str:
    """What a contractmanager does best about the number of KPIs; nothing when it is as advised."""
    if not steering and not others:
        return "Er hoort nog geen KPI bij. Zonder KPI is niet te zien of er geleverd wordt wat is afgesproken. Kies er 4 tot 7 om op te sturen."
    if not steering:
        return "Alle KPI's zijn context. Kies er 4 tot 7 om op te sturen, dan gaat het gesprek steeds over hetzelfde."
    told = f"Er {'is' if steering == 1 else 'zijn'} {steering} stuur-KPI{'' if steering == 1 else chr(39) + 's'}."
    if steering > MOST_STEERING_KPIS:
        return f"{told} Kies er hoogstens {MOST_STEERING_KPIS}: wie op alles stuurt, stuurt op niets. De andere blijven zichtbaar als context."
    if steering < LEAST_STEERING_KPIS:
        return f"{told} Het advies is {LEAST_STEERING_KPIS} tot {MOST_STEERING_KPIS}: met minder blijft een deel van de afspraak buiten beeld."
    return ""
