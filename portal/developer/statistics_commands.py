"""The commands that show the statistics to anybody: one series judged, from a file of their own. They need no settings and no database."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from typing import Any

from kpi.domain.signals.judge import judge
from portal.developer import series_file
from portal.developer.json_file import read_input


def signal(arguments: argparse.Namespace) -> int:
    """Judge one series and print what was found as JSON. Raises Refused for input that cannot be judged (exit 2)."""
    asked = series_file.read(read_input(arguments.bestand))
    print_whole(series_file.written(judge(asked.series, asked.profile, asked.peers)))
    return 0


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
