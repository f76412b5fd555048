"""`./samenzicht herinner`: one round of reminders, for cron."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from functools import partial
from typing import Any

from contracts.actions.reference import read_rulebook
from contracts.foundation.database import begin_writing
from contracts.foundation.errors import Refused
from portal.config import ConfigurationError, Settings, from_environment
from portal.developer import load, migration
from portal.reminders import outbox
from portal.reminders.post import LATER, REFUSED, SENT, UNKNOWN
from portal.reminders.rounds import Sent, send_ready, write_digests
from portal.web import clock


def remind(arguments: argparse.Namespace) -> int:
    """Write today's digests and send what is ready. 0: nothing went wrong; 1: the mail server could not be used or a mail needs somebody."""
    settings = from_environment(os.environ)
    if migration.current(settings.database_url) != migration.head():
        raise ConfigurationError("De database is niet bijgewerkt. Voer eerst './samenzicht migreer' uit.")
    if arguments.dag and not settings.is_demonstration:
        raise Refused("", "Een andere dag kiezen kan alleen in de demonstratie.")
    written = _write(settings, today=arguments.dag or clock.today())
    print(f"{written} {'herinnering' if written == 1 else 'herinneringen'} klaargezet.")
    done = send_ready(partial(load.session_for, settings), settings.mail, now=clock.now) if settings.mail else Sent()
    return _tell(settings, done)


def _write(settings: Settings, *, today: date) -> int:
    with load.session_for(settings) as session:
        load.require_mode(session, settings)
        begin_writing(session)
        written = write_digests(session, book=read_rulebook(settings.region_folder), at=clock.now(), today=today, address=settings.address)
        session.commit()
    return written


def _tell(settings: Settings, done: Sent) -> int:
    with load.session_for(settings) as session:
        waiting = outbox.counts(session)
    if settings.mail is None:
        where = f" Bekijk ze op {settings.address}/demonstratie/post." if settings.is_demonstration else " Stel SAMENZICHT_SMTP_HOST in."
        print(f"Er is geen mailserver ingesteld. {waiting.get(outbox.READY, 0)} berichten staan klaar.{where}")
        return 0
    for kind, words in (
        (SENT, "verstuurd"),
        (LATER, "later nog eens"),
        (REFUSED, "geweigerd door de mailserver"),
        (UNKNOWN, "onbekend of het aankwam"),
    ):
        if done.outcomes[kind]:
            print(f"  {words}: {done.outcomes[kind]}")
    if done.problem:
        print(f"De mailserver is niet te gebruiken: {done.problem}. De berichten blijven klaarstaan.", file=sys.stderr)
    stuck = waiting.get(outbox.BUSY, 0) + waiting.get(outbox.FAILED, 0)
    if stuck:
        print(f"{stuck} berichten hebben iemand nodig. Ze staan bij Mensen, Berichten: {settings.address}/mensen/berichten", file=sys.stderr)
    return 1 if done.problem or done.outcomes[REFUSED] or done.outcomes[UNKNOWN] else 0


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    text = "Zet de herinneringen van vandaag klaar en verstuur wat klaarstaat. Voor een taak die elke tien minuten loopt; niemand krijgt iets dubbel."
    one = commands.add_parser("herinner", help="verstuur herinneringen", description=text)
    one.add_argument("--dag", type=date.fromisoformat, metavar="JJJJ-MM-DD", help="alleen in de demonstratie: doe alsof het deze dag is")
    one.set_defaults(work=remind)
