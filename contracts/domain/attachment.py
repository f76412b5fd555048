"""A file that somebody adds to something: which kinds, how large, and how it is known that it is what its name says.

A file is looked at from outside only: its first bytes, the names in its list, and for text its signs. Nothing is ever unpacked or opened.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from contracts.foundation.errors import Refused

LONGEST_NAME = 100
LONGEST_TEXT = 200_000  # signs that are searched for personal data; a longer text is no explanation
KILO = 1024
MEGA = KILO * KILO

EMPTY = "Dit bestand is leeg."
WRONG_KIND = "Kies een bestand van deze soorten: PDF, PNG, JPEG, XLSX, DOCX, CSV of TXT."
_MACROS = "In dit bestand staan macro's. Bewaar het zonder macro's, of als PDF."
_NOT_TEXT = "Dit is geen tekst, al heet het wel zo. Bewaar het als PDF of als gewone tekst."
_MARKUP = "In dit bestand staat code van een webpagina. Bewaar het als PDF of als gewone tekst."
_LONG_TEXT = "Deze tekst is te lang. Gebruik hoogstens 200.000 tekens, of bewaar het als PDF."

_ZIP, _DIRECTORY = b"PK\x03\x04", b"PK\x01\x02"
_MARKS = re.compile(
    r"<\s*(?:!doctype|\?xml|\?php|/?(?:html|head|body|script|style|svg|iframe|object|embed|form|img|meta|link|base|a)\b)", re.IGNORECASE
)
_CELLS = re.compile(r"[;\t]|,(?=\S)")
_APART = " " * 6  # wider than any gap inside a number: two cells beside each other are not one number


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as somebody sent it. The name is theirs, and is never used as a path."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept: its name made safe, and the media type that belongs to its kind, whatever was claimed."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint of its content."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for the files of one place: the form's field, the largest size in bytes, and what refuses a text with data of persons."""

    field: str
    largest: int
    refuse: Callable[[str, str], None]

    @property
    def too_large(self) -> str:
        """The sentence for a file that is too large."""
        return f"Dit bestand is groter dan {self.largest // MEGA} MB."


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    check: Callable[[bytes], str]


def read_attachment(sent: Sent, rules: Rules) -> Accepted:
    """Hold a file to the rules. Raises Refused at their field, with the name of the file in the sentence."""
    stem, ending = _parted(sent.name)
    kind = _KINDS.get(ending)
    wrong = WRONG_KIND if kind is None else EMPTY if not sent.data else rules.too_large if len(sent.data) > rules.largest else kind.check(sent.data)
    name = f"{stem}.{ending}"
    if wrong or kind is None:
        raise Refused(rules.field, f"{name}: {wrong}" if kind else wrong)
    _refuse_persons(rules, name, stem.replace("_", " "))
    if kind.media_type.startswith("text/"):
        text = _text(sent.data) or ""
        _refuse_persons(rules, name, _APART.join(_CELLS.split(text)) if ending == "csv" else text)
    return Accepted(name, kind.media_type, sent.data)


def _refuse_persons(rules: Rules, name: str, text: str) -> None:
    """A refusal that says in which file it stands."""
    try:
        rules.refuse(rules.field, text)
    except Refused as refused:
        raise Refused(rules.field, f"{name}: {refused.reason}") from None


def size_in_words(size: int) -> str:
    """ "340 kB"; at least 1 kB."""
    return f"{max(1, round(size / KILO))} kB"


def _parted(name: str) -> tuple[str, str]:
    """The name without path, signs that steer, or a second meaning; and its ending in small letters ("jpeg" is "jpg")."""
    bare = unicodedata.normalize("NFC", name).strip().replace("\\", "/").rpartition("/")[2]
    stem, _, ending = bare.rpartition(".")
    kept = "".join(sign if sign.isalnum() or sign in " -_()" else "_" for sign in stem)
    kept = re.sub(r"[ _]{2,}", "_", kept).strip(" _-")[:LONGEST_NAME] or "bestand"
    ending = ending.lower()
    return kept, {"jpeg": "jpg"}.get(ending, ending)


def _begins(signature: bytes, words: str) -> Callable[[bytes], str]:
    """A check of the first bytes."""
    return lambda data: "" if data.startswith(signature) else f"Dit is geen {words}, al heet het wel zo."


def _office(part: bytes, words: str) -> Callable[[bytes], str]:
    """A check of the names in the list of a packed document; they stand there unpacked."""

    def check(data: bytes) -> str:
        if not data.startswith(_ZIP) or _DIRECTORY not in data or part not in data or b"[Content_Types].xml" not in data:
            return f"Dit is geen {words}, al heet het wel zo. Is het een oud bestand of een met een wachtwoord? Bewaar het opnieuw."
        return _MACROS if b"vbaProject" in data else ""

    return check


def _text(data: bytes) -> str | None:
    """The text of a file in UTF-8 or the older Western signs; None when it is no text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            return None
    return None if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t\f" for sign in set(text)) else text


def _plain_text(data: bytes) -> str:
    text = _text(data)
    if text is None or data.startswith((b"%PDF", _ZIP)):
        return _NOT_TEXT
    return _LONG_TEXT if len(text) > LONGEST_TEXT else _MARKUP if _MARKS.search(text) else ""


_KINDS = {
    "pdf": _Kind("application/pdf", _begins(b"%PDF-", "PDF")),
    "png": _Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n", "PNG")),
    "jpg": _Kind("image/jpeg", _begins(b"\xff\xd8\xff", "JPEG")),
    "xlsx": _Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _office(b"xl/workbook.xml", "Excel-bestand (XLSX)")),
    "docx": _Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _office(b"word/document.xml", "Word-bestand (DOCX)")),
    "csv": _Kind("text/csv", _plain_text),
    "txt": _Kind("text/plain", _plain_text),
}
