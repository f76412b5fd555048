"""The environment is made once, filled from the lock, and filled again only when the lock has changed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from portal.developer.bootstrap import environment


class Programs:
    """Stands in for every program that would be started: what was asked, and which of them work."""

    def __init__(self, *broken: str) -> None:
        self.started: list[str] = []
        self.broken = broken

    def finishes(self, command: Sequence[str], *, quiet: bool = False) -> bool:
        line = " ".join(map(str, command))
        if not quiet:
            self.started.append(line)
        return not any(word in line for word in self.broken)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment folder, with locks of our own and no program started for real."""
    locks = {kind: tmp_path / f"{kind}.txt" for kind in ("run", "dev")}
    for kind, path in locks.items():
        path.write_text(f"{kind}==1\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "LOCKS", locks)
    monkeypatch.setattr(environment, "works", lambda _home: True)
    monkeypatch.setattr(environment, "find_uv", lambda: None)
    return tmp_path / ".venv"


def start(monkeypatch: pytest.MonkeyPatch, *broken: str) -> Programs:
    programs = Programs(*broken)
    monkeypatch.setattr(environment, "finishes", programs.finishes)
    return programs


def test_a_lock_is_installed_once_and_with_hashes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = start(monkeypatch)
    assert environment.ready("run", home) == environment.python_of(home)
    environment.ready("run", home)
    assert len(programs.started) == 1
    assert "--require-hashes -r" in programs.started[0]


def test_a_changed_lock_is_installed_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = start(monkeypatch)
    environment.ready("run", home)
    environment.LOCKS["run"].write_text("run==2\n", encoding="utf-8")
    environment.ready("run", home)
    assert len(programs.started) == 2


def test_the_dev_lock_brings_the_run_lock_with_it_but_not_the_other_way(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = start(monkeypatch)
    environment.ready("run", home)
    environment.ready("dev", home)
    environment.ready("run", home)
    assert [line.rpartition("/")[2] for line in programs.started] == ["run.txt", "dev.txt"]


def test_a_failed_installation_leaves_no_stamp_and_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(monkeypatch, "--require-hashes")
    with pytest.raises(environment.Hindered, match="pakketten konden niet worden geïnstalleerd"):
        environment.ready("run", home)
    assert not environment.is_stamped(home, "run")


def test_uv_is_used_when_it_is_there_and_pip_when_uv_cannot(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find_uv", lambda: "uv")
    programs = start(monkeypatch)
    environment.ready("run", home)
    assert [line.split()[0] for line in programs.started] == ["uv"]
    environment.LOCKS["run"].write_text("run==2\n", encoding="utf-8")
    programs = start(monkeypatch, "uv pip")
    environment.ready("run", home)
    assert [line.split()[0] for line in programs.started] == ["uv", str(environment.python_of(home))]


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_its_parts_is_told_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    start(monkeypatch)
    monkeypatch.setattr(environment, "works", lambda _home: False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda part: None if part == missing else object())
    with pytest.raises(environment.Hindered, match="sudo apt-get install python3-venv"):
        environment.ready("run", home)


def test_an_environment_whose_python_is_gone_does_not_work(tmp_path: Path) -> None:
    assert not environment.works(tmp_path)
    gone = environment.python_of(tmp_path)
    gone.parent.mkdir(parents=True)
    gone.symlink_to(tmp_path / "nowhere")
    assert not environment.works(tmp_path)


def test_the_environment_that_runs_these_tests_works() -> None:
    assert environment.works(Path(sys.prefix))


def test_a_program_of_ours_finds_our_packages_and_keeps_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "elders")
    told = environment.surroundings({"E2E_CHROMIUM": "x"})
    assert told["PYTHONPATH"].split(os.pathsep) == [str(environment.ROOT), "elders"]
    assert told["E2E_CHROMIUM"] == "x"


def test_an_old_python_gets_a_dutch_sentence(tmp_path: Path) -> None:
    script = (environment.ROOT / "samenzicht").read_text(encoding="utf-8").replace("NEEDED = (3, 11)", "NEEDED = (99, 0)")
    (tmp_path / "samenzicht").write_text(script, encoding="utf-8")
    told = subprocess.run([sys.executable, tmp_path / "samenzicht", "run"], capture_output=True, text=True, env={"PATH": ""}, check=False)
    assert told.returncode == 2
    assert "heeft Python 3.11 of nieuwer nodig" in told.stderr
    assert "Traceback" not in told.stderr
