"""The commands that show a controller how the money engines reckon, from a file of their own. They need no settings and no database."""

from __future__ import annotations

import argparse
from typing import Any

from contracts.domain.forecast import forecast
from portal.developer import forecast_file, subsidy_file
from portal.developer.json_file import read_input
from portal.developer.statistics_commands import print_whole


def terms(arguments: argparse.Namespace) -> int:
    """Follow a subsidie's events and print where it stands and what is due when. Raises Refused for what cannot be (exit 2)."""
    print_whole(subsidy_file.written(subsidy_file.read(read_input(arguments.bestand))))
    return 0


def reckon(arguments: argparse.Namespace) -> int:
    """Forecast a commitment's year and print it with every figure that it stands on. Raises Refused for what cannot be (exit 2)."""
    print_whole(forecast_file.written(forecast(forecast_file.read(read_input(arguments.bestand)))))
    return 0


def add_to(commands: Any) -> None:
    """Add these commands to the parser's (argparse gives its sub-parsers no public type)."""
    text = "Lees de gebeurtenissen van één subsidie uit een JSON-bestand: hoe zij ervoor staat en wat wanneer moet. De uitkomst is ook JSON."
    one = commands.add_parser("termijnen", help="bereken de termijnen van één subsidie", description=text)
    one.add_argument("bestand", metavar="IN.json", help="het bestand met de gebeurtenissen; - leest van de invoer")
    one.set_defaults(work=terms)
    text = "Voorspel wat één arrangement in een jaar kost, uit bezetting en tarief in een JSON-bestand. De uitkomst is ook JSON."
    one = commands.add_parser("prognose", help="voorspel de kosten van één arrangement", description=text)
    one.add_argument("bestand", metavar="IN.json", help="het bestand met bezetting en tarieven; - leest van de invoer")
    one.set_defaults(work=reckon)
