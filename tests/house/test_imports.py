"""The import contracts of pyproject.toml hold, and every one of them can break."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source import ROOT, STOREYS, python, tree

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
OUTSIDE_THE_BOOTSTRAP = {"render_check"}  # runs in the made environment, with Playwright

# One offence against each contract, by its place in pyproject.toml: (file, line).
OFFENCES = [
    ("contracts/domain/offence_storey.py", "import kpi.domain"),
    ("kpi/queries/offence_room.py", "import kpi.actions"),
    ("portal/web/offence_layer.py", "import portal.provider"),
    ("kpi/queries/offence_web.py", "import flask"),
    ("contracts/domain/offence_pure.py", "import random"),
    ("kpi/domain/disclosure_audit/offence_own_model.py", "import kpi.domain.disclosure.solver"),
    ("portal/web/offence_tables.py", "import kpi.tables.report"),
    ("portal/sounding_board/offence_wall.py", "import kpi.domain.offence_of_the_wall"),
    ("kpi/domain/offence_of_the_wall.py", ""),
    ("portal/sounding_board/offence_far.py", "import portal.web.offence_window"),
    ("portal/web/offence_window.py", "import kpi.queries.reports"),
    ("kpi/queries/summaries.py", "import kpi.tables.publication"),
    ("kpi/domain/circle_a/__init__.py", "import kpi.domain.circle_b"),
    ("kpi/domain/circle_b/__init__.py", "import kpi.domain.circle_a"),
    ("portal/developer/bootstrap/offence_alone.py", "import flask"),
]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a tree, with that tree's pyproject.toml."""
    command = [sys.executable, "-c", LINT, "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def contract_names() -> list[str]:
    """The contracts, as sentences."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def verdicts(told: str) -> dict[str, str]:
    """What import-linter said of each contract. Its lines may be wrapped, so spaces do not count."""
    squeezed = "".join(told.split())
    found = {}
    for sentence in contract_names():
        after = squeezed.partition("".join(sentence.split()))[2]
        found[sentence] = "KEPT" if after.startswith("KEPT") else "BROKEN" if after.startswith("BROKEN") else "unknown"
    return found


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with one offence against each contract."""
    copy = tmp_path_factory.mktemp("spoiled")
    for storey in STOREYS:
        shutil.copytree(ROOT / storey, copy / storey, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for path, line in OFFENCES:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        with (copy / path).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    return copy


def test_the_contracts_hold() -> None:
    told = lint(ROOT)
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-2000:]


def test_every_contract_can_break(spoiled: Path) -> None:
    told = lint(spoiled)
    assert told.returncode != 0
    assert verdicts(told.stdout) == dict.fromkeys(contract_names(), "BROKEN")


def test_a_stray_module_breaks_the_layers(tmp_path: Path) -> None:
    for storey in STOREYS:
        shutil.copytree(ROOT / storey, tmp_path / storey, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "kpi" / "utils.py").write_text("x = 1\n", encoding="utf-8")
    assert lint(tmp_path).returncode != 0


def foreign_imports(module: ast.Module) -> list[str]:
    """Imports that are neither Python's own nor the bootstrap's."""
    named = [alias.name for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module or "." for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    own = "portal.developer.bootstrap"
    return [found for found in named if found.partition(".")[0] not in sys.stdlib_module_names and not f"{found}.".startswith(f"{own}.")]


def test_the_bootstrap_needs_nothing_but_python() -> None:
    paths = [path for path in python("portal/developer/bootstrap") if path.stem not in OUTSIDE_THE_BOOTSTRAP]
    paths += [ROOT / "portal/__init__.py", ROOT / "portal/developer/__init__.py"]
    assert len(paths) > 5
    assert {path.name: found for path in paths if (found := foreign_imports(tree(path)))} == {}


def test_the_bootstrap_check_can_fail() -> None:
    assert foreign_imports(
        ast.parse("import os\nimport flask\nfrom portal.web import clock\nfrom portal.developer.bootstrap.environment import tell")
    ) == [
        "flask",
        "portal.web",
    ]
