"""What the public pages show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a key that signs, or once signed, receipts."""

    key_id: str
    public_key: str
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class PublicKeyPage:
    """All keys with which a receipt of this portal can be checked."""

    keys: list[PublicKey]
    title: str = "Openbare sleutel"
