"""Files that somebody might send to hurt: each built here, from the portal's own template, so that only its own fault can be why it is refused."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping

SHEET, STRINGS, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"
RELS = "xl/_rels/workbook.xml.rels"
Build = Callable[[bytes], bytes]


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def with_part(name: str, text: bytes | Callable[[], bytes]) -> Build:
    """One part more, or another one."""
    return lambda data: packed(parts_of(data) | {name: text if isinstance(text, bytes) else text()})


def in_part(name: str, old: bytes, new: bytes | Callable[[], bytes]) -> Build:
    """One part with something put in another's place."""

    def build(data: bytes) -> bytes:
        parts = parts_of(data)
        assert old in parts[name], (name, old)
        parts[name] = parts[name].replace(old, new if isinstance(new, bytes) else new(), 1)
        return packed(parts)

    return build


def with_cells(cells: bytes | Callable[[], bytes]) -> Build:
    """One row more with these cells."""
    return in_part(SHEET, b"</sheetData>", lambda: (cells if isinstance(cells, bytes) else cells()) + b"</sheetData>")


def _declared(what: bytes) -> Callable[[], bytes]:
    return lambda: b"?>\n<!DOCTYPE sst [" + what + b"]>"


LAUGHS = b'<!ENTITY a "haha">' + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))


def _many_sheets(data: bytes) -> bytes:
    return packed(parts_of(data) | {f"xl/worksheets/sheet{number}.xml": b"<worksheet/>" for number in range(3, 10_003)})


def _twice(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(SHEET, b"<worksheet/>")
    return out.getvalue()


def _flagged(data: bytes) -> bytes:
    """Every entry says that it is encrypted."""
    out = bytearray(data)
    place = 0
    while (place := out.find(b"PK\x01\x02", place)) >= 0:
        out[place + 8] |= 1
        place += 4
    return bytes(out)


def _lying(data: bytes) -> bytes:
    """A bomb of which the table says that it is small."""
    bomb = packed(parts_of(data) | {STRINGS: b" " * 60_000_000})
    out = bytearray(bomb)
    place = 0
    while (place := out.find(b"PK\x01\x02", place)) >= 0:
        if struct.unpack_from("<I", out, place + 24)[0] == 60_000_000:
            struct.pack_into("<I", out, place + 24, 4_000)
        place += 4
    return bytes(out)


def _overlapping(data: bytes) -> bytes:
    """A hundred entries that all unpack the same megabytes (Fifield's bomb)."""
    with zipfile.ZipFile(
        io.BytesIO(packed(parts_of(data) | {"xl/media/a.xml": b"<a>" + b" " * 250_000 + b"</a>"}, method=zipfile.ZIP_STORED))
    ) as one:
        parts, source = one.infolist(), one.fp
        assert source is not None
        source.seek(0)
        body = source.read()[: one.start_dir]
        target = next(part for part in parts if part.filename == "xl/media/a.xml")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        assert archive.fp is not None
        archive.fp.write(body)
        archive.start_dir = len(body)
        archive.filelist = list(parts)
        for number in range(100):
            copy = zipfile.ZipInfo(f"xl/media/b{number}.xml")
            copy.header_offset, copy.file_size, copy.compress_size, copy.CRC = (
                target.header_offset,
                target.file_size,
                target.compress_size,
                target.CRC,
            )
            archive.filelist.append(copy)
        archive._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def _smallest(_data: bytes) -> bytes:
    """The 1,431 bytes that cost a common reader 1.9 GB: one cell in the last corner."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    rel = 'Relationship Id="a" Type'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packed(
        {
            TYPES: f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/{SHEET}" ContentType="{kinds}.worksheet+xml"/></Types>'.encode(),
            "_rels/.rels": f'<Relationships {relations}><{rel}="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            BOOK: f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>'.encode(),
            RELS: f'<Relationships {relations}><{rel}="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
            SHEET: f'<worksheet {main}><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'.encode(),
        }
    )


def _huge_strings(data: bytes) -> bytes:
    """25 MB of shared text that does not pack so well that its packing gives it away, and a cell that shows it."""
    block = b"".join(hashlib.sha256(str(number).encode()).hexdigest().encode() for number in range(300))
    text = b"<si><t>" + block * (25_000_000 // len(block)) + b"</t></si>"
    parts = parts_of(data)
    parts[STRINGS] = re.sub(rb"(<sst[^>]*>)", lambda head: head[1] + text, parts[STRINGS], count=1)
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b'<row r="300"><c r="A300" t="s"><v>0</v></c></row></sheetData>')
    return packed(parts)


def _text_cell(place: bytes, text: bytes) -> bytes:
    return b'<row r="300"><c r="' + place + b'" t="inlineStr"><is><t>' + text + b"</t></is></c></row>"


XLSX_FILES: dict[str, Build] = {
    "zip bomb of 300 MB": with_part("xl/theme/theme9.xml", lambda: b"<a>" + b" " * 300_000_000 + b"</a>"),
    "bomb just under the limit of the table": with_part("xl/theme/theme9.xml", lambda: b"<a>" + b" " * 25_000_000 + b"</a>"),
    "bomb with a lying table": _lying,
    "overlapping entries": _overlapping,
    "a thousand parts": lambda data: packed(parts_of(data) | {f"xl/x{number}.xml": b"<a/>" for number in range(1000)}),
    "10,000 sheets": _many_sheets,
    "the last cell of all, 1,431 bytes": _smallest,
    "a cell in the last row": with_cells(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    "a cell in the last column": with_cells(b'<row r="300"><c r="XFD300"><v>1</v></c></row>'),
    "cells without a place": with_cells(lambda: b'<row r="300">' + b"<c><v>1</v></c>" * 50_000 + b"</row>"),
    "forty thousand cells in one place": with_cells(lambda: b'<row r="300">' + b'<c r="A300"><v>1</v></c>' * 40_000 + b"</row>"),
    "billion laughs": in_part(STRINGS, b"?>", _declared(LAUGHS)),
    "external entity": in_part(STRINGS, b"?>", _declared(b'<!ENTITY x SYSTEM "file:///etc/passwd">')),
    "external DTD": in_part(BOOK, b"?>", b'?><!DOCTYPE workbook SYSTEM "http://example.invalid/a.dtd">'),
    "DTD in UTF-16": with_part(STRINGS, '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE sst [<!ENTITY a "b">]><sst>&a;</sst>'.encode("utf-16")),
    "external link part": with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    "external relationship": in_part(
        RELS, b"</Relationships>", b'<Relationship Id="x" Type="t" Target="http://example.invalid/" TargetMode="External"/></Relationships>'
    ),
    "connections": with_part("xl/connections.xml", b"<connections/>"),
    "macro": with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
    "macro in its type": in_part(TYPES, b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"),
    "old macro sheet": with_part("xl/macrosheets/sheet1.xml", b"<a/>"),
    "embedded object": with_part("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0"),
    "active control": with_part("xl/activeX/activeX1.xml", b"<a/>"),
    "nested archive": with_part("xl/media/inner.zip", lambda: packed({"a": b"b"})),
    "nested archive as a part": with_part("xl/theme/theme9.xml", lambda: packed({"a": b"b"})),
    "program": with_part("xl/media/run.exe", b"MZ"),
    "formula": with_cells(b'<row r="300"><c r="A300"><f>1+1</f><v>2</v></c></row>'),
    "formula that starts a program": with_cells(b'<row r="300"><c r="A300" t="str"><f>cmd|\' /C calc\'!A0</f><v>x</v></c></row>'),
    "shared formula": with_cells(b'<row r="300"><c r="A300"><f t="shared" ref="A300:A301" si="0">B1</f><v>2</v></c></row>'),
    "formula by a prefix": with_cells(
        b'<row r="300"><c r="A300"><x:f xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">1</x:f></c></row>'
    ),
    "name that climbs": with_part("../../etc/cron.xml", b"<a/>"),
    "absolute name": with_part("/etc/cron.xml", b"<a/>"),
    "name with backslashes": with_part("xl\\..\\..\\a.xml", b"<a/>"),
    "the same part twice": _twice,
    "something before the archive": lambda data: b"PK\x03\x04 %PDF-1.7\n" + data,
    "something behind the archive": lambda data: data + b"<html><script>alert(1)</script></html>",
    "two archives in one": lambda data: data + packed({"a.html": b"<script>alert(1)</script>"}),
    "truncated": lambda data: data[: len(data) // 2],
    "without its table": lambda data: data[: data.rfind(b"PK\x01\x02")],
    "encrypted entries": _flagged,
    "unusual packing": lambda data: packed(parts_of(data), method=zipfile.ZIP_LZMA),
    "deep nesting": with_part("xl/theme/theme9.xml", lambda: b"<a>" * 50_000 + b"</a>" * 50_000),
    "invalid UTF-8": in_part(SHEET, b"</sheetData>", _text_cell(b"A300", b"\xff\xfe\xff") + b"</sheetData>"),
    "NUL in a text": in_part(SHEET, b"</sheetData>", _text_cell(b"A300", b"a\x00b") + b"</sheetData>"),
    "broken XML": in_part(SHEET, b"</sheetData>", b"<row></sheetData>"),
    "huge shared strings": _huge_strings,
    "a text of a megabyte": with_cells(lambda: _text_cell(b"A300", b"qwertyuiop" * 100_000)),
    "no workbook": lambda data: packed({name: text for name, text in parts_of(data).items() if name != BOOK}),
    "no parts": lambda _data: packed({}),
    "a text file": lambda _data: b"Kenmerk;Code\n",
    "a web page": lambda _data: b"<html><table><tr><td>Kenmerk</td></tr></table></html>",
    "an old or locked workbook": lambda _data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
    "a program under another name": lambda _data: b"MZ" + b"\0" * 4096,
    "empty": lambda _data: b"",
}
CSV_FILES: dict[str, bytes] = {
    "a million columns": b"Kenmerk" + b";" * 1_000_000,
    "a hundred thousand rows": b"Kenmerk;Code\n" + b"a;b\n" * 100_000,
    "a huge field": b"Kenmerk;Code\n" + b"x" * 1_500_000,
    "a quotation mark that stays open": b'Kenmerk;Code\n"abc;def\n',
    "UTF-16": "Kenmerk;Code\n".encode("utf-16"),
    "UTF-16 without its mark": "Kenmerk;Code\n".encode("utf-16-le"),
    "Latin-1": "Kenmerk;Code\ncaf\u00e9;b\n".encode("latin-1"),
    "NUL": b"Kenmerk;Code\na\0;b\n",
    "escape signs": b"Kenmerk;Code\n\x1b[2J;b\n",
    "formula": b"Kenmerk;Code\n=1+1;b\n",
    "formula that starts a program": b"Kenmerk;Code\n\"=cmd|' /C calc'!A0\";b\n",
    "formula in full width": "Kenmerk;Code\n\uff1d1+1;b\n".encode(),
    "at sign": b"Kenmerk;Code\n@SUM(A1);b\n",
    "an archive": packed({"a": b"b"}),
    "a PDF": b"%PDF-1.7\n",
}
