"""Reading a PDF back by its specification (ISO 32000-1), without a library: its objects, and the words on its pages in reading order."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Self

_OBJECT = re.compile(rb"(?:^|\s)(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_BFCHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?!<)")
_STEP = re.compile(rb"/Artifact\b|EMC|/(\w+) [\d.]+ Tf|(/\w+)?\s*\(|\bBT\b")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class Pdf:
    """The objects of a file by number: the dictionary of each, and its stream unpacked."""

    objects: dict[int, bytes]
    streams: dict[int, bytes]

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Take a file apart."""
        assert data.startswith(b"%PDF-1.7")
        objects, streams = {}, {}
        for number, body in _OBJECT.findall(data):
            found = _STREAM.fullmatch(body)
            objects[int(number)] = found[1] if found else body
            if found:
                streams[int(number)] = zlib.decompress(found[2]) if b"/FlateDecode" in found[1] else found[2]
        return cls(objects, streams)

    def tags(self) -> list[str]:
        """What the structure tree is made of: "H1", "P", "Table", "TH" ..., in the order of the objects."""
        return [found[1].decode() for body in self.objects.values() if b"/Type/StructElem" in body and (found := re.search(rb"/S/(\w+)", body))]

    def text(self) -> str:
        """The words on all pages, headers and footers (artifacts) left out, spaces and line ends taken together."""
        pages = [body for body in self.objects.values() if re.search(rb"/Type/Page\b", body)]
        return " ".join(" ".join(self._page(page) for page in pages).split())

    def _page(self, page: bytes) -> str:
        fonts = self._fonts(_reference(page, b"Resources"))
        out, hidden = list[str](), False
        names: dict[bytes, str] = {}
        content, at = self.streams[_reference(page, b"Contents")], 0
        while step := _STEP.search(content, at):
            at = step.end()
            if step[0].endswith(b"("):
                codes, at = _string(content, at)
                if not step[2] and not hidden:  # a string with a name before it tells a language, and is not shown
                    out += [names[codes[place : place + 2]] for place in range(0, len(codes), 2)]
            elif step[0] == b"/Artifact":
                hidden = True
            elif step[0] == b"EMC":
                hidden = False
            elif step[1]:
                names = fonts[step[1]]
            elif step[0] == b"BT":
                out.append(" ")
        return "".join(out)

    def _fonts(self, resources: int) -> dict[bytes, dict[bytes, str]]:
        found = re.search(rb"/Font<<(.*?)>>", self.objects[resources], re.DOTALL)
        assert found
        return {name: self._signs(int(number)) for name, number in re.findall(rb"/(\w+) (\d+) 0 R", found[1])}

    def _signs(self, font: int) -> dict[bytes, str]:
        table = self.streams[_reference(self.objects[font], b"ToUnicode")]
        assert b"beginbfrange" not in table
        pairs = (pair for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL) for pair in _BFCHAR.findall(part))
        return {bytes.fromhex(code.decode()): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in pairs}


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, name
    return int(found[1])


def _string(content: bytes, at: int) -> tuple[bytes, int]:
    """A literal string from behind its first parenthesis, and where it ends. Parentheses that come in pairs need no escape."""
    out, depth = bytearray(), 1
    while True:
        sign = content[at : at + 1]
        if found := _ESCAPE.match(content, at):
            out += bytes([int(found[1], 8)]) if found[1][:1].isdigit() else _PLAIN.get(found[1], found[1])
            at = found.end()
            continue
        depth += {b"(": 1, b")": -1}.get(sign, 0)
        at += 1
        if depth == 0:
            return bytes(out), at
        out += sign
