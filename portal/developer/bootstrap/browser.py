"""A Chromium for the journeys: found, or installed. A candidate counts only when it really starts and draws a page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.developer.bootstrap.environment import surroundings, tell

ON_PATH = ("chromium-headless-shell", "chromium", "google-chrome-stable", "google-chrome", "chromium-browser", "msedge", "microsoft-edge")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
BINARIES = ("headless_shell", "headless_shell.exe", "chrome-headless-shell", "chrome-headless-shell.exe", "chrome", "chrome.exe", "Chromium")
RENDER_SECONDS = 60
INSTALL_SECONDS = 300
# No pipes: a browser that outlives its killed parent would hold them open, and we would wait for ever.
SILENT: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

Renders = Callable[[str], bool]
Run = Callable[[list[str]], bool]


@dataclass(frozen=True, slots=True)
class Machine:
    """What the search may ask of this machine. The tests give one of their own."""

    renders: Renders
    run: Run
    downloaded: Path
    which: Callable[[str], str | None] = shutil.which
    is_root: bool = False
    elsewhere: tuple[str, ...] = ELSEWHERE


def this_machine(python: Path) -> Machine:
    """The machine we run on; `python` is the one with Playwright."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return Machine(renders=lambda path: renders(python, path), run=_finishes_in_time, downloaded=download_folder(), is_root=is_root)


def find_or_install(python: Path, machine: Machine | None = None) -> str | None:
    """The path of a browser that draws a page, or None when none can be had."""
    here = machine or this_machine(python)
    for path in candidates(here):
        if here.renders(path):
            return path
    for described, install in installers(python, here):
        tell(f"Geen werkende browser gevonden; {described} …")
        if install():
            for path in candidates(here):
                if here.renders(path):
                    return path
    return None


def candidates(machine: Machine) -> Iterator[str]:
    """Browsers that may be here: the one that was named, Playwright's own, those on the path, and the usual places."""
    named = os.environ.get("E2E_CHROMIUM")
    if named:
        yield named
    yield from playwrights_own(machine.downloaded)
    for name in ON_PATH:
        found = machine.which(name)
        if found:
            yield found
    yield from (path for path in machine.elsewhere if Path(path).exists())


def download_folder() -> Path:
    """Where Playwright keeps the browsers it downloaded."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named:
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "ms-playwright"
    return Path.home() / ".cache/ms-playwright"


def playwrights_own(folder: Path) -> Iterator[str]:
    """Chromiums that Playwright downloaded, the newest first and the light one before the full one."""
    for pattern in ("chromium_headless_shell-*", "chromium-*"):
        for build in sorted(folder.glob(pattern), key=_build_number, reverse=True):
            yield from sorted(str(path) for path in build.glob("**/*") if path.name in BINARIES and path.is_file())


def _build_number(folder: Path) -> int:
    number = folder.name.rpartition("-")[2]
    return int(number) if number.isdigit() else 0


def installers(python: Path, machine: Machine) -> Iterator[tuple[str, Callable[[], bool]]]:
    """Ways to get a browser, the lightest first. apt-get only for who may use it without being asked for a password."""
    playwright = [str(python), "-m", "playwright", "install", "chromium-headless-shell"]
    yield "Playwright mag er een ophalen", lambda: machine.run(playwright)
    apt = machine.which("apt-get")
    if apt is None:
        return
    prefix = [] if machine.is_root else ["sudo", "-n"]
    if prefix and not (machine.which("sudo") and machine.run([*prefix, "true"])):
        return
    yield "de pakketlijst van dit systeem wordt ververst", lambda: machine.run([*prefix, apt, "update", "-qq"])
    for package in ("chromium-headless-shell", "chromium"):
        command = [*prefix, apt, "install", "-y", "-qq", "--no-install-recommends", package]
        yield f"het pakket {package} van dit systeem wordt geïnstalleerd", lambda command=command: machine.run(command)  # type: ignore[misc]


def renders(python: Path, path: str) -> bool:
    """Does this browser start and draw a page? Ubuntu's `chromium` may be a stub, and a browser without its libraries dies at once."""
    command = [str(python), "-m", "portal.developer.bootstrap.render_check", path]
    try:
        return subprocess.run(command, **SILENT, timeout=RENDER_SECONDS, env=surroundings(), check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _finishes_in_time(command: list[str]) -> bool:
    quiet = surroundings({"DEBIAN_FRONTEND": "noninteractive"})
    try:
        return subprocess.run(command, **SILENT, timeout=INSTALL_SECONDS, env=quiet, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
