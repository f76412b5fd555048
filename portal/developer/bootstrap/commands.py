"""`./samenzicht <opdracht>`: what the bootstrap does itself, and what it hands on to the portal's own command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from portal.developer.bootstrap import browser, care, checks
from portal.developer.bootstrap.environment import ROOT, Hindered, python_of, ready, surroundings, tell, works

HELP = """Samenzicht: samen sturen op beschermd wonen en maatschappelijke opvang.

Gebruik: ./samenzicht <opdracht> [opties]        (op Windows: python samenzicht <opdracht>)

Gebruiken
  run        start het portaal met voorbeeldgegevens op http://127.0.0.1:8000 (ook: opstarten)
  toets      toetst de cijfers van een rapportage uit een .json- of .csv-bestand: ./samenzicht toets cijfers.json
             een .json-bestand met tabellen wordt aangevallen: wat kan een lezer uitrekenen?
  help       deze uitleg, en daaronder alle opdrachten van het portaal zelf

Controleren
  test       alle tests: huisregels en units, daarna de databases, daarna de browser
             met eigen argumenten gaan die naar pytest: ./samenzicht test tests/unit -k kwartaal
  lint       regels, opmaak, importcontracten, types en dode code
  bench      meet de snelheid en schrijft build/bench.json
  prove      voert de aanvallen en storingen uit en schrijft build/prove.json
  browser    zoekt of installeert de browser voor de tests en noemt hem

Onderhouden
  format     zet de code in de vaste opmaak
  lock       zet de versies van alle pakketten opnieuw vast (nodig: uv); --upgrade neemt de nieuwste
  clean      verwijdert wat opnieuw gemaakt kan worden; met --alles ook de eigen omgeving. Gegevens blijven altijd staan.

Alles wat nodig is komt in de map .venv. De eerste keer duurt dat ongeveer een halve minuut.
"""

SAME = {"opstarten": "run", "hulp": "help", "-h": "help", "--help": "help"}


def main(arguments: Sequence[str]) -> int:
    """Do what was asked and give the exit code: 0 well, 1 not, 2 for a command without an environment, 130 for Ctrl-C."""
    try:
        return dispatch([str(argument) for argument in arguments] or ["help"])
    except Hindered as hindered:
        tell(f"\n{hindered}")
        return 2
    except KeyboardInterrupt:
        return 130


def dispatch(arguments: list[str]) -> int:
    """Find who does the command: the bootstrap, or the portal."""
    name = SAME.get(arguments[0], arguments[0])
    own: dict[str, Callable[[Sequence[str]], int]] = {
        "test": checks.test,
        "browser": show_browser,
        "lint": care.lint,
        "format": care.tidy,
        "lock": care.lock,
        "clean": care.clean,
        "help": show_help,
    }
    if name in own:
        return own[name](arguments[1:])
    kind = "dev" if name in {"bench", "prove"} else "run"
    return hand_on(ready(kind), [name, *arguments[1:]])


def hand_on(python: Path, arguments: Sequence[str]) -> int:
    """Become the portal's command line (`python -m portal.developer`). The folder where the person stands stays, for file names.

    `-P` keeps that folder off the search path, so that a stray `portal.py` there cannot take our place.
    """
    command = [str(python), "-P", "-m", "portal.developer", *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(command[0], command, surroundings())  # noqa: S606  (signals and the terminal reach the server itself)
    return subprocess.run(command, env=surroundings(), check=False).returncode


def show_browser(_arguments: Sequence[str]) -> int:
    """Print the browser's path, for E2E_CHROMIUM."""
    path = browser.find_or_install(ready("dev"))
    if path is None:
        tell(checks.NO_BROWSER)
        return 1
    print(path)
    return 0


def show_help(_arguments: Sequence[str]) -> int:
    """The bootstrap's help, and that of the portal when it can be asked without installing anything."""
    print(HELP, flush=True)
    if (ROOT / "portal" / "developer" / "__main__.py").is_file() and works(ROOT / ".venv"):
        command = [str(python_of(ROOT / ".venv")), "-P", "-m", "portal.developer", "--help"]
        subprocess.run(command, env=surroundings(), check=False)
    return 0
