"""The portal knows no clients, so no text of it holds a BSN (requirement R20).

The rules would rather ask once too often than let a person's number through; but plain figures (amounts, dates, quarters, times, counts in a
row) are left in peace where they can be told apart.
"""

from __future__ import annotations

import re
import unicodedata

from contracts.foundation.errors import Refused

FOUND = "In deze tekst staat een getal dat een BSN kan zijn. Haal het weg. Hier mogen geen gegevens van personen staan."
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

# Figures that are nobody's number: they are taken out before anything is looked for.
_DATE = re.compile(r"(?<![0-9])(?:[0-3]?[0-9][-/.][01]?[0-9][-/.](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])(?![0-9])")
_THOUSANDS = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{2}|,-)?"
_AMOUNT = re.compile(rf"(?i)(?:€|\beuro\b|\beur\b) ?{_THOUSANDS}(?![0-9])|(?<![0-9.]){_THOUSANDS} ?(?:€|euro\b|eur\b)")
_TIMES = re.compile(r"(?<![0-9.:])[0-2]?[0-9][.:][0-5][0-9](?: uur)? ?(?:-|tot(?: en met)?|t/m) ?[0-2]?[0-9][.:][0-5][0-9](?![0-9.:])")
_QUARTER = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[-/ ]?[KkQq][1-4](?![0-9])")

_NINE_DIGITS = re.compile(r"(?<![0-9])(?=([0-9](?:[ .-]?[0-9]){8})(?![0-9]))")
_GAP = r"[ .,/_:;|*-]{1,3}"
_GROUPED = re.compile(rf"(?<![0-9])(?=([0-9]{{3}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}}|[0-9]{{4}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{3}})(?![0-9]))")
_NAMED = re.compile(  # whoever says that it is a BSN means one, also with a figure too few or a slip of the pen
    r"(?i)\b(?:bsn|b\.s\.n\.?|burger ?service ?nummer|sofi(?:-?nummer)?)\b[^0-9a-z]{0,5}(?:(?:is|nr|nummer|no)\b)?[^0-9a-z]{0,5}"
    r"[0-9](?:[ .,/_-]{0,3}[0-9]){7,8}(?![0-9])"
)


def passes_eleven_test(digits: str) -> bool:
    """Could these nine digits be a BSN? The weighted sum of a BSN divides by eleven."""
    return len(digits) == 9 and digits != "0" * 9 and sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def bare(text: str) -> str:
    """The text without tricks, with a word in the place of figures that are nobody's number: dates, quarters, times and amounts."""
    plain = plainly(text)
    for pattern, word in ((_DATE, "datum"), (_QUARTER, "kwartaal"), (_TIMES, "tijd"), (_AMOUNT, "bedrag")):
        plain = pattern.sub(f" {word} ", plain)
    return plain


def refuse_bsn(field: str, text: str) -> None:
    """Raise Refused at the field when the text seems to hold a BSN."""
    if holds_bsn(bare(text)):
        raise Refused(field, FOUND)


def plainly(text: str) -> str:
    """The text without tricks: digits of every script as 0-9, one kind of hyphen and of space, nothing invisible."""
    return "".join(map(_plain_sign, unicodedata.normalize("NFKC", text)))


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return " " if sign in "\t\n" else sign
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return str(digit)
    kind = unicodedata.category(sign)
    return "" if kind in {"Cf", "Mn"} else "-" if kind == "Pd" or sign == "−" else " " if kind == "Zs" else sign


def holds_bsn(text: str) -> bool:
    """Does a text that `bare` gave hold a number that may be a BSN?"""
    found = (match[1] for pattern in (_NINE_DIGITS, _GROUPED) for match in pattern.finditer(text))
    return _NAMED.search(text) is not None or any(passes_eleven_test(re.sub(r"[^0-9]", "", digits)) for digits in found)
