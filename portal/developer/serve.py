"""The server, and the preparation of a demonstration before it."""

from __future__ import annotations

from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.engine import make_url

from portal.config import ConfigurationError, Settings
from portal.developer import migration
from portal.developer.demonstration import seed


def prepare_demonstration(settings: Settings) -> None:
    """Schema, reference data and invented data; what is there is kept."""
    file = make_url(settings.database_url).database
    if settings.database_url.startswith("sqlite") and file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    if migration.current(settings.database_url) != migration.head():
        migration.upgrade(settings.database_url)
    for line in seed.ensure(settings):
        print(line, flush=True)


def serve(settings: Settings, *, host: str, port: int, workers: int) -> int:
    """Serve until stopped. Refused when the schema is behind the code, or the database was made for the other mode."""
    if migration.current(settings.database_url) != migration.head():
        raise ConfigurationError("De database is niet bijgewerkt. Voer eerst './samenzicht migreer' uit.")
    seed.check_mode(settings)
    print(f"\nSamenzicht draait op http://{host}:{port}  (stoppen: Ctrl+C)\n", flush=True)
    server = Granian(
        "portal.developer.wsgi:build",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        log_access=False,
    )
    server.serve()
    return 0
