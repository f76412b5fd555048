"""Free text may hold no BSN, e-mail address or telephone number: the portal knows no clients (requirement R20)."""

from __future__ import annotations

import re
import unicodedata

from contracts.foundation.errors import Refused

_NINE_DIGITS = re.compile(r"(?<![0-9])(?=([0-9](?:[ .-]?[0-9]){8})(?![0-9]))")
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().]{2,}")
_TELEPHONE = re.compile(r"(?<![0-9+])(?:(?:\+|00)31[ -]?(?:\(0\))?|\(?0)[ -]?[1-9](?:[ -]?[0-9]){0,3}\)?(?:[ -]?[0-9]){5,8}(?![0-9])")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def refuse_personal_data(field: str, text: str) -> None:
    """Raise Refused when the text seems to hold a person's number or address. `field` names the form field."""
    plain = unicodedata.normalize("NFKC", text)
    if _EMAIL.search(plain):
        raise Refused(field, "In deze tekst staat een e-mailadres. Haal het weg. Hier mogen geen gegevens van personen staan.")
    if _holds_telephone(plain):
        raise Refused(field, "In deze tekst staat een telefoonnummer. Haal het weg. Hier mogen geen gegevens van personen staan.")
    if any(passes_eleven_test(re.sub(r"[^0-9]", "", match[1])) for match in _NINE_DIGITS.finditer(plain)):
        raise Refused(field, "In deze tekst staat een getal dat een BSN kan zijn. Haal het weg. Hier mogen geen gegevens van personen staan.")


def passes_eleven_test(digits: str) -> bool:
    """Could these nine digits be a BSN? The weighted sum of a BSN divides by eleven."""
    return len(digits) == 9 and digits != "0" * 9 and sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def _holds_telephone(text: str) -> bool:
    found = (re.sub(r"\(0\)|[^0-9]", "", match[0]) for match in _TELEPHONE.finditer(text))
    return any(len(re.sub(r"^(0031|31|0)", "", digits)) == 9 for digits in found)
