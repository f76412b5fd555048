"""What stands at the top of the checkout: the map of house.md, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.house.source import ROOT

FOLDERS = {"contracts", "kpi", "portal", "templates", "static", "migrations", "tests", "docs", "requirements", ".ci"}
FILES = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "GOVERNANCE.md", "SECURITY.md", "publiccode.yml"}
FILES |= {"Makefile", "samenzicht", ".gitignore"}
PAPERS = {"LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "GOVERNANCE.md", "SECURITY.md", "publiccode.yml", "Makefile", "samenzicht", ".ci/run"}
NOT_OURS = {".git", ".venv", "instance", "build", "node_modules"}


def top_level(root: Path) -> set[str]:
    """The entries at the top that git keeps or would keep; without git, all but the caches and what the program makes itself."""
    git = shutil.which("git")
    if git is not None and (root / ".git").exists():
        command = [git, "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        return {line.partition("/")[0] for line in listed.stdout.splitlines()}
    return {path.name for path in root.iterdir() if path.name not in NOT_OURS and not path.name.endswith(("_cache", "cache__"))}


def strangers(entries: set[str]) -> set[str]:
    """Entries that the map does not know."""
    return entries - FOLDERS - FILES


def test_nothing_else_stands_at_the_top() -> None:
    assert strangers(top_level(ROOT)) == set()


def test_the_papers_are_there() -> None:
    assert {paper for paper in PAPERS if not (ROOT / paper).is_file()} == set()


def test_the_check_can_fail(tmp_path: Path) -> None:
    (tmp_path / "dev.py").touch()
    (tmp_path / "kpi").mkdir()
    assert strangers(top_level(tmp_path)) == {"dev.py"}
