"""Settings, read once from the environment. What is missing or unsafe is refused with a sentence, before anything starts."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION, DEMONSTRATION = "productie", "demonstratie"
KNOWN_DEFAULTS = {"geheim", "secret", "changeme", "change-me", "verander-mij", "dev", "test", "development"}
SHORTEST_SECRET = 32


class ConfigurationError(Exception):
    """The portal cannot start like this; the message says in Dutch what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between one installation and another."""

    mode: str
    secret: str
    journal_key: bytes
    database_url: str
    hosts: tuple[str, ...]
    proxies: int
    region_folder: Path
    catalogue_folder: Path
    session_idle_minutes: int = 30
    session_absolute_hours: int = 10

    @property
    def is_demonstration(self) -> bool:
        """Invented people and figures, and a page to choose who you are."""
        return self.mode == DEMONSTRATION


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises ConfigurationError with a sentence that says what to do."""
    mode = environment.get("SAMENZICHT_MODE", PRODUCTION)
    if mode not in (PRODUCTION, DEMONSTRATION):
        raise ConfigurationError(f"SAMENZICHT_MODE is {mode!r}. Kies '{PRODUCTION}' of '{DEMONSTRATION}'.")
    instance = Path(environment.get("SAMENZICHT_INSTANCE", ROOT / "instance"))
    invented = _demonstration_secrets(instance) if mode == DEMONSTRATION else {}
    secret = _secret(environment, "SAMENZICHT_SECRET", invented)
    journal_key = _secret(environment, "SAMENZICHT_JOURNAL_KEY", invented)
    if secret == journal_key:
        raise ConfigurationError("SAMENZICHT_SECRET en SAMENZICHT_JOURNAL_KEY zijn gelijk. Kies twee verschillende geheimen.")
    hosts = tuple(host.strip() for host in environment.get("SAMENZICHT_HOSTS", "").split(",") if host.strip())
    if mode == PRODUCTION and not hosts:
        raise ConfigurationError(
            "SAMENZICHT_HOSTS ontbreekt. Zet hier de naam waarop het portaal bereikbaar is, bijvoorbeeld 'portaal.gemeente.example'."
        )
    return Settings(
        mode=mode,
        secret=secret,
        journal_key=hashlib.sha256(b"journal:" + journal_key.encode()).digest(),
        database_url=environment.get("DATABASE_URL") or f"sqlite:///{instance / (mode + '.db')}",
        hosts=hosts or ("127.0.0.1", "localhost"),
        proxies=_proxies(environment.get("SAMENZICHT_PROXIES", "0")),
        region_folder=Path(environment.get("SAMENZICHT_REGION", ROOT / "contracts" / "reference" / "maastricht-heuvelland")),
        catalogue_folder=Path(environment.get("SAMENZICHT_CATALOGUE", ROOT / "kpi" / "catalogue")),
    )


def _proxies(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 3):
        raise ConfigurationError(f"SAMENZICHT_PROXIES is {text!r}. Gebruik een getal: het aantal proxy's dat voor het portaal staat, meestal 0 of 1.")
    return int(text)


def _secret(environment: Mapping[str, str], name: str, invented: Mapping[str, str]) -> str:
    value = environment.get(name) or invented.get(name, "")
    if not value:
        raise ConfigurationError(f'{name} ontbreekt. Maak een geheim met: python3 -c "import secrets; print(secrets.token_urlsafe(48))"')
    if value.lower() in KNOWN_DEFAULTS or len(value) < SHORTEST_SECRET or len(set(value)) < SHORTEST_SECRET // 4:
        raise ConfigurationError(f"{name} is te kort of een bekend voorbeeld. Gebruik een willekeurig geheim van minstens {SHORTEST_SECRET} tekens.")
    return value


def _demonstration_secrets(instance: Path) -> dict[str, str]:
    """Secrets of this checkout's demonstration, made at its first start and readable by its owner only."""
    path = instance / "demonstration-secrets.json"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        made = {name: secrets.token_urlsafe(48) for name in ("SAMENZICHT_SECRET", "SAMENZICHT_JOURNAL_KEY")}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
    kept: dict[str, str] = json.loads(path.read_text())
    return kept
