"""The open data file holds the published summaries and the frames, and nothing of an aanbieder or a person."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlite_utils
from flask import Flask

from contracts.foundation.errors import Refused
from portal.developer.export import write_open_data
from portal.extensions import db
from tests.support.world import World


def test_the_file_holds_the_frames_with_their_source_and_no_aanbieder(app: Flask, world: World, tmp_path: Path) -> None:
    path = tmp_path / "open" / "data.sqlite"
    with app.app_context():
        written = write_open_data(db.session(), path=path)
    database = sqlite_utils.Database(str(path))
    assert {name: database[name].count for name in database.table_names()} == written
    assert written["gemeenten"] == 6 and written["kpi_definities"] == 35 and written["pijlers"] == 4
    assert all(row["source"] for row in database["normen"].rows)
    database.close()
    raw = path.read_bytes()
    for member in world.people.values():
        assert member.name.encode() not in raw
    for name in (b"De Linde", b"Huize Noord", b"voorbeeld.example"):
        assert name not in raw


def test_an_existing_file_is_never_overwritten(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    path.write_text("van iemand anders")
    with app.app_context(), pytest.raises(Refused, match="bestaat al"):
        write_open_data(db.session(), path=path)
    assert path.read_text() == "van iemand anders"
