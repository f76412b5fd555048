"""What the tests work with: a folder in memory when there is room, and compiled Python files that all their processes share.

Measured: a fresh PostgreSQL for a test takes 25 ms in memory and 100-600 ms on a disk; a process that may not keep what it compiled takes
five seconds more to start, and the tests start dozens.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.developer.bootstrap.environment import ROOT

IN_MEMORY = Path("/dev/shm")  # noqa: S108  (each run makes a folder of its own in it, that nobody else may read)
ROOM = 3 * 2**30
"""Two test processes at once hold less than a third of this; a container's usual 64 MB is no room at all."""


def in_memory(place: Path = IN_MEMORY, room: int = ROOM) -> str | None:
    """The folder that lies in memory, when this machine has one with room."""
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK) and shutil.disk_usage(place).free >= room:
        return str(place)
    return None


@contextmanager
def laid_out() -> Iterator[dict[str, str]]:
    """The environment variables for one run of tests; what they left in memory is gone afterwards. Elsewhere pytest keeps its last three runs."""
    place = in_memory()
    if place is None:
        yield compiled()
        return
    with tempfile.TemporaryDirectory(prefix="samenzicht-", dir=place, ignore_cleanup_errors=True) as folder:
        yield {"TMPDIR": folder, **compiled()}


def compiled() -> dict[str, str]:
    """Who keeps no compiled files beside the sources gets them in `build`: without, every process compiles all packages anew."""
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return {}
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "compiled")}
