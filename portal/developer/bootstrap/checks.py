"""The order of `make test`: the house and the units first (seconds), then the databases, then the browser. One account at the end."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from portal.developer.bootstrap import browser
from portal.developer.bootstrap.environment import ROOT, ready, surroundings, tell
from portal.developer.bootstrap.workbench import laid_out

NOTHING_COLLECTED = 5  # pytest's exit code for "no tests"; an empty folder is no failure, an empty whole is

NO_BROWSER = """
!! GEEN BROWSER: de browserreizen zijn OVERGESLAGEN.
!! Er is geen Chromium gevonden die een pagina tekent, en er kon er geen worden geïnstalleerd.
!! Installeer er een (Debian: apt-get install chromium-headless-shell) of noem er een met E2E_CHROMIUM=/pad/naar/chromium.
"""


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of the test run."""

    name: str
    paths: tuple[str, ...]
    options: tuple[str, ...] = ()
    needs_browser: bool = False


PHASES = (
    Phase("huisregels en units", ("tests/house", "tests/unit"), ("-n", "2")),
    Phase("integratie", ("tests/integration",), ("-n", "2", "--dist", "loadgroup")),
    Phase("browserreizen", ("tests/journeys",), ("-n", "2", "--maxschedchunk", "1"), needs_browser=True),
)


@dataclass(frozen=True, slots=True)
class Count:
    """What a phase counted. `failed` includes errors, and a phase that could not run where it had to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


def test(arguments: Sequence[str]) -> int:
    """`./samenzicht test`: everything; with arguments only what pytest is asked for. The exit code is 0 when nothing failed."""
    python = ready("dev")
    if arguments:
        return test_some(python, list(arguments))
    total = Count()
    for phase in PHASES:
        total += run_phase(python, phase)
    if total == Count():
        tell("Er is geen enkele test gevonden: dat kan niet goed zijn.")
        return 1
    print(f"\n{total.passed} passed, {total.failed} failed, {total.skipped} skipped", flush=True)
    return 1 if total.failed else 0


def test_some(python: Path, arguments: list[str]) -> int:
    """Hand the arguments to pytest as they are. A browser is looked for only when journeys may be among them."""
    named = [argument for argument in arguments if argument.startswith("tests")]
    wants_browser = not named or any("journeys" in argument or argument.rstrip("/") == "tests" for argument in named)
    extra = browser_variable(browser.find_or_install(python)) if wants_browser else {}
    with laid_out() as place:
        return subprocess.run([python, "-m", "pytest", *arguments], cwd=ROOT, env=surroundings(extra | place), check=False).returncode


def run_phase(python: Path, phase: Phase) -> Count:
    """Run one phase and count. Without a browser the journeys are skipped loudly, but fail where CI is set."""
    if not has_tests(phase):
        tell(f"== {phase.name}: nog geen tests")
        return Count()
    extra: dict[str, str] = {}
    if phase.needs_browser:
        path = browser.find_or_install(python)
        if path is None:
            tell(NO_BROWSER)
            return Count(failed=1) if under_ci() else Count(skipped=1)
        extra = browser_variable(path)
    return count_with_pytest(python, phase, extra)


def count_with_pytest(python: Path, phase: Phase, extra: dict[str, str]) -> Count:
    """Start pytest for one phase and read its own account."""
    account = ROOT / "build" / "tests" / f"{phase.name.replace(' ', '-')}.xml"
    account.parent.mkdir(parents=True, exist_ok=True)
    account.unlink(missing_ok=True)
    print(f"\n== {phase.name}", flush=True)
    began = time.monotonic()
    existing = [path for path in phase.paths if (ROOT / path).is_dir()]
    command = [str(python), "-m", "pytest", *existing, *phase.options, f"--junitxml={account}"]
    with laid_out() as place:
        code = subprocess.run(command, cwd=ROOT, env=surroundings(extra | place), check=False).returncode
    count = read_account(account, code)
    tell(f"== {phase.name}: {count.passed} goed, {count.failed} fout, {count.skipped} overgeslagen ({time.monotonic() - began:.0f} s)")
    return count


def read_account(account: Path, code: int) -> Count:
    """What pytest wrote down, checked against its exit code: a run that broke off counts as a failure, whatever it had counted."""
    count = Count()
    if account.is_file():
        for suite in ET.parse(account).getroot().iter("testsuite"):  # noqa: S314  (pytest wrote it a second ago)
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            count += Count(int(suite.get("tests", 0)) - bad - skipped, bad, skipped)
    if code not in {0, NOTHING_COLLECTED} and count.failed == 0:
        return count + Count(failed=1)
    return count


def has_tests(phase: Phase) -> bool:
    """Is there anything to run?"""
    return any(next((ROOT / path).rglob("test_*.py"), None) is not None for path in phase.paths)


def under_ci() -> bool:
    """On a build server nobody reads a warning, so there a missing browser is a failure."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def browser_variable(path: str | None) -> dict[str, str]:
    """How the journeys hear which browser to use."""
    return {"E2E_CHROMIUM": path} if path else {}
