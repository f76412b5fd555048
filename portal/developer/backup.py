"""Backup and restore of a SQLite database: in one step, checked before it counts as a backup, and checked again before it is put back."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from contracts.foundation import database
from portal.config import ConfigurationError, Settings
from portal.developer import migration
from portal.developer.journal_check import check_file

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


class BadBackup(Exception):
    """A backup that cannot be trusted; the message says in Dutch why."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What stands beside a backup: enough to know that it is whole, and an anchor for the journal."""

    made_at: str
    sha256: str
    revision: str
    journal_id: int
    journal_hash: str
    rows: dict[str, int]


def database_file(settings: Settings) -> Path:
    """The file of a SQLite database. Raises ConfigurationError for PostgreSQL, which has its own tools."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise ConfigurationError("Deze opdracht is voor SQLite. Gebruik voor PostgreSQL pg_dump en pg_restore, en daarna './samenzicht controleer'.")
    return Path(url.database)


def _connect(path: Path) -> Any:
    return database.sqlite_module().connect(str(path), isolation_level=None)


def back_up(settings: Settings, *, folder: Path, at: datetime) -> Path:
    """Make a checked backup in a folder; returns its path. VACUUM INTO is one step: a stepwise copy never ends under writes (measured)."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"samenzicht-{at:%Y%m%d-%H%M%S-%f}.db"
    unfinished = target.with_suffix(".onaf")
    source = _connect(database_file(settings))
    try:
        source.execute("VACUUM INTO ?", (str(unfinished),))
    finally:
        source.close()
    sidecar = _inspect(unfinished, key=settings.journal_key, at=at)
    _flush(unfinished)
    os.replace(unfinished, target)
    target.with_suffix(".json").write_text(json.dumps(asdict(sidecar), indent=2), encoding="utf-8")
    _flush(target.with_suffix(".json"))
    return target


def _inspect(path: Path, *, key: bytes, at: datetime) -> Sidecar:
    connection = _connect(path)
    try:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BadBackup("De kopie is beschadigd (integrity_check).")
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise BadBackup("In de kopie verwijzen rijen naar rijen die er niet zijn.")
        names = [row[0] for row in connection.execute(TABLES)]
        rows = {name: connection.execute('SELECT count(*) FROM "' + name.replace('"', '""') + '"').fetchone()[0] for name in names}
        tail = connection.execute("SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1").fetchone() or (0, "")
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    finally:
        connection.close()
    broken = check_file(path, key=key)
    if broken is not None:
        raise BadBackup(f"Het journaal in de kopie klopt niet: regel {broken.entry_id}, {broken.reason}.")
    return Sidecar(at.isoformat(), hashlib.sha256(path.read_bytes()).hexdigest(), revision, tail[0], tail[1], rows)


def restore(settings: Settings, *, backup: Path, at: datetime) -> Path | None:
    """Put a backup back. It is verified first; the database that stood there is kept beside it and its path returned. Stop the server before."""
    told = backup.with_suffix(".json")
    if not backup.is_file() or not told.is_file():
        raise BadBackup(f"{backup.name} of {told.name} is er niet.")
    sidecar = Sidecar(**json.loads(told.read_text(encoding="utf-8")))
    if hashlib.sha256(backup.read_bytes()).hexdigest() != sidecar.sha256:
        raise BadBackup("De kopie is veranderd sinds zij is gemaakt (SHA-256 klopt niet).")
    target = database_file(settings)
    fresh = target.with_suffix(".herstel")
    fresh.write_bytes(backup.read_bytes())
    if _inspect(fresh, key=settings.journal_key, at=at).rows != sidecar.rows:
        raise BadBackup("De kopie heeft andere aantallen rijen dan toen zij werd gemaakt.")
    _flush(fresh)
    kept = None
    if target.exists():
        kept = target.with_name(f"{target.stem}-voor-herstel-{at:%Y%m%d-%H%M%S}.db")
        _close_log(target)
        os.replace(target, kept)
    os.replace(fresh, target)
    if migration.current(settings.database_url) != migration.head():
        migration.upgrade(settings.database_url)
    return kept


def _close_log(path: Path) -> None:
    """Move what is still in the write-ahead log into the file, so that the file alone is the whole database."""
    connection = _connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for leftover in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        leftover.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
