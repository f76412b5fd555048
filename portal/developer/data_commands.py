"""The commands that fill a database: reference data, the demonstration, the first beheerder."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from contracts.actions.reference import read_region
from contracts.foundation.actor import system
from contracts.foundation.database import begin_writing
from contracts.foundation.period import last_day
from kpi.actions.findings import recompute_all
from kpi.actions.opening import open_due_reports
from kpi.domain.calendar import terms_of
from portal.config import ConfigurationError, Settings, from_environment
from portal.developer import export, load, migration
from portal.developer.demonstration import seed
from portal.developer.housekeeping import clean_up
from portal.web import clock
from portal.web.formatting import day


def _settings() -> Settings:
    """The settings, when their database has the newest schema."""
    settings = from_environment(os.environ)
    if migration.current(settings.database_url) != migration.head():
        raise ConfigurationError("De database is niet bijgewerkt. Voer eerst './samenzicht migreer' uit.")
    return settings


def reference(_arguments: argparse.Namespace) -> int:
    """Load the region's reference data and the KPI catalogue."""
    print("\n".join(load.load_region(_settings())))
    return 0


def demonstration(_arguments: argparse.Namespace) -> int:
    """The invented data alone, without a server."""
    os.environ.setdefault("SAMENZICHT_MODE", "demonstratie")
    print("\n".join(seed.ensure(_settings())))
    return 0


def administrator(arguments: argparse.Namespace) -> int:
    """A link for the very first beheerder."""
    link = load.first_administrator(_settings(), name=arguments.naam, email=arguments.email)
    print(f"Geef deze link aan {arguments.naam}. De link werkt een keer, en 24 uur lang:\n{link}")
    return 0


def open_data(arguments: argparse.Namespace) -> int:
    """The open data file."""
    with load.session_for(_settings()) as session:
        written = export.write_open_data(session, path=arguments.bestand)
    print("\n".join([f"Geschreven: {arguments.bestand}", *(f"  {name}: {count} rijen" for name, count in written.items())]))
    return 0


def tidy(_arguments: argparse.Namespace) -> int:
    """Remove what may no longer be kept."""
    with load.session_for(_settings()) as session:
        begin_writing(session)
        gone = clean_up(session, at=clock.now())
        session.commit()
    print("\n".join(f"{what}: {count} verwijderd" for what, count in gone.items()))
    return 0


def open_quarter(_arguments: argparse.Namespace) -> int:
    """Open the reports of periods that have ended."""
    settings = _settings()
    terms = terms_of(read_region(settings.region_folder))
    with load.session_for(settings) as session:
        begin_writing(session)
        opened = open_due_reports(session, terms=terms, by=system("kwartaal openen"), at=clock.now())
        session.commit()
    told = [f"  {one.provider_name}, {one.label}: inleveren tot en met {day(last_day(one.due_at))}" for one in opened]
    print("\n".join(["Geopend:", *told] if told else ["Er is niets te openen: alle rapportages van voorbije periodes zijn er al."]))
    return 0


def judge_again(_arguments: argparse.Namespace) -> int:
    """Judge every signed report anew: after an upgrade, or when the rules changed."""
    with load.session_for(_settings()) as session:
        begin_writing(session)
        changed = recompute_all(session, by=system("herbereken"), at=clock.now())
        session.commit()
    print("Alle ingediende cijfers zijn opnieuw beoordeeld. " + (f"{changed} afwijkingen veranderden." if changed else "Er veranderde niets."))
    return 0


def add_to(commands: Any) -> None:
    """Add these commands to the parser's (argparse gives its sub-parsers no public type)."""
    one = commands.add_parser("referentie", help="laad de referentiegegevens", description="Laad de regio en de KPI-catalogus. Herhalen mag.")
    one.set_defaults(work=reference)
    text = "Verwijder oude aanmeldsessies, formuliersleutels, mislukte pogingen, uitnodigingen en verstuurde berichten. Voor een dagelijkse taak."
    one = commands.add_parser("opruimen", help="verwijder oude aanmeldgegevens", description=text)
    one.set_defaults(work=tidy)
    text = "Open de rapportages van voorbije periodes, voor elke aanbieder met een overeenkomst, arrangement of subsidie. Herhalen mag."
    one = commands.add_parser("kwartaal", help="open de rapportages van voorbije periodes", description=f"{text} Voor een dagelijkse taak.")
    one.set_defaults(work=open_quarter)
    text = "Beoordeel alle ingediende cijfers opnieuw, na een nieuwe versie of nieuwe regels. Wat mensen deden blijft staan. Herhalen mag."
    one = commands.add_parser("herbereken", help="beoordeel alle ingediende cijfers opnieuw", description=text)
    one.set_defaults(work=judge_again)
    one = commands.add_parser("demonstratie", help="maak de demonstratie", description="Maak de verzonnen gegevens van de demonstratie.")
    one.set_defaults(work=demonstration)
    one = commands.add_parser("beheerder", help="nodig de eerste beheerder uit", description="Maak een link voor de eerste functioneel beheerder.")
    one.add_argument("--naam", required=True, help="naam van de beheerder")
    one.add_argument("--email", required=True, help="e-mailadres van de beheerder")
    one.set_defaults(work=administrator)
    text = "Schrijf een SQLite-bestand met de gepubliceerde samenvattingen en de kaders van de regio. Niets anders."
    one = commands.add_parser("export", help="schrijf het open-databestand", description=text)
    one.add_argument("bestand", type=Path, help="naam van het nieuwe bestand, bijvoorbeeld open-data.sqlite")
    one.set_defaults(work=open_data)
