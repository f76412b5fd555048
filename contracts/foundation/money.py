"""Money in whole cents. Amounts are integers; nothing here rounds silently."""

from __future__ import annotations

import re
from collections.abc import Sequence

_AMOUNT = re.compile(r"^-?\d{1,3}(\.\d{3})*(,\d{1,2})?$|^-?\d+(,\d{1,2})?$")


def parse_euros(text: str) -> int:
    """Read a Dutch amount ("1.234,56", "1234", "€ 12,5") as cents. Raises ValueError with a Dutch sentence."""
    bare = text.replace("€", "").replace("\u00a0", "").replace(" ", "").strip()
    if not _AMOUNT.match(bare):
        raise ValueError("Vul een bedrag in zoals 1.234,56. Gebruik een komma voor de centen.")
    sign = -1 if bare.startswith("-") else 1
    euros, _, cents = bare.lstrip("-").replace(".", "").partition(",")
    return sign * (int(euros) * 100 + int((cents + "00")[:2]))


def split(amount_cents: int, shares: Sequence[int]) -> list[int]:
    """Divide an amount by whole-number shares so that the parts add up to the cent (largest remainder).

    Raises ValueError when no share is above zero or one is negative.
    """
    total = sum(shares)
    if total <= 0 or any(share < 0 for share in shares):
        raise ValueError("shares must be zero or more, and at least one above zero")
    sign = -1 if amount_cents < 0 else 1
    size = abs(amount_cents)
    parts = [size * share // total for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (-(size * shares[i] % total), i))
    for index in order[: size - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def format_euros(cents: int) -> str:
    """Write cents as a Dutch amount: "€ 1.234,56", negative "-€ 12,00". `parse_euros` reads it back."""
    euros, rest = divmod(abs(cents), 100)
    grouped = f"{euros:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}€ {grouped},{rest:02d}"
