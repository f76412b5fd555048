"""Everything published can be taken out for an auditor, and the command for tables finds nothing in it; what is opened by hand is found."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from portal.config import Settings
from portal.developer.commands import main


def taken(settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the files."""
    monkeypatch.setenv("SAMENZICHT_MODE", "demonstratie")
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SAMENZICHT_INSTANCE", str(folder / "instance"))
    assert main(["geschiedenis", str(folder / "controle")]) == 0
    return folder / "controle"


@pytest.mark.measured
def test_the_history_stands_the_command_and_names_no_aanbieder(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = taken(settings, tmp_path, monkeypatch) / "aantallen.json"
    text = path.read_text()
    told = json.loads(text)
    assert told["editions"][0]["name"].startswith("2025-K1 (1)") and len(told["editions"]) >= 6
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {who for one in told["editions"] for cell in one["cells"] for who in cell.get("contrib", {})} == set("ABCD")
    capsys.readouterr()
    assert main(["toets", str(path)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] and answer["checked"] > 1000


def test_a_figure_that_is_opened_by_hand_is_found(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = taken(settings, tmp_path, monkeypatch) / "aantallen.json"
    told = json.loads(path.read_text())
    last = next(one for one in reversed(told["editions"]) if one["rounded"])
    small = next(cell["id"] for cell in last["cells"] if 0 < cell["value"] < 3 and cell["id"] in last["rounded"])
    del last["rounded"][small]  # shown as it is
    opened = tmp_path / "open.json"
    opened.write_text(json.dumps(told))
    capsys.readouterr()
    assert main(["toets", str(opened)]) == 1
    assert any(one["cell"] == small for one in json.loads(capsys.readouterr().out)["findings"])


def test_a_file_that_is_there_is_never_overwritten(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = taken(settings, tmp_path, monkeypatch)
    before = (folder / "aantallen.json").read_text()
    assert main(["geschiedenis", str(folder)]) == 2
    assert "bestaat al" in capsys.readouterr().err
    assert (folder / "aantallen.json").read_text() == before
