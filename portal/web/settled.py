"""What was settled for good, as a page and as a file: read from the frozen text alone, so that nothing later can show through."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from flask import Response, make_response

from kpi.domain.cell import value_of
from kpi.queries.frozen import Frozen
from portal.web.difference import CorrectionWords, correction_words
from portal.web.formatting import figure, number
from portal.web.people_told import ToldTable, told_tables


class SettledFigure(NamedTuple):
    """One figure with the definition that it was made with."""

    code: str
    name: str
    value: str
    basis: str
    definition: str
    explanation: str


@dataclass(frozen=True, slots=True)
class SettledPage:
    """A settled report. `file_href` gives the whole text as a file."""

    frozen: Frozen
    title: str
    back_href: str
    back_label: str
    file_href: str
    figures: tuple[SettledFigure, ...]
    places: tuple[Mapping[str, Any], ...]
    flows: tuple[Mapping[str, Any], ...]
    people: tuple[ToldTable, ...]
    corrections: tuple[CorrectionWords, ...]
    note: str
    contract: str
    receipt: str


def settled_page(frozen: Frozen, *, back_href: str, back_label: str, file_href: str) -> SettledPage:
    """Put a settled report in words."""
    told = frozen.told
    around = told["vaststelling"]
    definitions = {(one["kpi"], one["versie"]): one for one in around["definities"]}
    return SettledPage(
        frozen,
        f"Vastgesteld: {frozen.quarter.label}",
        back_href,
        back_label,
        file_href,
        tuple(_figure(line, definitions[line["kpi"], line["definitie"]]) for line in told["cijfers"]),
        tuple(told["capaciteit"]),
        tuple(told["stromen"]),
        tuple(told_tables((one["vorm"], one["gemeente"], one["leeftijd"], one["mensen"], one["naam"]) for one in told.get("mensen", ()))),
        correction_words(told, names={code: one["naam"] for (code, _), one in definitions.items()}),
        told["toelichting"],
        around["contract"],
        around["ontvangstbewijs"]["ontvangstbewijs"],
    )


def _figure(line: Mapping[str, Any], definition: Mapping[str, Any]) -> SettledFigure:
    first, second = _number(line["teller"]), _number(line["noemer"])
    value = figure(value_of(definition["soort"], first, second), definition["eenheid"], definition["decimalen"])
    basis = "" if first is None or second is None else f"{number(first)} van {number(second)}"
    basis = basis if definition["soort"] == "verhouding" or second is None else f"op basis van {number(second)}"
    about = f"versie {definition['versie']}: {definition['definitie']}"
    return SettledFigure(line["kpi"], definition["naam"], line["geen cijfer"] or value, basis, about, line["toelichting"])


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def settled_file(frozen: Frozen) -> Response:
    """The settled text with its fingerprint. `inhoud` is the canonical text: its SHA-256 in UTF-8 is `sha256`."""
    told = {
        "aanbieder": frozen.provider_name,
        "kwartaal": frozen.period,
        "vastgesteld op": frozen.at.isoformat(),
        "vastgesteld door": frozen.person_name,
        "sha256": frozen.sha256,
        "inhoud": frozen.content,
    }
    name = f"vastgesteld-{frozen.period}-{frozen.report_id}.json"
    headers = {"Content-Type": "application/json; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}"'}
    return make_response(json.dumps(told, ensure_ascii=False, indent=2), 200, headers)
