"""The parameters of the rules for publication: secret (SDC Handbook, chapter 4.2), so read from a file outside the repository and never printed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.problem import Contributors, Dominance, Frequency, Method, Percent, Problem, Rule

WHERE = "publicatieregels"
ALL_KEYS = {"threshold", "contributors", "percent", "dominance", "base", "zeros", "group"}
NEEDED = ("threshold", "contributors", "percent", "base")


@dataclass(frozen=True, slots=True, repr=False)
class PublicationRules:
    """What is asked of everything that is published.

    `threshold` T: 1 to T - 1 people are few. `contributors`: fewer aanbieders may not be read exactly. `percent`: no aanbieder's figure may be
    estimated so closely. `dominance`: the n largest aanbieders and the k % that they may hold at most. `base`: people are rounded to it. `zeros`: a
    zero may be left out. `group`: so many people at most may learn that everybody else of their group shares a category; None asks nothing.
    """

    threshold: int
    contributors: int
    percent: Fraction
    base: int
    dominance: tuple[int, Fraction] | None = None
    zeros: bool = True
    group: int | None = None

    def __repr__(self) -> str:
        return "PublicationRules(geheim)"

    @property
    def counts(self) -> tuple[Rule, ...]:
        """Of people, in rounded tables."""
        return (Frequency(self.threshold),)

    @property
    def amounts(self) -> tuple[Rule, ...]:
        """Of amounts that aanbieders bring in."""
        dominance = () if self.dominance is None else (Dominance(*self.dominance),)
        return Contributors(self.contributors), Percent(self.percent), *dominance

    @property
    def ratios(self) -> tuple[Rule, ...]:
        """Of numerators and denominators that are people: few people, few aanbieders, and no aanbieder too near."""
        return *self.counts, *self.amounts

    def of(self, problem: Problem) -> tuple[Rule, ...]:
        """The rules for tables of this kind."""
        if problem.method is Method.ROUND:
            return self.counts
        return self.ratios if problem.integer else self.amounts


def read_rules(text: str) -> PublicationRules:
    """Read the secret file, as TOML or JSON. Raises Refused; no sentence tells a parameter."""
    given = _parsed(text)
    unknown = sorted(set(given) - ALL_KEYS)
    if unknown:
        raise Refused(WHERE, f"De regels hebben een onbekende naam: {unknown[0][:40]}. Bekend zijn: {', '.join(sorted(ALL_KEYS))}.")
    missing = [name for name in NEEDED if name not in given]
    if missing:
        raise Refused(WHERE, f"In de regels ontbreekt: {', '.join(missing)}.")
    zeros = given.get("zeros", True)
    if not isinstance(zeros, bool):
        raise Refused(WHERE, "Kies voor zeros true of false.")
    return PublicationRules(
        threshold=_whole(given, "threshold", least=2),
        contributors=_whole(given, "contributors", least=2),
        percent=_share(given, "percent"),
        base=_whole(given, "base", least=2),
        dominance=_dominance(given.get("dominance")),
        zeros=zeros,
        group=None if given.get("group") is None else _whole(given, "group", least=0),
    )


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        given = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError):
        raise Refused(WHERE, "Het bestand met de regels is niet te lezen. Het moet TOML of JSON zijn.") from None
    if not isinstance(given, dict):
        raise Refused(WHERE, "Het bestand met de regels moet namen en waarden bevatten.")
    return given


def _dominance(given: object) -> tuple[int, Fraction] | None:
    if given is None:
        return None
    if not isinstance(given, dict) or set(given) != {"n", "k"}:
        raise Refused(WHERE, "Bij dominance horen n en k.")
    share = _share(given, "k")
    if share > 100:
        raise Refused(WHERE, "Bij dominance is k hoogstens 100.")
    return _whole(given, "n", least=1), share


def _whole(given: Mapping[str, Any], name: str, *, least: int) -> int:
    value = given[name]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 1000:
        raise Refused(WHERE, f"Voor {name} hoort een heel getal van {least} tot en met 1000.")
    return value


def _share(given: Mapping[str, Any], name: str) -> Fraction:
    value = given[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1000:
        raise Refused(WHERE, f"Voor {name} hoort een getal boven 0, tot en met 1000.")
    return Fraction(str(value))
