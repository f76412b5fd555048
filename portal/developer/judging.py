"""`./samenzicht toets`: judge the figures of a report from a file, by the same rules as the form, without a database.

A file about tables goes to `auditing`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from contracts.actions.reference_files import read_toml
from contracts.domain.reference.programme import parse_pijlers
from contracts.foundation.errors import Refused
from kpi.domain.catalogue import FAMILIES, IndicatorRecord, parse_catalogue
from kpi.domain.checks.document import judged
from kpi.domain.checks.finding import Level
from kpi.domain.checks.table import document_of
from kpi.domain.checks.verdict import Verdict
from portal.config import ROOT
from portal.developer import auditing

LARGEST_FILE = 5_000_000
CATALOGUE = ROOT / "kpi" / "catalogue"
REGION = ROOT / "contracts" / "reference" / "maastricht-heuvelland"
HELP = """\
Toets de cijfers van een rapportage, met dezelfde regels als het formulier. Er is geen database nodig.

Een JSON-bestand ziet er zo uit. Getallen staan tussen aanhalingstekens, zoals u ze typt:
  {"kwartaal": "2026-K3",
   "cijfers": [{"kpi": "BZ-01", "teller": "12", "noemer": "40", "geen cijfer": "", "toelichting": "",
                "eerder": {"2026-K2": ["11", "40"]}, "delen": {"gemeente": {"Maastricht": ["12", "40"]}}}],
   "capaciteit": [{"locatie": "Huis 1", "vorm": "eerste-opvang", "plekken": "10", "bezet": "8", "vrij": "1", "dicht": "1", "wachtlijst": "3"}],
   "stromen": [{"vorm": "eerste-opvang", "begin": "8", "instroom": "2", "doorstroom in": "0", "doorstroom uit": "0",
                "uitstroom": "2", "eind": "8", "vorig eind": "8"}]}
Alleen "kwartaal" is verplicht: wat er niet staat, wordt niet getoetst. Met "volledig": true mist u ook geen lege cijfers.

Een CSV-bestand heeft de kolommen kwartaal;kpi;teller;noemer;geen cijfer;toelichting. Het laatste kwartaal wordt getoetst, de andere
kwartalen zijn de geschiedenis.

Een JSON-bestand met tabellen ("cells", of "editions" voor alles wat ooit is gepubliceerd) wordt aangevallen: wat kan een lezer, of een
aanbieder die zijn eigen cijfers kent, uitrekenen? Het antwoord is JSON, met een zin voor elke bevinding. Zie docs/toets-tabellen.md.

Uitkomst 0: niets te vragen. Uitkomst 1: er is iets dat niet kan, of dat een reden vraagt. Uitkomst 2: het bestand is niet te lezen.
"""
HEADINGS = {Level.BLOKKADE: "Dit kan niet", Level.CONTROLE: "Klopt dit?", Level.INFO: "Ter informatie"}


def judge(arguments: argparse.Namespace) -> int:
    """Print the findings of one file; 0 when nothing is asked. A file about tables is attacked instead."""
    if (tables := auditing.tables_in(arguments.bestand)) is not None:
        return auditing.attack(tables, arguments.uitkomst)
    verdict = judged(_document(arguments.bestand), catalogue(arguments.catalogus))
    print(json.dumps(_as_data(verdict), ensure_ascii=False, indent=2) if arguments.json else _as_text(verdict))
    return 1 if verdict.blocking or verdict.questions else 0


def catalogue(folder: Path) -> tuple[IndicatorRecord, ...]:
    """The definitions of the KPI files. Raises ReferenceMistake."""
    _pijlers, goals = parse_pijlers(read_toml(REGION, "pijlers.toml"), file="pijlers.toml")
    by_pijler: dict[str, list[str]] = {pijler.code: [] for pijler in _pijlers}
    for goal in goals:
        by_pijler[goal.pijler_code].append(goal.code)
    return parse_catalogue({f"{family}.toml": read_toml(folder, f"{family}.toml") for family in FAMILIES}, goals=by_pijler)


def _document(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused("", f"{path.name} is te groot. Een rapportage past in 5 MB.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("", f"{path.name} is niet te lezen. Bewaar het als UTF-8.") from error
    if path.suffix.lower() == ".csv":
        return document_of(text)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("", f"{path.name} is geen geldige JSON: {error}.") from error


def _as_data(verdict: Verdict) -> dict[str, Any]:
    found = [*verdict.blocking, *(one.finding for one in verdict.answered), *verdict.information]
    told = [{"niveau": one.level.value, "regel": one.rule, "veld": one.field, "zin": one.sentence} for one in found]
    asked = [{"niveau": Level.CONTROLE.value, "regel": one.rule, "veld": one.field, "zin": " ".join(one.sentences)} for one in verdict.questions]
    return {"in orde": not (verdict.blocking or verdict.questions), "bevindingen": [*told, *asked]}


def _as_text(verdict: Verdict) -> str:
    groups = {
        Level.BLOKKADE: [one.sentence for one in verdict.blocking],
        Level.CONTROLE: [" ".join(one.sentences) for one in verdict.questions],
        Level.INFO: [one.sentence for one in verdict.information],
    }
    lines = [line for level, told in groups.items() if told for line in (f"{HEADINGS[level]}:", *(f"  - {sentence}" for sentence in told))]
    lines += ["Met een toelichting:"] if verdict.answered else []
    lines += [f"  - {one.finding.sentence} Reden: {one.reason.text}" for one in verdict.answered]
    return "\n".join(lines) if lines else "Er is niets te vragen: alle cijfers kunnen kloppen."


def add_to(commands: Any) -> None:
    """Add this command to the parser's."""
    one = commands.add_parser(
        "toets",
        help="toets de cijfers van een rapportage, of val tabellen aan",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    one.add_argument("bestand", type=Path, help="een .json- of .csv-bestand")
    one.add_argument("--uitkomst", type=Path, metavar="OUT.json", help="bij tabellen: de uitkomst van bescherm, als wat gepubliceerd is")
    one.add_argument("--json", action="store_true", help="schrijf de bevindingen als JSON")
    one.add_argument("--catalogus", type=Path, default=CATALOGUE, help="map met de KPI-bestanden")
    one.set_defaults(work=judge)
