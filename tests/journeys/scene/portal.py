"""One running portal per test process: the server as `./samenzicht run` starts it, on a copy of one seeded demonstration.

The demonstration is made once for all processes. Before every test its database is put back, in one step, through SQLite's
own backup, while the server keeps running.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy.orm import Session

from contracts.foundation import database
from portal.config import ROOT, Settings, from_environment
from portal.developer import load
from portal.developer.serve import prepare_demonstration
from tests.support.made_once import made_once

DATABASE, SECRETS = "demonstratie.db", "demonstration-secrets.json"
START_SECONDS = 60
DEVELOPER_TEMPLATE = "JOURNEYS_INSTANCE"
"""A developer may name a demonstration that is already there, and save the seconds of making one."""


def surroundings(instance: Path) -> dict[str, str]:
    """The environment of a demonstration in this folder, whatever database or mode the caller has."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMENZICHT_") and name != "DATABASE_URL"}
    return kept | {"SAMENZICHT_INSTANCE": str(instance), "SAMENZICHT_MODE": "demonstratie"}


def seeded(base: Path, *, worker: str) -> Path:
    """The demonstration that every process copies."""
    named = os.environ.get(DEVELOPER_TEMPLATE)
    if named:
        return Path(named)
    return made_once(base, "demonstration", lambda folder: prepare_demonstration(from_environment(surroundings(folder))), worker=worker)


def copy_database(source: Path, target: Path) -> None:
    """Put a whole database in the place of another, in one step; whoever has it open sees the new one from now on."""
    module = database.sqlite_module()
    with closing(module.connect(str(source))) as old, closing(module.connect(str(target), timeout=10)) as new:
        new.execute("PRAGMA synchronous=OFF")
        old.backup(new)


@dataclass(slots=True)
class Server:
    """The server's process; it can be killed and started again at the same address."""

    instance: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "portal.developer", "run", "--port", str(self.port), "--workers", "1"]
        told: dict[str, Any] = {"cwd": ROOT, "env": surroundings(self.instance), "stdin": subprocess.DEVNULL, "start_new_session": True}
        with (self.instance / "server.log").open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **told)
        _wait_until_it_answers(self.address, self.process, self.instance / "server.log")

    def kill(self) -> None:
        """kill -9 of the server and its worker at once: nobody gets an answer any more."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop it as a person does."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass(frozen=True, slots=True)
class Portal:
    """A running portal."""

    address: str
    instance: Path
    template: Path
    server: Server

    @property
    def settings(self) -> Settings:
        """The settings it runs with."""
        return from_environment(surroundings(self.instance))

    def begin_again(self) -> None:
        """The demonstration as it was made."""
        copy_database(self.template / DATABASE, self.instance / DATABASE)

    def ask(self, question: str, *given: Any) -> Sequence[tuple[Any, ...]]:
        """Rows of the database as it now is: what a journey left behind."""
        module = database.sqlite_module()
        with closing(module.connect(str(self.instance / DATABASE), timeout=10)) as connection:
            found: Sequence[tuple[Any, ...]] = connection.execute(question, given).fetchall()
            return found

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The database open for a question of the house itself."""
        with load.session_for(self.settings) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """The database open for a use case that happens off stage; kept when it ends well."""
        with load.session_for(self.settings) as session:
            database.begin_writing(session)
            yield session
            session.commit()


@contextmanager
def running(template: Path, instance: Path) -> Iterator[Portal]:
    """The portal on a copy of the demonstration, stopped afterwards."""
    instance.mkdir(parents=True)
    shutil.copy(template / SECRETS, instance / SECRETS)
    copy_database(template / DATABASE, instance / DATABASE)
    server = Server(instance, _free_port())
    try:
        server.start()
        yield Portal(server.address, instance, template, server)
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with closing(urlopen(address, timeout=5)):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the portal did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")
