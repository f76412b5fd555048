"""Reading a PDF back by its specification (ISO 32000-1), without a library: its objects, and the words on its pages in reading order."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

_OBJECT = re.compile(rb"(?:^|\s)(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_BFCHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?!<)")
_STEP = re.compile(rb"/Artifact\b|EMC|/(\w+) [\d.]+ Tf|(/\w+)?\s*\(|\bBT\b|/MCID (\d+)")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its tag with its scope ("TH Row"), its words, and the words of the headings that it names."""

    tag: str
    words: str
    headings: tuple[str, ...]


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

    def tables(self) -> list[list[list[Cell]]]:
        """Each table as rows of cells."""
        parts = (body for body in self.objects.values() if b"/Type/StructElem/S/Table/" in body)
        ids = {
            name: int(number) for body in self.objects.values() for name, number in re.findall(rb"\((\w+)\)(\d+) 0 R", body.partition(b"/IDTree")[2])
        }
        pages = {number: self._marked(body) for number, body in self.objects.items() if re.search(rb"/Type/Page\b", body)}
        return [
            [[self._cell(cell, ids, pages) for cell in _kids(self.objects[row])] for part in _kids(body) for row in _kids(self.objects[part])]
            for body in parts
        ]

    def _cell(self, number: int, ids: dict[bytes, int], pages: dict[int, dict[int, str]]) -> Cell:
        body = self.objects[number]
        scope, named = re.search(rb"/Scope/(\w+)", body), re.search(rb"/Headers\[(.*?)\]", body)
        tag = re.search(rb"/S/(\w+)", body)
        assert tag and named
        headings = tuple(self._words(ids[name], pages) for name in re.findall(rb"\((\w+)\)", named[1]))
        return Cell(f"{tag[1].decode()} {scope[1].decode() if scope else ''}".strip(), self._words(number, pages), headings)

    def _words(self, number: int, pages: dict[int, dict[int, str]]) -> str:
        """The words of a part of the tree and all below it."""
        body = self.objects[number]
        page, kids = re.search(rb"/Pg (\d+) 0 R", body), re.search(rb"/K\[(.*?)\]", body)
        assert kids
        told = []
        for kid, mark in re.findall(rb"(\d+) 0 R|(\d+)", kids[1]):
            assert kid or page
            told.append(self._words(int(kid), pages) if kid else pages[int(page[1])][int(mark)] if page else "")
        return " ".join(" ".join(told).split())

    def text(self) -> str:
        """The words on all pages, headers and footers (artifacts) left out, spaces and line ends taken together."""
        pages = [body for body in self.objects.values() if re.search(rb"/Type/Page\b", body)]
        return " ".join(" ".join(self._page(page) for page in pages).split())

    def _page(self, page: bytes) -> str:
        return "".join(text for _, text in self._chunks(page))

    def _marked(self, page: bytes) -> dict[int, str]:
        """The words under each mark on a page."""
        out = dict[int, str]()
        for mark, text in self._chunks(page):
            out[mark] = out.get(mark, "") + text
        return out

    def _chunks(self, page: bytes) -> Iterator[tuple[int, str]]:
        """The pieces of text on a page, each with the mark that it stands under (-1: none)."""
        fonts = self._fonts(_reference(page, b"Resources"))
        mark, hidden = -1, False
        names: dict[bytes, str] = {}
        content, at = self.streams[_reference(page, b"Contents")], 0
        while step := _STEP.search(content, at):
            at = step.end()
            if step[0].endswith(b"("):
                codes, at = _string(content, at)
                if not step[2] and not hidden:  # a string with a name before it tells a language, and is not shown
                    yield mark, "".join(names[codes[place : place + 2]] for place in range(0, len(codes), 2))
            elif step[0] == b"/Artifact":
                hidden = True
            elif step[0] == b"EMC":
                hidden = False
            elif step[1]:
                names = fonts[step[1]]
            elif step[0] == b"BT":
                yield mark, " "
            elif step[3]:
                mark = int(step[3])

    def _fonts(self, resources: int) -> dict[bytes, dict[bytes, str]]:
        found = re.search(rb"/Font<<(.*?)>>", self.objects[resources], re.DOTALL)
        assert found
        return {name: self._signs(int(number)) for name, number in re.findall(rb"/(\w+) (\d+) 0 R", found[1])}

    def _signs(self, font: int) -> dict[bytes, str]:
        table = self.streams[_reference(self.objects[font], b"ToUnicode")]
        assert b"beginbfrange" not in table
        pairs = (pair for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL) for pair in _BFCHAR.findall(part))
        return {bytes.fromhex(code.decode()): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in pairs}


def _kids(body: bytes) -> list[int]:
    found = re.search(rb"/K\[(.*?)\]", body)
    assert found
    return [int(number) for number in re.findall(rb"(\d+) 0 R", found[1])]


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
