"""Which signs the typeface of the PDF has. Typst refuses a PDF/UA with a sign that cannot be shown, so another is told by its number."""

from __future__ import annotations

_KNOWN = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x036F),  # Latin, with accents to combine
    (0x0391, 0x03A1),
    (0x03A3, 0x03CE),
    (0x0400, 0x045F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x2040),
    (0x2070, 0x2071),
    (0x2074, 0x208E),
    (0x20A0, 0x20B5),
    (0x2190, 0x23FF),  # arrows and signs of arithmetic
    (0x2500, 0x25FF),  # ▲ ▼ ● ○
)
_MORE = frozenset("ﬁﬂ€№™ℓ✓✔✗✘★☆☐☑☒\n")
_SPACES = dict.fromkeys([*range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x09], " ")
NOTE = (
    "Het lettertype van dit bestand kent niet elk teken. Zo'n teken staat hier als zijn nummer, bijvoorbeeld ‹U+1F600›. "
    "In het portaal en in het DOCX-bestand staat het zoals het geschreven is."
)


def shown(text: str) -> str:
    """The text with signs that the typeface knows; another sign as its number, so that nothing vanishes unseen."""
    return "".join(sign if _is_known(sign) else f"‹U+{ord(sign):04X}›" for sign in text.translate(_SPACES))


def has_unknown(text: str) -> bool:
    """Does this text have a sign that the typeface lacks?"""
    return not all(map(_is_known, text.translate(_SPACES)))


def _is_known(sign: str) -> bool:
    number = ord(sign)
    return sign in _MORE or any(first <= number <= last for first, last in _KNOWN)
