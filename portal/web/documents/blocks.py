"""What a document is made of. Only plain text: none of it can become markup in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the highest below the document's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of one or more lines, with a short label before it where that helps ("Wat zien we?")."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a row of headings. Every row has as many cells as there are headings."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    """How wide each column is beside the others."""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short texts, with numbers or with dots."""

    texts: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (SVG of our own making, this wide and high) and what it says in words. The same figures stand beside it as a table."""

    svg: str
    alt: str
    width: int
    height: int


Block = Heading | Paragraph | Notice | Table | Points | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A document whole. The same document gives the same bytes: `at` is its own moment, not that of the download."""

    title: str
    subject: str
    at: datetime
    running: str
    """What stands at the top of every page ("CONCEPT", or the edition)."""
    foot: str
    blocks: tuple[Block, ...]
    is_large: bool = False
    """Large letters, for who sees less."""

    @property
    def words(self) -> tuple[str, ...]:
        """Every text in it, in reading order: what both files say (of a picture its description)."""
        found = [self.title]
        for block in self.blocks:
            if isinstance(block, Table):
                found += [cell for row in (block.head, *block.rows) for cell in row]
            elif isinstance(block, Paragraph):
                found += [block.label, block.text]
            elif isinstance(block, Points):
                found += block.texts
            elif isinstance(block, Picture):
                found.append(block.alt)
            else:
                found.append(block.text)
        return tuple(text for text in found if text)
