"""The KPI catalogue as written in files: every KPI, every version of its definition (domain paper A15; S001 §7.2, S003 advies 12)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.domain.reference.figures import NORM_KINDS, read_bounds
from contracts.domain.reference.mistake import ReferenceMistake
from contracts.domain.reference.record import Record, only_sections, records
from kpi.domain.breakdown import DIMENSIONS, SUMMABLE
from kpi.domain.proposals import NO_PREFILL, SOURCES, WHOLE_SOURCES, read_prefill

FAMILIES = ("voorzorg", "basiszorg", "maatzorg", "nazorg", "outcome", "contract")
VALUE_KINDS = ("verhouding", "aantal", "mediaan", "gemiddelde")
DIRECTIONS = ("hoger", "lager", "binnen", "geen")
FREQUENCIES = ("kwartaal", "jaar")
REPORTERS = ("aanbieder", "gemeente", "berekend")
AGGREGATIONS = {
    "som teller en noemer": "Tel de tellers op en tel de noemers op. Deel daarna pas.",
    "som": "Tel de aantallen op.",
    "laatste stand": "Neem de laatste stand. Standen van verschillende dagen tel je niet op.",
    "gewogen gemiddelde": "Weeg elk gemiddelde met het aantal antwoorden.",
    "niet optelbaar": "Tel niet op: laat de cijfers naast elkaar zien.",
    "niet per aanbieder": "Dit cijfer is er alleen voor de hele regio.",
}
"""How figures may be joined over time and over aanbieders, each with its explanation for the screen."""


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """One definition of one KPI. `code` is fixed for ever; a changed meaning gets a new version with a later first day."""

    code: str
    family: str
    pijler_code: str | None
    goal_code: str | None
    position: int
    version: int
    name: str
    definition: str
    value_kind: str
    numerator_label: str
    denominator_label: str
    unit: str
    decimals: int
    direction: str
    norm_kind: str
    norm_low: Decimal | None
    norm_high: Decimal | None
    norm_note: str
    frequency: str
    reported_by: str
    breakdown: str
    prefill: str
    over_time: str
    over_providers: str
    valid_from: date
    source: str


def parse_catalogue(documents: Mapping[str, Mapping[str, Any]], *, goals: Mapping[str, Collection[str]]) -> tuple[IndicatorRecord, ...]:
    """Read the family files (name -> contents). `goals` holds the known subdoelen per pijler. Raises ReferenceMistake."""
    found: list[IndicatorRecord] = []
    home: dict[str, str] = {}
    for number, family in enumerate(FAMILIES):
        file = f"{family}.toml"
        only_sections(documents[file], file=file, known=("indicator",))
        rows = records(documents[file], file=file, section="indicator")
        found.extend(_indicator(row, family, number * 100 + place, goals) for place, row in enumerate(rows, start=1))
        for row in rows:
            if home.setdefault(row.name, family) != family:
                row.refuse("code", f"Deze KPI staat ook in {home[row.name]}.toml.")
    for code, family in home.items():
        check_order(f"{family}.toml", [entry for entry in found if entry.code == code])
    return tuple(found)


def check_order(file: str, versions: Iterable[IndicatorRecord]) -> None:
    """Versions of one KPI stand in order, and each begins later than the one before it."""
    previous: IndicatorRecord | None = None
    for entry in versions:
        if previous is not None and entry.version == previous.version:
            raise ReferenceMistake(file, entry.code, "version", f"Versie {entry.version} komt twee keer voor.")
        if previous is not None and entry.version < previous.version:
            raise ReferenceMistake(file, entry.code, "version", "Zet de versies op volgorde: de nieuwste onderaan.")
        if previous is not None and entry.valid_from <= previous.valid_from:
            raise ReferenceMistake(file, entry.code, "valid_from", "Een nieuwe versie begint later dan de vorige.")
        previous = entry


def _indicator(row: Record, family: str, position: int, goals: Mapping[str, Collection[str]]) -> IndicatorRecord:
    pijler = row.choice("pijler", goals) if row.has("pijler") else None
    goal = _goal(row, pijler, goals)
    entry = IndicatorRecord(
        code=row.text("code", longest=10),
        family=family,
        pijler_code=pijler,
        goal_code=goal,
        position=position,
        version=row.whole("version", least=1),
        name=row.text("name", longest=120),
        definition=row.text("definition"),
        **_numbers(row),
        unit=row.text("unit", longest=20),
        decimals=row.whole("decimals"),
        direction=row.choice("direction", DIRECTIONS),
        **_norm(row),
        frequency=row.choice("frequency", FREQUENCIES),
        reported_by=row.choice("reported_by", REPORTERS),
        breakdown=_breakdown(row),
        prefill=row.text("prefill", longest=100) if row.has("prefill") else NO_PREFILL,
        over_time=row.choice("over_time", AGGREGATIONS),
        over_providers=row.choice("over_providers", AGGREGATIONS),
        valid_from=row.day("valid_from"),
        source=row.source(),
    )
    row.finish()
    _check_sense(row, entry)
    return entry


def _goal(row: Record, pijler: str | None, goals: Mapping[str, Collection[str]]) -> str | None:
    if not row.has("goal"):
        return None
    if pijler is None:
        row.refuse("pijler", "Een subdoel hoort bij een pijler. Noem die ook.")
    return row.choice("goal", goals[pijler])


def _numbers(row: Record) -> dict[str, Any]:
    """What the two numbers of a cell are. A count stands alone."""
    kind = row.choice("value_kind", VALUE_KINDS)
    if kind == "aantal" and row.has("denominator_label"):
        row.refuse("denominator_label", "Een aantal heeft geen noemer.")
    denominator = "" if kind == "aantal" else row.text("denominator_label", longest=200)
    return {"value_kind": kind, "numerator_label": row.text("numerator_label", longest=200), "denominator_label": denominator}


def _norm(row: Record) -> dict[str, Any]:
    """The norm; without one there is a sentence that says why."""
    kind = row.choice("norm_kind", NORM_KINDS)
    low, high = read_bounds(row, kind, "norm_low", "norm_high")
    note = row.text("norm_note") if kind == "geen" else row.text_or_empty("norm_note")
    return {"norm_kind": kind, "norm_low": low, "norm_high": high, "norm_note": note}


def _breakdown(row: Record) -> str:
    """The dimensions in which parts are asked, in their order; most KPIs ask none (least burden: S001 §7.2)."""
    asked = row.texts("breakdown") if row.has("breakdown") else ()
    for dimension in asked:
        if dimension not in DIMENSIONS:
            row.refuse("breakdown", f"'{dimension}' kennen we niet. Kies uit: {', '.join(DIMENSIONS)}.")
    if len(set(asked)) != len(asked):
        row.refuse("breakdown", "Een uitsplitsing staat er twee keer.")
    return " ".join(asked)


def _check_sense(row: Record, entry: IndicatorRecord) -> None:
    """Refuse what cannot be true together."""
    _check_prefill(row, entry)
    if entry.decimals > 3:
        row.refuse("decimals", "Een cijfer heeft hoogstens drie cijfers achter de komma.")
    if entry.breakdown and entry.value_kind not in SUMMABLE:
        row.refuse("breakdown", "Een mediaan of gemiddelde kun je niet uitsplitsen: de delen tellen niet op.")
    joined = {entry.over_time, entry.over_providers}
    if "som teller en noemer" in joined and entry.value_kind != "verhouding":
        row.refuse("over_time", "Alleen een verhouding heeft een teller en een noemer om op te tellen.")
    if "som" in joined and entry.value_kind != "aantal":
        row.refuse("over_time", "Alleen aantallen kun je optellen.")
    if "gewogen gemiddelde" in joined and entry.value_kind != "gemiddelde":
        row.refuse("over_time", "Alleen een gemiddelde kun je wegen.")
    if entry.over_time == "niet per aanbieder":
        row.refuse("over_time", "'niet per aanbieder' zegt niets over de tijd.")
    if entry.over_providers == "niet per aanbieder" and entry.reported_by == "aanbieder":
        row.refuse("over_providers", "Een KPI die de aanbieder levert, is er per aanbieder.")


def _check_prefill(row: Record, entry: IndicatorRecord) -> None:
    """A proposal is made for who fills in, from a source that exists, and each number of the cell from one."""
    if entry.prefill == NO_PREFILL:
        return
    if entry.reported_by != "aanbieder":
        row.refuse("prefill", "Alleen wat de aanbieder invult, krijgt een voorstel.")
    first, second = read_prefill(entry.prefill)
    unknown = sorted({first, second} - SOURCES.keys() - {NO_PREFILL})
    if unknown:
        row.refuse("prefill", f"'{unknown[0]}' kennen we niet. Kies uit: {', '.join(sorted(SOURCES))}.")
    if entry.value_kind == "aantal" and second not in (NO_PREFILL, first):
        row.refuse("prefill", "Een aantal heeft geen noemer.")
    if NO_PREFILL not in (first, second) and not {first, second} <= WHOLE_SOURCES:
        row.refuse("prefill", "Deze bron vult maar een van de twee getallen.")
