"""Production refuses to start unsafely, and knows nothing of the demonstration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from contracts.foundation import database
from portal.accounts.tables import Installation
from portal.config import DEMONSTRATION, PRODUCTION, ConfigurationError, from_environment
from portal.developer import migration
from portal.developer.demonstration import seed
from tests.support.attacker import Browser
from tests.support.databases import SIGNING_SEED, engine_for, session_on
from tests.support.figures import measured

GOOD = {
    "SAMENZICHT_MODE": PRODUCTION,
    "SAMENZICHT_SECRET": "Zq8-een-willekeurig-geheim-van-genoeg-tekens-1",
    "SAMENZICHT_JOURNAL_KEY": "Yw7-een-ander-willekeurig-geheim-van-tekens-2",
    "SAMENZICHT_SIGNING_KEY": SIGNING_SEED,
    "SAMENZICHT_HOSTS": "portaal.gemeente.example",
}
BAD = {
    "no secret": {"SAMENZICHT_SECRET": ""},
    "no journal key": {"SAMENZICHT_JOURNAL_KEY": ""},
    "short": {"SAMENZICHT_SECRET": "tekort"},
    "default": {"SAMENZICHT_SECRET": "changeme"},
    "default, in capitals": {"SAMENZICHT_SECRET": "ChangeMe"},
    "one character": {"SAMENZICHT_SECRET": "a" * 64},
    "a short thing repeated": {"SAMENZICHT_SECRET": "geheim" * 12},
    "short journal key": {"SAMENZICHT_JOURNAL_KEY": "0123456789"},
    "equal": {"SAMENZICHT_JOURNAL_KEY": GOOD["SAMENZICHT_SECRET"]},
    "no signing key": {"SAMENZICHT_SIGNING_KEY": ""},
    "short signing key": {"SAMENZICHT_SIGNING_KEY": "c2FtZW56aWNodA=="},
    "an example as signing key": {"SAMENZICHT_SIGNING_KEY": "A" * 43 + "="},
    "a signing key that is no base64": {"SAMENZICHT_SIGNING_KEY": "x" * 44},
    "a retired key that is none": {"SAMENZICHT_RETIRED_KEYS": "oud"},
    "an address that is none": {"SAMENZICHT_ADDRESS": "javascript:alert(1)"},
    "mail from nobody": {"SAMENZICHT_SMTP_FROM": "", "SAMENZICHT_SMTP_HOST": "mail.example"},
    "mail from two": {"SAMENZICHT_SMTP_FROM": "a@b.example, c@d.example", "SAMENZICHT_SMTP_HOST": "mail.example"},
    "a mail port that is none": {"SAMENZICHT_SMTP_PORT": "0", "SAMENZICHT_SMTP_HOST": "mail.example", "SAMENZICHT_SMTP_FROM": "a@b.example"},
    "unknown encryption": {"SAMENZICHT_SMTP_TLS": "ssl3", "SAMENZICHT_SMTP_HOST": "mail.example", "SAMENZICHT_SMTP_FROM": "a@b.example"},
    "a password in the open": {
        "SAMENZICHT_SMTP_TLS": "geen",
        "SAMENZICHT_SMTP_HOST": "mail.example",
        "SAMENZICHT_SMTP_FROM": "a@b.example",
        "SAMENZICHT_SMTP_USER": "portaal",
    },
    "no hosts": {"SAMENZICHT_HOSTS": " "},
    "unknown mode": {"SAMENZICHT_MODE": "debug"},
    "proxies is no number": {"SAMENZICHT_PROXIES": "veel"},
    "proxies below zero": {"SAMENZICHT_PROXIES": "-1"},
}


def test_a_good_configuration_is_accepted() -> None:
    assert from_environment(GOOD).mode == PRODUCTION
    assert from_environment({name: value for name, value in GOOD.items() if name != "SAMENZICHT_MODE"}).mode == PRODUCTION, (
        "production is the default"
    )


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_what_is_missing_or_unsafe_is_refused_with_a_sentence(change: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        from_environment(GOOD | change)
    sentence = str(refusal.value)
    assert next(iter(change)) in sentence, "it names the setting"
    assert any(word in sentence for word in ("ontbreekt", "Gebruik", "Kies")), sentence
    assert not any(value in sentence for value in change.values() if len(value) > 12), "it does not repeat a secret"
    measured("unsafe configurations tried", 1)


def test_production_has_no_demonstration(portal: Flask) -> None:
    assert not [rule for rule in portal.url_map.iter_rules() if "demonstratie" in rule.rule or "demonstration" in rule.endpoint]
    for method in ("GET", "POST", "HEAD"):
        assert Browser(portal, None).send(method, "/demonstratie", data={"membership_id": "1"} if method == "POST" else None).status_code == 404
    for page in ("/", "/aanmelden"):
        assert "demonstratie" not in Browser(portal, None).send("GET", page).get_data(as_text=True).lower()


def _database(folder: Path, mode: str) -> str:
    url = f"sqlite:///{folder / 'one.db'}"
    migration.upgrade(url)
    engine = engine_for(url)
    session = session_on(engine)
    database.begin_writing(session)
    session.add(Installation(id=1, mode=mode))
    session.commit()
    session.close()
    engine.dispose()
    return url


def test_a_database_never_serves_the_other_mode(tmp_path: Path) -> None:
    url = _database(tmp_path, DEMONSTRATION)
    with pytest.raises(ConfigurationError, match="demonstratie"):
        seed.check_mode(from_environment(GOOD | {"DATABASE_URL": url}))


def test_the_demonstration_is_not_made_in_production(tmp_path: Path) -> None:
    url = _database(tmp_path, PRODUCTION)
    with pytest.raises(ConfigurationError):
        seed.ensure(from_environment(GOOD | {"DATABASE_URL": url}))
    with pytest.raises(ConfigurationError):
        seed.ensure(from_environment({"SAMENZICHT_MODE": DEMONSTRATION, "SAMENZICHT_INSTANCE": str(tmp_path), "DATABASE_URL": url}))


def test_the_demonstrations_secrets_are_its_owners_only(tmp_path: Path) -> None:
    made = from_environment({"SAMENZICHT_MODE": DEMONSTRATION, "SAMENZICHT_INSTANCE": str(tmp_path / "instance")})
    again = from_environment({"SAMENZICHT_MODE": DEMONSTRATION, "SAMENZICHT_INSTANCE": str(tmp_path / "instance")})
    kept = tmp_path / "instance" / "demonstration-secrets.json"
    assert (made.secret, made.journal_key) == (again.secret, again.journal_key)
    assert kept.stat().st_mode & 0o077 == 0
    assert len(made.secret) >= 64
    assert made.signing_key == again.signing_key


def test_a_demonstration_from_before_the_signing_key_gets_one_and_keeps_the_rest(tmp_path: Path) -> None:
    kept = tmp_path / "demonstration-secrets.json"
    old = {"SAMENZICHT_SECRET": "a" * 20 + "bcdefghijklmnop", "SAMENZICHT_JOURNAL_KEY": "b" * 20 + "cdefghijklmnopq"}
    kept.write_text(json.dumps(old))
    made = from_environment({"SAMENZICHT_MODE": DEMONSTRATION, "SAMENZICHT_INSTANCE": str(tmp_path)})
    assert made.secret == old["SAMENZICHT_SECRET"] and json.loads(kept.read_text()).keys() == old.keys() | {"SAMENZICHT_SIGNING_KEY"}
    assert kept.stat().st_mode & 0o077 == 0
