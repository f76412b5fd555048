"""How a production installation begins: reference data without anything invented, and the first beheerder."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import func, select

from contracts.foundation.journal import JournalEntry
from contracts.tables.organisation import Organisation
from kpi.tables.indicator import Indicator
from portal.accounts.tables import Installation, Invitation, Person
from portal.config import ConfigurationError, Settings
from portal.developer import load
from portal.developer.commands import main
from portal.developer.demonstration import seed
from tests.support.databases import SIGNING_SEED
from tests.support.installation import everything, settings_in
from tests.support.reference import REGION, copy_with


@pytest.fixture
def production(tmp_path: Path) -> Settings:
    """An empty production database."""
    return settings_in(tmp_path / "instance", mode="productie")


def test_reference_data_come_without_anything_invented(production: Settings) -> None:
    told = load.load_region(production)
    assert "  gemeenten: 6 nieuw, 0 gewijzigd" in told and any(line.startswith("  kpi's: ") for line in told)
    assert everything(production, select(Installation.mode)) == [("productie",)]
    kinds = [row.kind for row in everything(production, select(Organisation.kind))]
    assert "aanbieder" not in kinds and len(kinds) == 7
    assert everything(production, select(func.count()).select_from(Person)) == [(0,)]
    assert everything(production, select(func.count()).select_from(Indicator))[0][0] > 18
    lines = everything(production, select(func.count()).select_from(JournalEntry))
    assert all(line.endswith("0 nieuw, 0 gewijzigd") for line in load.load_region(production)[1:])
    assert everything(production, select(func.count()).select_from(JournalEntry)) == lines


def test_a_production_database_becomes_no_demonstration(production: Settings) -> None:
    with pytest.raises(ConfigurationError, match="nog leeg"):
        seed.check_mode(production)
    load.load_region(production)
    seed.check_mode(production)
    shown = dataclasses.replace(production, mode="demonstratie")
    for attempt in (seed.check_mode, seed.ensure, load.load_region):
        with pytest.raises(ConfigurationError, match="gemaakt voor 'productie'"):
            attempt(shown)


def test_the_first_beheerder_gets_a_link_until_there_is_one(production: Settings) -> None:
    who = {"name": "Bea Beheer", "email": "B.Beheer@gemeente.example"}
    with pytest.raises(ConfigurationError, match="nog leeg"):
        load.first_administrator(production, **who)
    load.load_region(production)
    first, second = (load.first_administrator(production, **who) for _ in range(2))
    assert first.startswith("https://portaal.example/uitnodiging/") and first != second
    rows = everything(production, select(Invitation.email, Invitation.roles, Invitation.used_at.is_(None)).order_by(Invitation.id))
    assert rows == [("b.beheer@gemeente.example", "functioneel-beheerder", False), ("b.beheer@gemeente.example", "functioneel-beheerder", True)]


def test_a_mistake_is_one_dutch_sentence(
    production: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = copy_with(REGION, tmp_path / "regio", file="roles.toml", old='organisation_kind = "aanbieder"', new='organisation_kind = "bedrijf"')
    told = {"MODE": "productie", "HOSTS": "portaal.example", "REGION": str(wrong), "INSTANCE": str(tmp_path / "instance")}
    told |= {"SECRET": production.secret, "JOURNAL_KEY": "een-willekeurig-geheim-voor-de-proef-2", "SIGNING_KEY": SIGNING_SEED}
    for name, value in told.items():
        monkeypatch.setenv(f"SAMENZICHT_{name}", value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'leeg.db'}")
    assert main(["referentie"]) == 2
    assert "Voer eerst './samenzicht migreer' uit." in capsys.readouterr().err
    monkeypatch.delenv("DATABASE_URL")
    assert main(["referentie"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("Dit kan zo niet: roles.toml, record 'invoerder', veld 'organisation_kind': ") and said.count("\n") == 1
    assert everything(production, select(func.count()).select_from(Organisation)) == [(0,)]
    monkeypatch.setenv("SAMENZICHT_REGION", str(REGION))
    assert main(["referentie"]) == 0
    assert "gemeenten: 6 nieuw" in capsys.readouterr().out
    assert main(["beheerder", "--naam", "Bea Beheer", "--email", "bea@gemeente.example"]) == 0
    assert "https://portaal.example/uitnodiging/" in capsys.readouterr().out
