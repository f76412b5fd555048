"""The first cell of a row as its heading, in the tags of a PDF: a reading voice then says "Maastricht" with each number of that row.

typst tags such a cell (`pdf.header-cell`) only with its feature `a11y-extras`, and the binding has no way to switch a feature on. So it is done
here, in the structure tree that typst wrote: such a cell becomes TH with scope Row, and every other cell of its row names it among its headings
(ISO 32000-1, 14.8.5.7). The pages themselves do not change.
"""

from __future__ import annotations

import re

_END = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
_ENTRY = re.compile(rb"(\d{10}) 00000 n\r\n")
_KIDS = re.compile(rb"/K\[((?:\d+ 0 R ?)+)\]")
_NAMES = re.compile(rb"/IDTree<</Names\[((?:\(\w+\)\d+ 0 R ?)+)\]")
_NAME = re.compile(rb"\((\w+)\)(\d+) 0 R")
_HEADINGS = re.compile(rb"/O/Table/Headers\[([^\]]*)\]")
_BODY, _CELL, _HEADING = b"/Type/StructElem/S/TBody/", b"/Type/StructElem/S/TD/", b"/Type/StructElem/S/TH/ID(%b)/"


def with_row_headings(data: bytes) -> bytes:
    """The same file with its row headings tagged. Raises ValueError for a file that is not built as typst builds it."""
    found = _END.search(data)
    if found is None:
        raise ValueError("no place of the list of objects")
    start = int(found[1])
    objects = _objects(data, start)
    rows = [_kids(objects[row]) for body in objects.values() if _BODY in body for row in _kids(body)]
    if not rows:
        return data
    for first, *others in rows:
        objects[first] = _heading(objects[first], first)
        for cell in others:
            objects[cell] = _replaced(_HEADINGS, rb"/O/Table/Headers[\1(%b)]" % _name(first), objects[cell])
    root = next(number for number, body in objects.items() if b"/Type/StructTreeRoot" in body)
    objects[root] = _named(objects[root], {_name(first): first for first, *_ in rows})
    return _put_together(data, start, objects)


def _heading(cell: bytes, number: int) -> bytes:
    if _CELL not in cell:
        raise ValueError("a row that does not begin with a cell")
    tagged = cell.replace(_CELL, _HEADING % _name(number), 1)
    return _replaced(_HEADINGS, rb"/O/Table/Scope/Row/Headers[\1]", tagged)


def _named(root: bytes, new: dict[bytes, int]) -> bytes:
    """The root of the tree with these names among those that stand there: in order, as a tree of names has to be."""
    found = _NAMES.search(root)
    if found is None:
        raise ValueError("no names of headings")
    names = {name: int(number) for name, number in _NAME.findall(found[1])} | new
    return root[: found.start(1)] + b"".join(b"(%b)%d 0 R" % pair for pair in sorted(names.items())) + root[found.end(1) :]


def _name(number: int) -> bytes:
    return b"R%08d" % number


def _replaced(what: re.Pattern[bytes], by: bytes, body: bytes) -> bytes:
    changed, times = what.subn(by, body, count=1)
    if not times:
        raise ValueError("a cell that names no headings")
    return changed


def _kids(body: bytes) -> list[int]:
    found = _KIDS.search(body)
    if found is None:
        raise ValueError("a part of a table without parts")
    return [int(number) for number in found[1].split()[::3]]


def _objects(data: bytes, start: int) -> dict[int, bytes]:
    """Every object by its number, from its place in the list that begins at `start`."""
    places = [int(place) for place in _ENTRY.findall(data, start)]
    ordered = sorted(places)
    if not ordered:
        raise ValueError("no list of objects")
    ends = dict(zip(ordered, [*ordered[1:], start], strict=True))
    return {number: data[place : ends[place]] for number, place in enumerate(places, start=1)}


def _put_together(data: bytes, start: int, objects: dict[int, bytes]) -> bytes:
    """The file with these objects in its own order, and the list with their new places."""
    places = {number: int(place) for number, place in enumerate(_ENTRY.findall(data, start), start=1)}
    made, now = bytearray(data[: min(places.values())]), dict[int, int]()
    for number in sorted(places, key=places.__getitem__):
        now[number] = len(made)
        made += objects[number]
    end, numbers = data[start:], iter(sorted(now))
    end = _ENTRY.sub(lambda _: b"%010d 00000 n\r\n" % now[next(numbers)], end)
    return bytes(made) + _END.sub(b"startxref\n%d\n%%%%EOF" % len(made), end)
