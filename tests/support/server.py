"""The real server on a test database: granian with four workers, started as `./samenzicht serve` starts it, on a loopback address."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException

from portal.config import PRODUCTION, ROOT
from tests.support.databases import JOURNAL_SECRET, SECRET, SIGNING_SEED

WORKERS = 4


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """One server; it can be killed and started again on the same port."""

    def __init__(self, database_url: str) -> None:
        self.port = free_port()
        told = {"SAMENZICHT_MODE": PRODUCTION, "SAMENZICHT_SECRET": SECRET, "SAMENZICHT_JOURNAL_KEY": JOURNAL_SECRET}
        told["SAMENZICHT_SIGNING_KEY"] = SIGNING_SEED
        self.environment = os.environ | told | {"SAMENZICHT_HOSTS": "localhost", "DATABASE_URL": database_url}
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """How it is started."""
        return [sys.executable, "-P", "-m", "portal.developer", "serve", "--workers", str(WORKERS), "--port", str(self.port)]

    def start(self) -> None:
        """Start, and wait until it answers."""
        environment = self.environment | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            self.command(), env=environment, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise TimeoutError("the server did not start")
            time.sleep(0.05)

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """The process ids of its workers: the children that run our command themselves (a helper of multiprocessing does not)."""
        assert self.process is not None
        told = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
        lines = [line.split(None, 2) for line in told.splitlines()]
        return [int(line[0]) for line in lines if len(line) == 3 and line[1] == str(self.process.pid) and "portal.developer" in line[2]]

    def has_ended(self) -> bool:
        """Did it stop by itself? Granian does when the same worker dies twice within 5.5 seconds; a host's supervisor then starts it again."""
        return self.process is not None and self.process.poll() is not None

    def kill_worker(self, which: int) -> bool:
        """kill -9 of one worker. False when there was none to kill."""
        alive = self.workers()
        if alive:
            os.kill(alive[which % len(alive)], signal.SIGKILL)
        return bool(alive)

    def kill_all(self) -> None:
        """kill -9 of the server with all its workers at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop as a person stops it; what does not stop is killed."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill_all()
