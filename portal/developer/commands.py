"""The commands of `./samenzicht`, with their help in Dutch. Each is a few lines: the work is in its own module."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from contracts.domain.reference.mistake import ReferenceMistake
from contracts.foundation.errors import Refused
from kpi.domain.signature import key_id_of
from portal.config import ConfigurationError, from_environment
from portal.developer import (
    backup,
    data_commands,
    history_commands,
    journal_check,
    judging,
    mail_commands,
    migration,
    money_commands,
    places_check,
    proof_commands,
    statistics_commands,
)
from portal.developer.bench import figures
from portal.developer.prove import attacks
from portal.developer.serve import prepare_demonstration, serve
from portal.web import clock

Command = Callable[[argparse.Namespace], int]


def run(arguments: argparse.Namespace) -> int:
    """The demonstration, whole: schema, reference data, invented people and figures, and the server."""
    os.environ.setdefault("SAMENZICHT_MODE", "demonstratie")
    settings = from_environment(os.environ)
    prepare_demonstration(settings)
    return serve(settings, host=arguments.host, port=arguments.port, workers=arguments.workers)


def serve_production(arguments: argparse.Namespace) -> int:
    """The server alone, on a database that was migrated and loaded before."""
    return serve(from_environment(os.environ), host=arguments.host, port=arguments.port, workers=arguments.workers)


def migrate(arguments: argparse.Namespace) -> int:
    """The schema up (or, with --terug, down)."""
    settings = from_environment(os.environ)
    if arguments.terug:
        migration.downgrade(settings.database_url, arguments.terug)
    else:
        migration.upgrade(settings.database_url)
    print(f"De database staat op versie {migration.current(settings.database_url) or 'leeg'}.")
    return 0


def check_journal(arguments: argparse.Namespace) -> int:
    """Walk the journal and name the first broken line; hold receipts, settled reports and minutes to their fingerprints. Are all keys public?"""
    settings = from_environment(os.environ)
    broken = journal_check.check(settings.database_url, key=settings.journal_key, outside=journal_check.anchors_of(arguments.anker))
    contents = journal_check.check_contents(settings.database_url)
    money = journal_check.check_budget(settings.database_url)
    places = places_check.check_places(settings.database_url)
    for line in (*contents, *money, *places):
        print(f"Klopt niet: {line}.", file=sys.stderr)
    if broken is not None:
        print(f"Het journaal klopt niet bij regel {broken.entry_id}: {broken.reason}.", file=sys.stderr)
        return 1
    print("Het journaal klopt: elke regel sluit aan op de vorige.")
    if not contents:
        print("Ontvangstbewijzen, vastgestelde rapportages en vastgestelde verslagen kloppen: elke inhoud hoort bij haar vingerafdruk.")
    if not money:
        print("De begroting klopt: wat vastligt en de ruimte zijn in elk jaar samen de regel, en elk totaal is de som van zijn delen.")
    if not places:
        print("De agenda's kloppen: elke open afwijking en elke open afspraak staat op één plek.")
    published = {settings.signing_key.key_id, *map(key_id_of, settings.retired_keys)}
    missing = journal_check.unpublished_keys(settings.database_url, published=published)
    if missing:
        keys = ", ".join(missing)
        print(f"Er zijn ontvangstbewijzen van een sleutel die niet openbaar staat ({keys}). Zet haar in SAMENZICHT_RETIRED_KEYS.", file=sys.stderr)
    return 1 if contents or money or places or missing else 0


def make_backup(arguments: argparse.Namespace) -> int:
    """A checked copy of the database."""
    made = backup.back_up(from_environment(os.environ), folder=arguments.map, at=clock.now())
    print(f"Kopie gemaakt en gecontroleerd: {made}")
    return 0


def put_back(arguments: argparse.Namespace) -> int:
    """Put a backup back."""
    kept = backup.restore(from_environment(os.environ), backup=arguments.kopie, at=clock.now())
    print(f"De kopie {arguments.kopie} is teruggezet." + (f" De oude database staat in {kept}." if kept else ""))
    return 0


def _about_the_database(commands: Any) -> None:
    """The commands for schema, checks and copies."""
    one = commands.add_parser("migreer", help="werk de database bij", description="Werk de database bij naar de nieuwste versie.")
    one.add_argument("--terug", metavar="VERSIE", help="ga terug naar deze versie ('base' is leeg)")
    one.set_defaults(work=migrate)
    text = "controleer het journaal, de bewijzen, de verslagen, de begroting en de agenda's"
    one = commands.add_parser("controleer", help=text, description=text)
    one.add_argument("--anker", type=Path, action="append", default=[], metavar="BESTAND", help="het .json-bestand naast een kopie; mag vaker")
    one.set_defaults(work=check_journal)
    one = commands.add_parser("backup", help="maak een kopie van de database", description="Maak een gecontroleerde kopie van de database.")
    one.add_argument("--map", type=Path, required=True, help="map voor de kopie")
    one.set_defaults(work=make_backup)
    one = commands.add_parser("herstel", help="zet een kopie terug", description="Zet een kopie terug. Stop eerst de server.")
    one.add_argument("kopie", type=Path, help="het .db-bestand van de kopie")
    one.set_defaults(work=put_back)


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    made = argparse.ArgumentParser(prog="./samenzicht", description="Samenzicht: het partnerportaal van centrumgemeente en aanbieders.")
    commands = made.add_subparsers(title="opdrachten", metavar="opdracht", required=True)
    for name, work, text in (
        ("run", run, "start de demonstratie op deze computer"),
        ("serve", serve_production, "start de server (productie)"),
    ):
        one = commands.add_parser(name, help=text, description=text)
        one.add_argument("--host", default="127.0.0.1", help="adres om op te luisteren")
        one.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="poort")
        one.add_argument("--workers", type=int, default=2, help="aantal processen")
        one.set_defaults(work=work)
    _about_the_database(commands)
    text = "meet de snelheid en schrijf build/bench.json (BENCH_SIZE=full: langer)"
    commands.add_parser("bench", help=text, description=text).set_defaults(work=figures.bench)
    text = "voer de aanvallen en storingen uit en schrijf build/prove.json (PROVE_SIZE=full: meer)"
    commands.add_parser("prove", help=text, description=text).set_defaults(work=attacks.prove)
    for family in (data_commands, history_commands, judging, mail_commands, money_commands, proof_commands, statistics_commands):
        family.add_to(commands)
    return made


def main(words: Sequence[str]) -> int:
    """Run one command. A setting that is missing or a use case that refuses is one sentence, not a traceback."""
    arguments = parser().parse_args(words)
    work: Command = arguments.work
    try:
        return work(arguments)
    except (ConfigurationError, Refused, ReferenceMistake, backup.BadBackup) as problem:
        print(f"Dit kan zo niet: {problem}", file=sys.stderr)
        return 2
