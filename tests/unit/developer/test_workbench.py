"""What the tests work with: memory when there is room, and files that are gone afterwards."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portal.developer.bootstrap import workbench
from portal.developer.bootstrap.environment import ROOT


def test_a_folder_with_room_is_used_and_left_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "in_memory", lambda: str(tmp_path))
    with workbench.laid_out() as told:
        folder = Path(told["TMPDIR"])
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "rest").mkdir()
    assert list(tmp_path.iterdir()) == []


def test_without_room_the_tests_write_where_programs_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert workbench.in_memory(tmp_path, room=0) == str(tmp_path)
    assert workbench.in_memory(tmp_path, room=2**80) is None
    assert workbench.in_memory(tmp_path / "nergens", room=0) is None
    monkeypatch.setattr(workbench, "in_memory", lambda: None)
    with workbench.laid_out() as told:
        assert "TMPDIR" not in told


@pytest.mark.parametrize(("told", "kept"), [("1", True), ("", False), (None, False)])
def test_compiled_files_never_come_beside_the_sources_of_who_wants_none(told: str | None, kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    if told is not None:
        monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", told)
    found = workbench.compiled()
    assert bool(found) is kept
    assert not kept or Path(found["PYTHONPYCACHEPREFIX"]).is_relative_to(ROOT / "build")
    assert not kept or found["PYTHONDONTWRITEBYTECODE"] == "", "an empty one counts as none"
    assert os.environ.get("PYTHONDONTWRITEBYTECODE") == told
