"""The command that takes the whole history of publications out, for an auditor to attack with `./samenzicht toets`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from contracts.foundation.errors import Refused
from kpi.actions.publication_making import rules_of
from kpi.domain.publication.taken_out import taken_out
from kpi.queries.publication_history import everything_told
from portal.config import ConfigurationError, from_environment
from portal.developer import load, migration

OWNER_ONLY = 0o600


def history(arguments: argparse.Namespace) -> int:
    """Write a file per kind of figure; only its owner can read it. Raises Refused when there is nothing, or when a file is there already."""
    settings = from_environment(os.environ)
    if migration.current(settings.database_url) != migration.head():
        raise ConfigurationError("De database is niet bijgewerkt. Voer eerst './samenzicht migreer' uit.")
    with load.session_for(settings) as session:
        told = [one for one in everything_told(session) if one.bundle is not None]
        rules = rules_of(session)
    if not told:
        raise Refused("", "Er is nog niets gepubliceerd.")
    withdrawn = frozenset(one.bundle.name for one in told if one.bundle is not None and one.is_withdrawn)
    files = taken_out([one.bundle for one in told if one.bundle is not None], rules, withdrawn=withdrawn)
    paths = {arguments.map / f"{name}.json": text for name, text in files.items()}
    for path, text in paths.items():
        _write(path, text)
    print("\n".join([f"Geschreven: {path}" for path in paths] + ["Hierin staan cijfers van aanbieders en de geheime regels. Bewaar ze veilig."]))
    return 0


def _write(path: Path, text: str) -> None:
    """A new file of its owner alone. Raises Refused."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8") as file:
            file.write(text + "\n")
    except FileExistsError as problem:
        raise Refused("map", f"{path} bestaat al. Kies een andere map.") from problem
    except OSError as problem:
        raise Refused("map", f"{path} is niet te schrijven.") from problem


def add_to(commands: Any) -> None:
    """Add this command to the parser's (argparse gives its sub-parsers no public type)."""
    text = "Schrijf alles wat ooit is gepubliceerd, met de echte cijfers erachter, voor een controleur. Daarna toetst u het met './samenzicht toets'."
    one = commands.add_parser("geschiedenis", help="schrijf alle publicaties weg voor een controleur", description=text)
    one.add_argument("map", type=Path, help="naam van de map, bijvoorbeeld controle")
    one.set_defaults(work=history)
