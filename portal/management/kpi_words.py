"""A KPI in words: its norm, what it counts, and what differs between two versions of its definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kpi.domain import indicator
from kpi.domain.indicator import Definition, Norm
from kpi.queries.indicators import IndicatorLine
from portal.management.words import norm_words
from portal.web.formatting import day

DIRECTIONS = {"hoger": "hoger is beter", "lager": "lager is beter", "binnen": "binnen de norm is goed", "geen": "er is geen betere kant"}
VALUE_KINDS = {
    indicator.RATIO: "een deel: teller van noemer",
    indicator.COUNT: "een aantal",
    indicator.MEDIAN: "de middelste waarde",
    indicator.MEAN: "een gemiddelde",
}
SHORT = ("Naam", "Soort cijfer", "Eenheid", "Wat is beter", "Norm", "Hoe vaak", "Wie levert het")
"""Told with both texts; of the others the side by side table shows what differs."""
LONG = {
    "Definitie": "De definitie is anders beschreven.",
    "Teller of aantal": "De teller telt iets anders.",
    "Noemer": "De noemer telt iets anders.",
    "Bij de norm": "De toelichting bij de norm is anders.",
    "Bron": "De bron is een andere.",
}
REPORTED_BY = {"aanbieder": "de aanbieder", "gemeente": "de gemeente", "berekend": "wordt berekend"}
ELSEWHERE = {"gemeente": "De gemeente telt dit zelf.", "berekend": "Dit cijfer wordt berekend uit andere cijfers."}
NO_NORM = "geen norm"


@dataclass(frozen=True, slots=True)
class AspectRow:
    """One part of a definition in every version, the newest first. `changed` says of each whether it differs from the version before it."""

    name: str
    texts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class VersionColumn:
    """One version, and when it holds."""

    name: str
    valid: str


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What a version changed, in sentences."""

    name: str
    since: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefinitionHistory:
    """All versions side by side, the newest first, and what each one changed."""

    versions: tuple[VersionColumn, ...]
    rows: tuple[AspectRow, ...]
    changes: tuple[VersionChange, ...]


def norm_text(line: IndicatorLine) -> str:
    """ "minstens 100 %", or "geen norm"."""
    return norm_words(line.norm_kind, line.norm_low, line.norm_high, line.unit) or NO_NORM


def definition_of(line: IndicatorLine) -> Definition:
    """The part of a version that the rules need."""
    norm = Norm(line.norm_kind, line.norm_low, line.norm_high)
    return Definition(line.code, line.value_kind, line.unit, line.decimals, line.direction, norm, line.numerator_label, line.denominator_label)


def valid_text(line: IndicatorLine) -> str:
    """ "1 januari 2023 tot en met 31 december 2024", "vanaf 1 januari 2025"."""
    return f"vanaf {day(line.valid_from)}" if line.valid_to is None else f"{day(line.valid_from)} tot en met {day(line.valid_to)}"


def aspects(line: IndicatorLine) -> dict[str, str]:
    """A version as named texts; an empty one does not apply."""
    return {
        "Naam": line.name,
        "Definitie": line.definition,
        "Teller of aantal": line.numerator_label,
        "Noemer": line.denominator_label,
        "Soort cijfer": VALUE_KINDS.get(line.value_kind, line.value_kind),
        "Eenheid": line.unit,
        "Wat is beter": DIRECTIONS.get(line.direction, line.direction),
        "Norm": norm_text(line),
        "Bij de norm": line.norm_note,
        "Hoe vaak": f"elk {line.frequency}",
        "Wie levert het": REPORTED_BY.get(line.reported_by, line.reported_by),
        "Bron": line.source,
    }


def history_of(versions: Sequence[IndicatorLine]) -> DefinitionHistory:
    """The versions as given (the oldest first), told with the newest in front."""
    told = [aspects(one) for one in versions]
    rows = tuple(AspectRow(name, _texts(name, told)) for name in told[0] if any(one[name] for one in told))
    columns = tuple(VersionColumn(f"Versie {one.version}", valid_text(one)) for one in reversed(versions))
    changes = tuple(
        VersionChange(f"Versie {line.version}", day(line.valid_from), _differences(before, now))
        for line, (before, now) in reversed(list(zip(versions[1:], pairwise(told), strict=True)))
    )
    return DefinitionHistory(columns, rows, changes)


def _texts(name: str, told: Sequence[dict[str, str]]) -> tuple[tuple[str, bool], ...]:
    texts = [one[name] for one in told]
    changed = [False, *(before != now for before, now in pairwise(texts))]
    return tuple(reversed(list(zip(texts, changed, strict=True))))


def _differences(before: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    """What differs, in sentences."""
    short = [f"{name}: eerst “{before[name]}”, nu “{now[name]}”." for name in SHORT if before[name] != now[name]]
    long = [sentence for name, sentence in LONG.items() if before[name] != now[name]]
    return tuple([*short, *long] or ["De inhoud is gelijk gebleven."])
