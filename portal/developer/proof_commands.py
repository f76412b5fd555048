"""`./samenzicht bewijs` checks a receipt without the portal; `./samenzicht sleutel` makes the key that signs them. Neither reads a setting."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from contracts.foundation.period import Quarter
from kpi.domain.proof import GENUINE, LARGEST_FILE, UNREADABLE, WHOLE, Verdict, check, keys_in
from kpi.domain.signature import BadKey, SigningKey
from portal.config import new_signing_key

RIGHT, NOT_RIGHT, NOT_READABLE = 0, 1, 2
_WHOSE_KEY = (
    "LET OP: u gaf geen sleutel op. De sleutel in het bestand zelf bewijst niets: wie een bewijs namaakt, zet er een eigen sleutel bij.\n"
    "Haal de sleutel van de openbare pagina van het portaal (/openbare-sleutel) en controleer nog eens, met: --sleutel SLEUTEL\n"
    "Of vergelijk zelf het kenmerk hierboven met dat op de openbare pagina."
)


def prove(arguments: argparse.Namespace) -> int:
    """Check a receipt's file. 0: right, 1: wrong, 2: not readable."""
    try:
        trusted = [key for told in arguments.sleutel for key in keys_in(_key_text(told))]
        with arguments.bestand.open("rb") as file:
            verdict = check(file.read(LARGEST_FILE + 1), trusted=trusted)
    except (BadKey, UnicodeDecodeError):
        print("De opgegeven sleutel is geen openbare sleutel. Gebruik de sleutel, of het bestand, van /openbare-sleutel.", file=sys.stderr)
        return NOT_READABLE
    except OSError as problem:
        print(f"Het bestand {problem.filename} kan niet worden gelezen.", file=sys.stderr)
        return NOT_READABLE
    return _tell(verdict)


def _key_text(told: str) -> str:
    """A key as it was typed, or the text of the file that was named."""
    path = Path(told)
    if not told.endswith(".json") and not path.is_file():
        return told
    with path.open("rb") as file:
        return file.read(100_000).decode()


def _tell(verdict: Verdict) -> int:
    if verdict.outcome == UNREADABLE:
        print(verdict.sentence, file=sys.stderr)
        return NOT_READABLE
    if verdict.outcome not in (GENUINE, WHOLE) or verdict.statement is None:
        print(f"NIET GOED. {verdict.sentence}", file=sys.stderr)
        return NOT_RIGHT
    print(f"{'GOED' if verdict.outcome == GENUINE else 'HEEL'}. {verdict.sentence}\n{_facts(verdict.statement)}")
    if verdict.outcome == WHOLE:
        print(_WHOSE_KEY)
    return RIGHT


def _facts(told: dict[str, Any]) -> str:
    """What the receipt says, as it was signed."""
    period, late = str(told["kwartaal"]), told["dagen te laat"]
    with suppress(ValueError):  # a year, or a request with dates of its own, has no quarter's name
        period = Quarter.parse(period).label
    rows = {
        "Ontvangstbewijs": told["nummer"],
        "Aanbieder": told["aanbieder"]["naam"] if isinstance(told["aanbieder"], dict) else "",
        "Periode": period,
        "Ondertekend": f"{told['ondertekend op']} door {told['ondertekend door']}",
        "Op tijd": "ja" if late == 0 else f"nee, {late} {'dag' if late == 1 else 'dagen'} te laat",
        "Vingerafdruk": told["sha256"],
        "Kenmerk sleutel": told["sleutel"]["kenmerk"],
    }
    return "\n".join(f"  {name + ':':<17} {_printable(value)}" for name, value in rows.items())


def _printable(value: object) -> str:
    """Text from a file never steers the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(value))


def make_key(_arguments: argparse.Namespace) -> int:
    """Print a fresh signing key. It is kept nowhere: whoever runs the portal puts it with the other secrets."""
    text = new_signing_key()
    key = SigningKey.read(text)
    print(f"Zet deze regel bij de geheimen van het portaal. Hij wordt nergens bewaard:\nSAMENZICHT_SIGNING_KEY={text}\n")
    print(f"De openbare sleutel is {key.public_key} (kenmerk {key.key_id}). Die staat daarna op /openbare-sleutel.")
    print(
        "Vervangt u een eerdere sleutel? Zet dan de openbare helft daarvan in SAMENZICHT_RETIRED_KEYS, anders zijn oude bewijzen niet te controleren."
    )
    return 0


def add_to(commands: Any) -> None:
    """Add these commands to the parser's."""
    text = "Controleer een ontvangstbewijs, zonder internet en zonder portaal. Uitkomst: 0 goed, 1 niet goed, 2 niet te lezen."
    one = commands.add_parser("bewijs", help="controleer een ontvangstbewijs", description=text)
    one.add_argument("bestand", type=Path, help="het bestand van het ontvangstbewijs, bijvoorbeeld SZ-2026-K3-0001.json")
    one.add_argument(
        "--sleutel", action="append", default=[], metavar="SLEUTEL", help="de openbare sleutel, of het bestand van /openbare-sleutel.json"
    )
    one.set_defaults(work=prove)
    one = commands.add_parser("sleutel", help="maak een sleutel voor ontvangstbewijzen", description="Maak een sleutel voor ontvangstbewijzen.")
    one.set_defaults(work=make_key)
