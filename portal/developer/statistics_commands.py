"""The commands that show the statistics to anybody: one series judged, from a file of their own. They need no settings and no database."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from contracts.foundation.errors import Refused
from kpi.domain.signals.judge import judge
from portal.developer import series_file

FROM_INPUT = "-"


def signal(arguments: argparse.Namespace) -> int:
    """Judge one series and print what was found as JSON. Raises Refused for input that cannot be judged (exit 2)."""
    asked = series_file.read(_text_of(arguments.bestand))
    print_whole(series_file.written(judge(asked.series, asked.profile, asked.peers)))
    return 0


def _text_of(name: str) -> bytes:
    """The file, or what comes in; one byte more than is allowed at most."""
    most = series_file.LARGEST_FILE + 1
    try:
        if name == FROM_INPUT:
            return sys.stdin.buffer.read(most)
        with Path(name).open("rb") as file:
            return file.read(most)
    except (OSError, ValueError) as problem:
        raise Refused("bestand", f"{name} is niet te lezen. Klopt de naam?") from problem


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
