"""Documents of a contract: which kinds there are, how large a file may be, and that it holds no BSN (a contract may name professionals)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from contracts.domain.attachment import MEGA, Rules
from contracts.domain.bsn import refuse_bsn

FIELD = "paper"
MOST_DOCUMENTS = 60  # of one agreement or commitment
RULES = Rules(field=FIELD, largest=10 * MEGA, refuse=refuse_bsn)

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "overeenkomst": "Ondertekende overeenkomst",
        "wijziging": "Wijziging of addendum",
        "beschikking": "Beschikking",
        "verantwoording": "Verantwoording",
        "brief": "Brief of verslag",
        "overig": "Overig",
    }
)
TOO_MANY = f"Er mogen hoogstens {MOST_DOCUMENTS} stukken bij een overeenkomst staan."
ONE_AT_A_TIME = "Kies één bestand tegelijk."
