"""Looking after the code: lint, format, lock the dependencies, clean up."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from portal.developer.bootstrap.environment import LOCKS, ROOT, find_uv, ready, surroundings, tell

LINTERS = (
    ("ruff", ("ruff", "check", ".")),
    ("opmaak", ("ruff", "format", "--check", ".")),
    ("importcontracten", ("importlinter.cli",)),
    ("types", ("mypy",)),
    ("dode code", ("vulture",)),
)
LOCK = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header")
LEFTOVERS = ("build", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache")
NO_UV = "Voor het vastzetten van de pakketten is het programma 'uv' nodig. Installeer het en start deze opdracht opnieuw."


def lint(_arguments: Sequence[str]) -> int:
    """Every linter, also after one has failed: a person wants the whole list."""
    python = ready("dev")
    failed = [name for name, arguments in LINTERS if in_environment(python, lint_command(arguments)) != 0]
    tell(f"Niet in orde: {', '.join(failed)}." if failed else "Alles is in orde.")
    return 1 if failed else 0


def lint_command(arguments: Sequence[str]) -> list[str]:
    """import-linter has no `python -m`; the others have."""
    if arguments[0] == "importlinter.cli":
        return ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return ["-m", *arguments]


def tidy(_arguments: Sequence[str]) -> int:
    """Format, and mend what ruff can mend by itself."""
    python = ready("dev")
    mended = in_environment(python, ["-m", "ruff", "check", "--fix", "."])
    return in_environment(python, ["-m", "ruff", "format", "."]) or mended


def in_environment(python: Path, arguments: list[str]) -> int:
    """Run the environment's Python at the root."""
    return subprocess.run([str(python), *arguments], cwd=ROOT, env=surroundings(), check=False).returncode


def lock(arguments: Sequence[str]) -> int:
    """Write both locks from pyproject.toml; extra arguments (`--upgrade`) go to uv. The dev lock follows the run lock."""
    uv = find_uv()
    if uv is None:
        tell(NO_UV)
        return 1
    for kind, extra in (("run", []), ("dev", ["--group", "dev", "--constraints", "requirements/run.txt"])):
        target = LOCKS[kind].relative_to(ROOT).as_posix()
        command = [uv, "pip", "compile", "pyproject.toml", *extra, *LOCK, "--quiet", "-o", target, *arguments]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code != 0:
            return code
        tell(f"{target} is bijgewerkt.")
    return 0


def clean(arguments: Sequence[str]) -> int:
    """Remove what can be made again; `--alles` takes the environment too. Data (`instance/`) always stays."""
    doomed = [ROOT / name for name in LEFTOVERS]
    doomed += [path for folder in ("contracts", "kpi", "portal", "tests", "migrations") for path in (ROOT / folder).rglob("__pycache__")]
    if "--alles" in arguments:
        doomed.append(ROOT / ".venv")
    for path in doomed:
        shutil.rmtree(path, ignore_errors=True)
    return 0
