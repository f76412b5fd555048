"""Making the demonstration: whole or not at all, once, and always the same."""

from __future__ import annotations

import dataclasses
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from contracts.domain.reference.mistake import ReferenceMistake
from contracts.foundation.errors import Refused
from contracts.foundation.journal import JournalEntry
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Municipality, Organisation
from kpi.domain import report
from kpi.tables.report import Report
from portal.accounts.tables import Installation, Person
from portal.config import ConfigurationError, Settings
from portal.developer import load
from portal.developer.demonstration import seed
from portal.developer.simulation.run import simulate
from tests.integration.demonstration.conftest import NOW
from tests.support.installation import everything, figures, head, settings_in
from tests.support.reference import REGION, copy_with


def test_a_second_time_there_is_nothing_to_do(settings: Settings) -> None:
    before = head(settings)
    began = time.perf_counter()
    told = seed.ensure(settings, at=NOW)
    assert time.perf_counter() - began < 0.2
    assert head(settings) == before
    assert any("Sanne Hendriks, invoerder (Stichting Mergelhof)" in line for line in told)


@pytest.mark.measured
def test_the_same_moment_gives_the_same_figures(settings: Settings, tmp_path: Path) -> None:
    again = settings_in(tmp_path)
    seed.ensure(again, at=NOW)
    assert figures(again) == figures(settings)


def test_a_short_one_can_be_made_in_the_first_hour_of_a_quarter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of as many quarters as the story needs: the three that are published, the last, and the one before those."""
    monkeypatch.setattr(seed, "simulate", partial(simulate, quarters=5))
    now = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)
    made = settings_in(tmp_path)
    seed.ensure(made, at=now)
    moments = [row.at for row in everything(made, select(JournalEntry.at).order_by(JournalEntry.id))]
    assert moments == sorted(moments) and moments[-1] <= now
    last = Quarter.of(now.date()).previous.code
    states = [row.state for row in everything(made, select(Report.state).where(Report.period == last).order_by(Report.provider_id))]
    assert states == [report.HANDED_IN, report.AWAITING_SIGNATURE, report.BUSY, report.ACCEPTED]


def test_a_mistake_in_a_file_changes_nothing(tmp_path: Path) -> None:
    wrong = copy_with(REGION, tmp_path / "regio", file="norms.toml", old='kind = "max"', new='kind = "hoogstens"')
    made = dataclasses.replace(settings_in(tmp_path / "instance"), region_folder=wrong)
    with pytest.raises(ReferenceMistake) as mistake:
        seed.ensure(made, at=NOW)
    assert (mistake.value.file, mistake.value.field) == ("norms.toml", "kind") and mistake.value.record
    for table in (Municipality, Organisation, Person, JournalEntry, Installation):
        assert everything(made, select(func.count()).select_from(table))[0][0] == 0


def test_a_stop_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = settings_in(tmp_path)

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(seed, "tell", stop)
    with pytest.raises(KeyboardInterrupt):
        seed.ensure(made, at=NOW)
    for table in (Organisation, Person, JournalEntry, Installation):
        assert everything(made, select(func.count()).select_from(table))[0][0] == 0


def test_where_a_beheerder_is_the_first_link_is_refused(settings: Settings) -> None:
    with pytest.raises(Refused, match="Er is al een functioneel beheerder"):
        load.first_administrator(settings, name="Iemand", email="iemand@gemeente.example")


def test_a_demonstration_serves_no_production(settings: Settings) -> None:
    seed.check_mode(settings)
    with pytest.raises(ConfigurationError, match="gemaakt voor 'demonstratie'"):
        seed.check_mode(dataclasses.replace(settings, mode="productie"))
    with pytest.raises(ConfigurationError, match="horen niet in productie"):
        seed.ensure(dataclasses.replace(settings, mode="productie"), at=NOW)
