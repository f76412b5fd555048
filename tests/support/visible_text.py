"""What somebody reads on a page: its blocks of text in reading order, without the frame around every page."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from tests.support.inspector import NS

SVG = "{http://www.w3.org/2000/svg}"
INLINE = frozenset(
    NS + tag for tag in ("a", "abbr", "b", "bdi", "code", "dfn", "em", "i", "mark", "q", "s", "small", "strong", "sub", "sup", "time", "u", "wbr")
)
UNREAD = frozenset({NS + "script", NS + "style", NS + "template", SVG + "svg"})


def main_of(root: Element) -> Element:
    """The part of a page that is its own: `main`."""
    return next(root.iter(NS + "main"))


def blocks(element: Element) -> list[str]:
    """The text of each block (paragraph, heading, cell, label ...) as one string; inline elements belong to their block."""
    found: list[str] = []
    _read(element, found, open_block=[False])
    return [text for text in (re.sub(r"\s+", " ", one).strip() for one in found) if text]


def _read(element: Element, found: list[str], open_block: list[bool]) -> None:
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return
    inline = element.tag in INLINE
    if not inline:
        open_block[0] = False
    _say(element.text, found, open_block)
    for child in element:
        _read(child, found, open_block)
        _say(child.tail, found, open_block)
    if not inline:
        open_block[0] = False


def _say(text: str | None, found: list[str], open_block: list[bool]) -> None:
    if not text:
        return
    if open_block[0]:
        found[-1] += text
    elif text.strip():
        found.append(text)
        open_block[0] = True
