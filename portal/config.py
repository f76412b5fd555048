"""Settings, read once from the environment. What is missing or unsafe is refused with a sentence, before anything starts."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from contracts.foundation.errors import Refused
from kpi.domain.publication.rules import PublicationRules, read_rules
from kpi.domain.signature import BadKey, SigningKey, key_id_of

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION, DEMONSTRATION = "productie", "demonstratie"
STARTTLS, TLS, NO_TLS = "starttls", "tls", "geen"
PORTS = {STARTTLS: 587, TLS: 465, NO_TLS: 25}
KNOWN_DEFAULTS = {"geheim", "secret", "changeme", "change-me", "verander-mij", "dev", "test", "development"}
SHORTEST_SECRET = 32
LARGEST_RULES = 64 * 1024
INVENTED_RULES = '{"threshold": 5, "contributors": 3, "percent": 8, "dominance": {"n": 1, "k": 90}, "base": 5}'
"""Of the demonstration, whose aanbieders and figures are invented too. An installation has its own, which nobody else knows."""


class ConfigurationError(Exception):
    """The portal cannot start like this; the message says in Dutch what to set."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail server that sends our mail, and the address it comes from."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = STARTTLS
    authority: str = ""
    timeout: float = 20.0


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
    signing_key: SigningKey
    retired_keys: tuple[str, ...] = ()
    address: str = "https://localhost"
    mail: MailSettings | None = None
    publication_rules: PublicationRules | None = field(default=None, repr=False)
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
    hosts = hosts or ("127.0.0.1", "localhost")
    return Settings(
        mode=mode,
        secret=secret,
        journal_key=hashlib.sha256(b"journal:" + journal_key.encode()).digest(),
        database_url=environment.get("DATABASE_URL") or f"sqlite:///{instance / (mode + '.db')}",
        hosts=hosts,
        proxies=_proxies(environment.get("SAMENZICHT_PROXIES", "0")),
        region_folder=Path(environment.get("SAMENZICHT_REGION", ROOT / "contracts" / "reference" / "maastricht-heuvelland")),
        catalogue_folder=Path(environment.get("SAMENZICHT_CATALOGUE", ROOT / "kpi" / "catalogue")),
        signing_key=_signing_key(environment, invented),
        retired_keys=_retired_keys(environment.get("SAMENZICHT_RETIRED_KEYS", "")),
        address=_address(environment.get("SAMENZICHT_ADDRESS", ""), mode=mode, hosts=hosts),
        mail=_mail(environment, mode=mode),
        publication_rules=_publication_rules(environment.get("SAMENZICHT_PUBLICATION_RULES", ""), instance if mode == DEMONSTRATION else None),
    )


def new_signing_key() -> str:
    """A fresh key for SAMENZICHT_SIGNING_KEY."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _signing_key(environment: Mapping[str, str], invented: Mapping[str, str]) -> SigningKey:
    text = environment.get("SAMENZICHT_SIGNING_KEY") or invented.get("SAMENZICHT_SIGNING_KEY", "")
    if not text:
        raise ConfigurationError("SAMENZICHT_SIGNING_KEY ontbreekt. Maak een sleutel voor ontvangstbewijzen met: ./samenzicht sleutel")
    try:
        return SigningKey.read(text)
    except BadKey as error:
        raise ConfigurationError(
            "SAMENZICHT_SIGNING_KEY is geen willekeurige sleutel van 32 bytes. Gebruik de regel die './samenzicht sleutel' geeft."
        ) from error


def _retired_keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    try:
        for key in keys:
            key_id_of(key)
    except BadKey as error:
        raise ConfigurationError("SAMENZICHT_RETIRED_KEYS klopt niet. Gebruik openbare sleutels in base64, met komma's ertussen.") from error
    return keys


def _address(text: str, *, mode: str, hosts: tuple[str, ...]) -> str:
    """The portal's own address, for links in mails. A mail is written outside any request, so it cannot be taken from one."""
    if not text:
        return "http://127.0.0.1:8000" if mode == DEMONSTRATION else f"https://{hosts[0]}"
    found = urlsplit(text)
    if found.scheme not in ("http", "https") or not found.netloc or found.path.strip("/") or not text.isprintable() or " " in text:
        raise ConfigurationError("SAMENZICHT_ADDRESS klopt niet. Gebruik het adres van het portaal, bijvoorbeeld 'https://portaal.gemeente.example'.")
    return text.rstrip("/")


def _mail(environment: Mapping[str, str], *, mode: str) -> MailSettings | None:
    """The mail server; None when none is set: then mails wait in the outbox. A password goes over an encrypted line only."""
    told = {name: environment.get(f"SAMENZICHT_SMTP_{name}", "").strip() for name in ("HOST", "PORT", "USER", "PASSWORD", "TLS", "FROM", "CA")}
    if not told["HOST"]:
        return None
    tls = told["TLS"] or STARTTLS
    if tls not in PORTS:
        raise ConfigurationError(f"SAMENZICHT_SMTP_TLS is {tls!r}. Kies '{STARTTLS}', '{TLS}' of '{NO_TLS}'.")
    if tls == NO_TLS and told["USER"] and mode == PRODUCTION:
        raise ConfigurationError(f"SAMENZICHT_SMTP_TLS is '{NO_TLS}', maar er is een wachtwoord. Kies '{STARTTLS}' of '{TLS}'.")
    port = told["PORT"] or str(PORTS[tls])
    if not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65536):
        raise ConfigurationError(f"SAMENZICHT_SMTP_PORT is {port!r}. Gebruik een getal, meestal 587.")
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", told["FROM"]):
        raise ConfigurationError("SAMENZICHT_SMTP_FROM ontbreekt of klopt niet. Gebruik het e-mailadres waar de berichten vandaan komen.")
    return MailSettings(told["HOST"], int(port), told["FROM"], told["USER"], told["PASSWORD"], tls, told["CA"])


def _publication_rules(path: str, instance: Path | None) -> PublicationRules | None:
    """The secret parameters for what the klankbordgroep may see; None when none are set: then nothing can be published.

    `instance`: where the demonstration keeps its invented ones. No sentence tells a parameter.
    """
    if not path:
        if instance is None:
            return None
        path = str(_invented_rules(instance))
    try:
        with Path(path).open("rb") as file:
            if os.fstat(file.fileno()).st_mode & (stat.S_IROTH | stat.S_IWOTH):
                raise ConfigurationError("Iedereen kan het bestand van SAMENZICHT_PUBLICATION_RULES lezen of wijzigen. Gebruik rechten 600.")
            return read_rules(file.read(LARGEST_RULES).decode())
    except OSError as error:
        raise ConfigurationError("Het bestand van SAMENZICHT_PUBLICATION_RULES is niet te openen. Controleer het pad en de rechten.") from error
    except UnicodeDecodeError:
        raise ConfigurationError("Het bestand van SAMENZICHT_PUBLICATION_RULES is geen tekst.") from None
    except Refused as refusal:
        raise ConfigurationError(f"Het bestand van SAMENZICHT_PUBLICATION_RULES klopt niet. {refusal.reason}") from None


def _invented_rules(instance: Path) -> Path:
    """The demonstration's own file, made at its first start and readable by its owner only."""
    path = instance / "demonstration-publication-rules.json"
    if not path.exists():
        _keep(path, INVENTED_RULES)
    return path


def _keep(path: Path, text: str) -> None:
    """Write a secret file in one step, for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    os.replace(fresh, path)


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
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    makers = {"SAMENZICHT_SECRET": _random_text, "SAMENZICHT_JOURNAL_KEY": _random_text, "SAMENZICHT_SIGNING_KEY": new_signing_key}
    missing = {name: make() for name, make in makers.items() if name not in kept}
    if missing:
        _keep(path, json.dumps(kept | missing))
    return kept | missing


def _random_text() -> str:
    return secrets.token_urlsafe(48)
