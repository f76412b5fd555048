"""The project's own environment (`.venv`), filled from a lock with hashes, so that everyone runs the same files."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOCKS = {"run": ROOT / "requirements" / "run.txt", "dev": ROOT / "requirements" / "dev.txt"}
CONTAINS = {"dev": ("dev", "run"), "run": ("run",)}  # the dev lock holds the run lock whole (a test in tests/house says so)

NO_VENV = """Deze Python mist het onderdeel om een eigen omgeving te maken (venv en ensurepip).
Op Debian en Ubuntu installeert u het zo:

    sudo apt-get install python3-venv

Start de opdracht daarna opnieuw. Heeft u het programma 'uv'? Dan is dit onderdeel niet nodig."""

NO_PACKAGES = """De pakketten konden niet worden geïnstalleerd; hierboven staat waarom.
Is er verbinding met het internet, of met de pakketserver van uw organisatie? Start de opdracht daarna opnieuw.
Er is niets half gedaan dat u zelf moet opruimen."""


class Hindered(Exception):
    """The environment cannot be made. The message is for the person at the keyboard, in Dutch."""


def python_of(folder: Path) -> Path:
    """Where an environment keeps its Python."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def tell(sentence: str) -> None:
    """Say what is going on, apart from what the command itself prints."""
    print(sentence, file=sys.stderr, flush=True)


def ready(kind: str, folder: Path | None = None) -> Path:
    """The Python of an environment that holds this lock (`run` or `dev`), made or brought up to date when needed. Raises Hindered."""
    home = folder or ROOT / ".venv"
    if not works(home):
        make(home)
    if not is_stamped(home, kind):
        install(home, LOCKS[kind])
        for contained in CONTAINS[kind]:
            stamp_file(home, contained).write_text(digest(LOCKS[contained]), encoding="ascii")
    return python_of(home)


def works(home: Path) -> bool:
    """Is there an environment whose Python starts and is new enough? (One that was moved, or whose Python is gone, does not.)"""
    question = "import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)"
    try:
        return subprocess.run([python_of(home), "-c", question], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def make(home: Path) -> None:
    """Make an empty environment; what stood there did not work and goes."""
    tell("Samenzicht maakt zijn eigen omgeving klaar. Dit gebeurt één keer en duurt ongeveer een halve minuut.")
    uv = find_uv()
    if uv is not None and finishes([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(home)]):
        return
    if not has_venv():
        raise Hindered(NO_VENV)
    if not finishes([sys.executable, "-m", "venv", "--clear", str(home)]):
        raise Hindered(NO_VENV)


def has_venv() -> bool:
    """Can this Python make an environment with pip in it? Debian leaves the parts out of its own Python."""
    return all(importlib.util.find_spec(part) is not None for part in ("venv", "ensurepip"))


def find_uv() -> str | None:
    """The program uv, if it is there and starts: it installs in a second what takes pip ten."""
    uv = shutil.which("uv")
    return uv if uv is not None and finishes([uv, "--version"], quiet=True) else None


def install(home: Path, lock: Path) -> None:
    """Install a lock: every file must have the hash that the lock gives. With uv if it is there, else (or when uv cannot reach it) with pip."""
    tell(f"Pakketten installeren uit {lock.relative_to(ROOT)} …")
    python = str(python_of(home))
    uv = find_uv()
    if uv is not None and finishes([uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", str(lock)]):
        return
    has_pip = finishes([python, "-m", "pip", "--version"], quiet=True)
    if not has_pip and not (has_venv() and finishes([python, "-m", "ensurepip"], quiet=True)):
        raise Hindered(NO_PACKAGES if uv is not None else NO_VENV)
    if not finishes([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(lock)]):
        raise Hindered(NO_PACKAGES)


def digest(lock: Path) -> str:
    """The fingerprint of a lock."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def stamp_file(home: Path, kind: str) -> Path:
    """Where the environment remembers which lock it was filled from."""
    return home / f"samenzicht-{kind}.sha256"


def is_stamped(home: Path, kind: str) -> bool:
    """Was the environment filled from the lock as it is now?"""
    stamp = stamp_file(home, kind)
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == digest(LOCKS[kind])


def finishes(command: Sequence[str], *, quiet: bool = False) -> bool:
    """Run a program; did it end well? Its own words go to the error stream, so that they cannot mix with a command's result."""
    stream = subprocess.DEVNULL if quiet else sys.stderr
    try:
        return subprocess.run(command, stdout=stream, stderr=stream, stdin=subprocess.DEVNULL, cwd=ROOT, check=False).returncode == 0
    except OSError:
        return False


def surroundings(extra: dict[str, str] | None = None) -> dict[str, str]:
    """The environment variables for a program of ours: it finds our packages wherever it was started."""
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), others])), **(extra or {})}
