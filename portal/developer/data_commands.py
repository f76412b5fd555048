"""The commands that fill a database: reference data, the demonstration, the first beheerder."""

from __future__ import annotations

import argparse
import os
from typing import Any

from portal.config import from_environment
from portal.developer import load
from portal.developer.demonstration import seed


def reference(_arguments: argparse.Namespace) -> int:
    """Load the region's reference data and the KPI catalogue."""
    print("\n".join(load.load_region(from_environment(os.environ))))
    return 0


def demonstration(_arguments: argparse.Namespace) -> int:
    """The invented data alone, without a server."""
    os.environ.setdefault("SAMENZICHT_MODE", "demonstratie")
    print("\n".join(seed.ensure(from_environment(os.environ))))
    return 0


def administrator(arguments: argparse.Namespace) -> int:
    """A link for the very first beheerder."""
    link = load.first_administrator(from_environment(os.environ), name=arguments.naam, email=arguments.email)
    print(f"Geef deze link aan {arguments.naam}. De link werkt een keer, en 24 uur lang:\n{link}")
    return 0


def add_to(commands: Any) -> None:
    """Add these commands to the parser's (argparse gives its sub-parsers no public type)."""
    one = commands.add_parser("referentie", help="laad de referentiegegevens", description="Laad de regio en de KPI-catalogus. Herhalen mag.")
    one.set_defaults(work=reference)
    one = commands.add_parser("demonstratie", help="maak de demonstratie", description="Maak de verzonnen gegevens van de demonstratie.")
    one.set_defaults(work=demonstration)
    one = commands.add_parser("beheerder", help="nodig de eerste beheerder uit", description="Maak een link voor de eerste functioneel beheerder.")
    one.add_argument("--naam", required=True, help="naam van de beheerder")
    one.add_argument("--email", required=True, help="e-mailadres van de beheerder")
    one.set_defaults(work=administrator)
