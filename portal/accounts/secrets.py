"""Passphrases, one-time codes, tokens: how they are made, hashed and checked. Nothing here touches the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from cryptography.fernet import Fernet

SHORTEST, LONGEST = 12, 128
STEP_SECONDS = 30
RECOVERY_CODES = 10
# RFC 9106's low-memory choice: 64 MiB, three passes, four lanes. Two at a time, so that sign-ins cannot eat the memory.
_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
_two_at_a_time = threading.BoundedSemaphore(2)
_NOBODY = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4).hash(secrets.token_urlsafe(24))
_COMMON = (
    "wachtwoord",
    "welkom",
    "password",
    "qwerty",
    "123456",
    "letmein",
    "iloveyou",
    "gemeente",
    "aanbieder",
    "zichtopthuis",
    "samenzicht",
    "maastricht",
    "heuvelland",
    "beschermd",
    "geheim",
)


def passphrase_problem(passphrase: str, *, name: str, email: str) -> str | None:
    """Why a passphrase is not good enough, as a Dutch sentence; None when it is. No rules about kinds of characters (ASVS 6.2)."""
    if len(passphrase) < SHORTEST:
        return f"Gebruik minstens {SHORTEST} tekens. Een zin van vier of vijf woorden onthoudt u makkelijk."
    if len(passphrase) > LONGEST:
        return f"Gebruik hoogstens {LONGEST} tekens."
    rest = passphrase.lower()
    for word in (*_COMMON, *name.lower().split(), email.lower().partition("@")[0]):
        if len(word) > 2:
            rest = rest.replace(word, "")
    if len(set(rest)) < 5 or len(rest) < SHORTEST // 2:
        return "Dit wachtwoord is makkelijk te raden. Kies een zin die niets met uw naam of werk te maken heeft."
    return None


def hash_passphrase(passphrase: str) -> str:
    """Argon2id, about 0.1 s: call it before the write transaction opens."""
    with _two_at_a_time:
        return _hasher.hash(passphrase)


def passphrase_fits(passphrase: str, stored: str | None) -> bool:
    """Check a passphrase. Takes as long for an unknown account (`stored` is None) as for a known one."""
    with _two_at_a_time:
        try:
            _hasher.verify(stored or _NOBODY, passphrase[: LONGEST + 1])
        except (VerifyMismatchError, InvalidHashError):
            return False
    return stored is not None


def new_token() -> str:
    """256 random bits, for a session or a link."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """How a random token is stored. It has enough entropy for a plain hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_totp_secret() -> str:
    """A new second-factor secret (base32, 160 bits)."""
    return pyotp.random_base32()


def encrypt(secret: str, key: str) -> bytes:
    """Encrypt a second-factor secret for the database."""
    return _fernet(key).encrypt(secret.encode())


def decrypt(stored: bytes, key: str) -> str:
    """Read a second-factor secret back."""
    return _fernet(key).decrypt(bytes(stored)).decode()


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"totp:" + key.encode()).digest()))


def matching_step(secret: str, code: str, *, at: datetime, after_step: int) -> int | None:
    """The time step of a valid code, one step of clock difference allowed; None when wrong or when this step was used before."""
    bare = code.replace(" ", "").encode()
    now_step = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in (now_step, now_step - 1, now_step + 1):
        if step > after_step and hmac.compare_digest(totp.at(step * STEP_SECONDS).encode(), bare):
            return step
    return None


def next_code(secret: str, *, at: datetime, after_step: int) -> str:
    """The code that works now, and for half a minute at least, for somebody without a telephone: only the demonstration shows it."""
    now_step = int(at.timestamp()) // STEP_SECONDS
    step = now_step if now_step > after_step else now_step + 1
    return pyotp.TOTP(secret).at(step * STEP_SECONDS)


def provisioning_uri(secret: str, *, email: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Samenzicht")


def new_recovery_codes() -> list[str]:
    """Ten codes of 80 bits, in groups that can be copied by hand."""
    made = (base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES))
    return ["-".join(code[i : i + 4] for i in range(0, 16, 4)) for code in made]


def recovery_hash(code: str) -> str:
    """How a recovery code is stored, whatever spaces and capitals it was typed with."""
    return hashed("".join(ch for ch in code.lower() if ch.isalnum()))
