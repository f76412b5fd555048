"""The commands that show the statistics to anybody: a series judged, tables protected, from files. They need no settings and no database."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.protect import protect
from kpi.domain.signals.judge import judge
from portal.developer import series_file, table_answer, table_file
from portal.developer.json_file import read_input


def signal(arguments: argparse.Namespace) -> int:
    """Judge one series and print what was found as JSON. Raises Refused for input that cannot be judged (exit 2)."""
    asked = series_file.read(read_input(arguments.bestand))
    print_whole(series_file.written(judge(asked.series, asked.profile, asked.peers)))
    return 0


def shield(arguments: argparse.Namespace) -> int:
    """Protect tables and print as JSON what may be published. 0: safe, 1: no safe answer. Raises Refused for bad input (exit 2)."""
    begun = time.monotonic()
    problem = table_file.read(read_input(arguments.bestand, largest=table_file.LARGEST_FILE))
    made = protect(problem, elapsed=lambda: time.monotonic() - begun)
    if arguments.uit is None:
        print_whole(table_answer.written(made))
    else:
        _write(arguments.uit, table_answer.written(made))
    if not made.safe:
        print(table_answer.told(made), file=sys.stderr)
    return 0 if made.safe else 1


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as problem:
        raise Refused("uit", f"{path} is niet te schrijven.") from problem


def print_whole(text: str) -> None:
    """In UTF-8 whatever the terminal says, so that a program can read it everywhere. A reader that stops early (`| head`) is no fault."""
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
        sys.stdout.buffer.flush()


def add_to(commands: Any) -> None:
    """Add these commands to the parser's (argparse gives its sub-parsers no public type)."""
    text = "Beoordeel één reeks cijfers uit een JSON-bestand: grenzen, bevindingen en wat niet te zien was. De uitkomst is ook JSON."
    one = commands.add_parser("signaleer", help="beoordeel één reeks cijfers", description=text)
    one.add_argument("bestand", metavar="IN.json", help="het bestand met de reeks; - leest van de invoer")
    one.set_defaults(work=signal)
    text = "Bescherm tabellen uit een JSON-bestand: welke cellen niet gepubliceerd mogen worden, of waarop elke cel wordt afgerond."
    one = commands.add_parser("bescherm", help="bescherm tabellen met kleine aantallen", description=text)
    one.add_argument("bestand", metavar="IN.json", help="het bestand met de tabellen; - leest van de invoer")
    one.add_argument("--uit", type=Path, metavar="OUT.json", help="schrijf de uitkomst in dit bestand")
    one.set_defaults(work=shield)
