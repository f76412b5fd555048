"""The key with which the municipality signs receipts (Ed25519, RFC 8032), and how anybody checks a signature with its public half."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES, SIGNATURE_BYTES = 32, 64
FEWEST_DIFFERENT_BYTES = 12  # 32 random bytes hold fewer than this about never; typed examples do


class BadKey(ValueError):
    """This is not a key: not base64, another length, or an example that somebody typed."""


def exactly(text: str, length: int) -> bytes:
    """Read base64 that stands for this many bytes, in the one way it can be written. Raises BadKey."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey("not base64") from error
    if len(found) != length or written(found) != text:
        raise BadKey("another length, or written in another way")
    return found


def written(raw: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(raw).decode()


def key_id_of(public_key: str) -> str:
    """The short name of a public key: the first 16 hexadecimals of its SHA-256. Raises BadKey."""
    return hashlib.sha256(exactly(public_key, KEY_BYTES)).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half. It stands in the settings, never in the database."""

    seed: bytes = field(repr=False)

    @classmethod
    def read(cls, text: str) -> SigningKey:
        """From the settings: 32 random bytes in base64. Raises BadKey."""
        seed = exactly(text.strip(), KEY_BYTES)
        if len(set(seed)) < FEWEST_DIFFERENT_BYTES:
            raise BadKey("not random")
        return cls(seed)

    @property
    def public_key(self) -> str:
        """The public half, in base64."""
        return written(Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    @property
    def key_id(self) -> str:
        """Its short name, as it stands on receipts and on the public page."""
        return key_id_of(self.public_key)

    def sign(self, text: str) -> str:
        """The signature over the text in UTF-8, in base64."""
        return written(Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode()))


def is_signed(text: str, *, signature: str, public_key: str) -> bool:
    """Was exactly this text signed with the private half of this key? Anything that cannot be read is a no."""
    try:
        key = Ed25519PublicKey.from_public_bytes(exactly(public_key, KEY_BYTES))
        key.verify(exactly(signature, SIGNATURE_BYTES), text.encode())
    except (BadKey, InvalidSignature, UnicodeEncodeError):
        return False
    return True
