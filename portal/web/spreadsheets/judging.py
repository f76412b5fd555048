"""Judging an XLSX before it is read: its table of parts, then every part of it. Runs in the child.

What passes is packed anew from the parts that were judged, so that the reader sees exactly those and no other.
Imports nothing of the portal but the limits: the child has to start fast.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from portal.web.spreadsheets.limits import (
    DEEPEST,
    LARGEST_RATIO,
    LARGEST_UNPACKED,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    ROWS_ABOVE,
    Hostile,
)

BROKEN = "Dit bestand is beschadigd of geen Excel-bestand. Bewaar het opnieuw als XLSX."
ACTIVE = "In dit bestand staan macro's of ingesloten bestanden. Bewaar het als gewoon Excel-bestand (XLSX) zonder macro's."
LINKS = "In dit bestand staan koppelingen naar andere bestanden of adressen. Haal de koppelingen weg."
FORMULAS = "In dit bestand staan formules. Kopieer de cellen en plak ze als waarden."
TOO_MUCH = "Dit bestand wordt uitgepakt te groot. Gebruik alleen het bestand dat u hier kunt downloaden."
TOO_WIDE = f"Dit bestand heeft meer dan {MOST_ROWS} rijen of {MOST_COLUMNS} kolommen. Haal weg wat er niet in hoort."
LOCKED = "Dit bestand is met een wachtwoord beveiligd. Haal het wachtwoord eraf."

_FORBIDDEN = re.compile(
    r"vbaproject|externallink|embeddings|activex|ctrlprops|oleobject|macrosheet|customui|connections\.xml|querytable", re.IGNORECASE
)
_PICTURES = (".png", ".jpeg", ".jpg", ".emf")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_END = b"PK\x05\x06"


def judged(data: bytes) -> bytes:
    """The same workbook with only its judged XML parts. Raises Hostile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _judge_table(data, archive.infolist())
            parts = list(_parts(archive))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, UnicodeError, ValueError, OSError) as error:
        raise Hostile(BROKEN) from error
    names = {name for name, _text in parts}
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise Hostile(BROKEN)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts:
            archive.writestr(name, text)
    return made.getvalue()


def _judge_table(data: bytes, parts: list[zipfile.ZipInfo]) -> None:
    if data[-22:-18] != _END or min((part.header_offset for part in parts), default=1) != 0:
        raise Hostile(BROKEN)  # something stands before or behind the archive: two files in one
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Hostile(TOO_MUCH)
    if len({part.filename.casefold() for part in parts}) < len(parts) or sum(part.compress_size for part in parts) > len(data):
        raise Hostile(BROKEN)
    for part in parts:
        _judge_entry(part)


def _judge_entry(part: zipfile.ZipInfo) -> None:
    name = part.filename
    if part.flag_bits & 0x1:
        raise Hostile(LOCKED)
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or len(name) > 200 or not name.isprintable():
        raise Hostile(BROKEN)
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Hostile(BROKEN)
    if part.file_size > 1024 * 1024 and part.file_size > LARGEST_RATIO * max(part.compress_size, 1):
        raise Hostile(TOO_MUCH)
    if _FORBIDDEN.search(name):
        raise Hostile(LINKS if "link" in name.lower() or "connection" in name.lower() else ACTIVE)
    known = name.endswith((".xml", ".rels", ".vml", "/", *_PICTURES)) or (name.endswith(".bin") and "printerSettings" in name)
    if not known:
        raise Hostile(ACTIVE)


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The XML parts, each of them judged; pictures and printer settings are left behind."""
    scan = Scan()
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels", ".vml")):
            text = archive.read(part)
            scan.part(text)
            if not part.filename.endswith(".vml"):
                yield part.filename, text


class Scan:
    """Walks through XML parts and stops at the first thing that has no place in a filled-in report."""

    def __init__(self) -> None:
        self.cells = 0
        self.depth = 0

    def part(self, text: bytes) -> None:
        """Walk through one part. Raises Hostile."""
        self.depth = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._declared
        parser.EntityDeclHandler = self._declared
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            raise Hostile(BROKEN) from error

    def _declared(self, *_facts: object) -> None:
        raise Hostile(BROKEN)  # no spreadsheet program writes a DTD or an entity

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Hostile(BROKEN)
        local = name.rpartition(":")[2]
        if local == "c":
            self._cell(attributes)
        elif local == "f":
            raise Hostile(FORMULAS)
        elif local == "Relationship" and attributes.get("TargetMode", "").lower() == "external":
            raise Hostile(LINKS)
        elif local in ("Override", "Default") and "macroenabled" in attributes.get("ContentType", "").lower():
            raise Hostile(ACTIVE)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        place = _CELL.fullmatch(attributes.get("r", ""))
        if place is None:
            raise Hostile(BROKEN)
        if self.cells > MOST_CELLS or int(place[2]) > MOST_ROWS + ROWS_ABOVE or _column(place[1]) > MOST_COLUMNS:
            raise Hostile(TOO_WIDE)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
