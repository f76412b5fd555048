"""Free text may hold no BSN, e-mail address or telephone number: the portal knows no clients (requirement R20)."""

from __future__ import annotations

import re

from contracts.domain.bsn import FOUND, bare, holds_bsn
from contracts.foundation.errors import Refused

_SPACE = r"[ .\-/()]{0,3}"  # what stands between the digits of a telephone number
_BEGIN = rf"(?<![0-9+])(?:(?:\+|00){_SPACE}31{_SPACE}(?:0\)?{_SPACE})?|\(?0)"
_TELEPHONES = (
    re.compile(r"(?<![0-9+])(?:(?:\+|00)[ -]?31[ -]?(?:\(0\))?|\(?0)(?:\)?[ -]?[0-9])(?:\)?[ -]?[0-9]){8}(?![0-9])"),
    re.compile(rf"(?<![0-9+])(?:(?:\+|00){_SPACE}31{_SPACE}(?:0\)?{_SPACE})?|0{_SPACE})6(?:{_SPACE}[0-9]){{8}}(?![0-9])"),
    re.compile(rf"{_BEGIN}[1-9][0-9][ .\-/)]{{1,3}}[0-9](?:[ .\-/]?[0-9]){{6}}(?![0-9])"),
    re.compile(rf"{_BEGIN}[1-9][0-9]{{2}}[ .\-/)]{{1,3}}[0-9](?:[ .\-/]?[0-9]){{5}}(?![0-9])"),
    re.compile(rf"(?<![0-9])\+{_SPACE}[1-9](?:{_SPACE}[0-9]){{8,13}}(?![0-9])"),  # the neighbours: Belgium, Germany, and further
    re.compile(r"(?<![0-9])00(?:32|33|44|48|49)(?:[ .\-/]{0,3}[0-9]){7,11}(?![0-9])"),
)
_EMAILS = (
    re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,250}\.[^\s@<>().]{2,}"),
    re.compile(r"[\w.+-]{1,64} ?@ ?[\w-]{1,64}(?: ?\. ?[\w-]{1,64}){0,5} ?\. ?[^\W\d_]{2,}"),
    re.compile(r"(?i)[\w.+-]{1,64} ?[\[({] ?(?:at|apenstaartje|@) ?[\])}] ?[\w-]+"),
    re.compile(r"(?i)[\w.+-]{1,64} (?:at|apenstaartje) [\w-]{1,64}(?:\.[\w-]{1,64}){0,5}(?:\.| (?:punt|dot) )(?:nl|be|de|com|net|org|eu|info)\b"),
)


def refuse_personal_data(field: str, text: str) -> None:
    """Raise Refused at the field when the text seems to hold a person's number or address. Dates, times and amounts are not a number of anybody."""
    plain = bare(text)
    if any(pattern.search(plain) for pattern in _EMAILS):
        raise Refused(field, "In deze tekst staat een e-mailadres. Haal het weg. Hier mogen geen gegevens van personen staan.")
    if any(pattern.search(plain) for pattern in _TELEPHONES):
        raise Refused(field, "In deze tekst staat een telefoonnummer. Haal het weg. Hier mogen geen gegevens van personen staan.")
    if holds_bsn(plain):
        raise Refused(field, FOUND)
