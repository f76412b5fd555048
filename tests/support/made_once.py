"""What takes long to make is made once for all test processes: the first that comes makes it, the others wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

SECONDS = 300
MADE, FAILED = "made", "failed"


def made_once(base: Path, name: str, make: Callable[[Path], None], *, worker: str) -> Path:
    """The folder of this name that all processes of one run share. `worker`: the name of this process, "master" when it is alone.

    Raises RuntimeError when another process could not make it, TimeoutError when it did not finish.
    """
    shared = base if worker == "master" else base.parent
    folder, end = shared / name, shared / f"{name}.end"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_for(end)
        return folder
    said = FAILED
    try:
        make(folder)
        said = MADE
    finally:
        (shared / f"{name}.new").write_text(said, encoding="utf-8")
        (shared / f"{name}.new").rename(end)
    return folder


def _wait_for(end: Path) -> None:
    until = time.monotonic() + SECONDS
    while not end.exists():
        if time.monotonic() > until:
            raise TimeoutError(f"{end.stem} was not made in time")
        time.sleep(0.2)
    if end.read_text(encoding="utf-8") == FAILED:
        raise RuntimeError(f"another process could not make {end.stem}")
