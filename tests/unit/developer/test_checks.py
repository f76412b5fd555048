"""The account of `make test`: nothing is counted as good that was not run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from portal.developer.bootstrap import browser, care, checks, commands, environment
from portal.developer.bootstrap.checks import Count, Phase

ACCOUNT = '<testsuites><testsuite tests="10" failures="1" errors="2" skipped="3"/></testsuites>'


def test_the_account_is_read(tmp_path: Path) -> None:
    account = tmp_path / "a.xml"
    account.write_text(ACCOUNT, encoding="utf-8")
    assert checks.read_account(account, 1) == Count(passed=4, failed=3, skipped=3)


def test_a_run_that_broke_off_is_a_failure(tmp_path: Path) -> None:
    assert checks.read_account(tmp_path / "none.xml", 3) == Count(failed=1)
    account = tmp_path / "a.xml"
    account.write_text('<testsuite tests="4" failures="0" errors="0" skipped="0"/>', encoding="utf-8")
    assert checks.read_account(account, 2) == Count(passed=4, failed=1)


def test_a_phase_where_nothing_was_collected_is_no_failure(tmp_path: Path) -> None:
    assert checks.read_account(tmp_path / "none.xml", checks.NOTHING_COLLECTED) == Count()


@pytest.fixture
def journeys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Phase:
    """A phase with a test and without a browser on the machine."""
    (tmp_path / "test_one.py").touch()
    monkeypatch.setattr(browser, "find_or_install", lambda _python: None)
    return Phase("browserreizen", (str(tmp_path),), needs_browser=True)


def test_without_a_browser_journeys_are_skipped_loudly(journeys: Phase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert checks.run_phase(Path("python"), journeys) == Count(skipped=1)
    assert "GEEN BROWSER" in capsys.readouterr().err


def test_without_a_browser_the_build_server_fails(journeys: Phase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert checks.run_phase(Path("python"), journeys) == Count(failed=1)


@pytest.mark.parametrize(("told", "code"), [(Count(3, 0, 1), 0), (Count(3, 1), 1), (Count(), 1)])
def test_the_exit_code_tells_the_whole(told: Count, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(checks, "ready", lambda _kind: Path("python"))
    monkeypatch.setattr(checks, "PHASES", (Phase("een", ()),))
    monkeypatch.setattr(checks, "run_phase", lambda _python, _phase: told)
    assert checks.test([]) == code
    assert (f"{told.passed} passed, {told.failed} failed" in capsys.readouterr().out) is (told != Count())


def test_what_the_bootstrap_does_not_know_goes_to_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[tuple[str, list[str]]] = []

    def hand_on(python: Path, arguments: Sequence[str]) -> int:
        handed.append((str(python), list(arguments)))
        return 0

    monkeypatch.setattr(commands, "ready", Path)
    monkeypatch.setattr(commands, "hand_on", hand_on)
    assert [commands.main(line.split()) for line in ("opstarten --poort 8001", "bench", "export uit.db")] == [0, 0, 0]
    assert handed == [("run", ["run", "--poort", "8001"]), ("dev", ["bench"]), ("run", ["export", "uit.db"])]


def test_a_hindrance_is_told_in_dutch_and_without_a_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def hindered(_kind: str) -> Path:
        raise environment.Hindered("Het kan niet.")

    monkeypatch.setattr(commands, "ready", hindered)
    assert commands.main(["run"]) == 2
    assert capsys.readouterr().err.strip() == "Het kan niet."


def test_help_is_given_without_an_environment(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "works", lambda _home: False)
    assert commands.main([]) == 0
    assert "Gebruik: ./samenzicht" in capsys.readouterr().out


def test_cleaning_keeps_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "ROOT", tmp_path)
    for name in ("build", "instance", ".venv", ".mypy_cache"):
        (tmp_path / name).mkdir()
    care.clean([])
    assert {path.name for path in tmp_path.iterdir()} == {"instance", ".venv"}
    care.clean(["--alles"])
    assert {path.name for path in tmp_path.iterdir()} == {"instance"}
