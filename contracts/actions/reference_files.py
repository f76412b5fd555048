"""Reading the text files of a region or of the KPI catalogue from disk."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from contracts.domain.reference.mistake import ReferenceMistake


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    """One file as nested dictionaries; decimals stay exact. Raises ReferenceMistake when it is not there or not TOML."""
    path = folder / name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ReferenceMistake(name, "", "", f"Dit bestand ontbreekt in de map '{folder.name}'.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceMistake(name, "", "", f"Dit bestand is niet te lezen: {error}.") from error
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ReferenceMistake(name, "", "", f"Dit bestand is geen geldige TOML: {error}.") from error
