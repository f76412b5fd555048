"""Free text may hold no BSN, e-mail address or telephone number: the portal knows no clients (requirement R20)."""

from __future__ import annotations

import re
import unicodedata

from contracts.foundation.errors import Refused

_NINE_DIGITS = re.compile(r"(?<![0-9])(?=([0-9](?:[ .-]?[0-9]){8})(?![0-9]))")
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().]{2,}")
_TELEPHONE = re.compile(r"(?<![0-9+])(?:(?:\+|00)[ -]?31[ -]?(?:\(0\))?|\(?0)(?:\)?[ -]?[0-9])(?:\)?[ -]?[0-9]){8}(?![0-9])")
_DATE = re.compile(r"(?<![0-9])(?:[0-3]?[0-9][-/.][01]?[0-9][-/.](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])(?![0-9])")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes_eleven_test(digits: str) -> bool:
    """Could these nine digits be a BSN? The weighted sum of a BSN divides by eleven."""
    return len(digits) == 9 and digits != "0" * 9 and sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def _holds_bsn(text: str) -> bool:
    return any(passes_eleven_test(re.sub(r"[^0-9]", "", match[1])) for match in _NINE_DIGITS.finditer(text))


def refuse_personal_data(field: str, text: str) -> None:
    """Raise Refused at the field when the text seems to hold a person's number or address. A date is not a number of anybody."""
    plain = _DATE.sub("datum", unicodedata.normalize("NFKC", text))
    if _EMAIL.search(plain):
        raise Refused(field, "In deze tekst staat een e-mailadres. Haal het weg. Hier mogen geen gegevens van personen staan.")
    if _TELEPHONE.search(plain):
        raise Refused(field, "In deze tekst staat een telefoonnummer. Haal het weg. Hier mogen geen gegevens van personen staan.")
    if _holds_bsn(plain):
        raise Refused(field, "In deze tekst staat een getal dat een BSN kan zijn. Haal het weg. Hier mogen geen gegevens van personen staan.")
