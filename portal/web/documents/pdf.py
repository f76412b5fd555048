"""A document as PDF/UA-1 (tagged, for who reads with their ears), made by typst.

Every text reaches typst as data (JSON in `sys.inputs`), never as source: what people wrote cannot be markup or a command.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import typst

from portal.web.documents.blocks import Block, Document, Heading, Notice, Paragraph, Picture, Points, Table
from portal.web.documents.row_headings import with_row_headings
from portal.web.documents.signs import NOTE, has_unknown, shown

PDF_TYPE = "application/pdf"
LONGEST_KEPT = 400  # signs of a cell; a row of such cells is never cut in two by the end of a page
SOURCE = Path(__file__).with_name("document.typ")


def pdf(document: Document) -> bytes:
    """The document as PDF. The same document gives the same bytes, on every machine: only the typefaces of the library are used."""
    made: bytes = typst.compile(
        SOURCE,
        format="pdf",
        sys_inputs={"document": json.dumps(_told(document), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(document.at.timestamp()),
    )
    return with_row_headings(made)


def _told(document: Document) -> dict[str, Any]:
    whole = replace(document, blocks=(*document.blocks, Notice(NOTE))) if any(map(has_unknown, document.words)) else document
    head = {name: shown(getattr(document, name)) for name in ("subject", "running", "foot")}
    told = {"title": _title(document.title), "blocks": [_block(block) for block in whole.blocks], "large": document.is_large}
    return head | told


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": _title(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "label": shown(block.label), "lines": _lines(block.text)}
    if isinstance(block, Table):
        rows = [[_lines(cell) for cell in row] for row in block.rows]
        is_short = all(len(cell) <= LONGEST_KEPT for row in block.rows for cell in row)
        return {"kind": "table", "head": [shown(cell) for cell in block.head], "rows": rows, "widths": list(block.widths), "keep": is_short}
    if isinstance(block, Points):
        return {"kind": "points", "texts": [shown(text) for text in block.texts], "numbered": block.is_numbered}
    if isinstance(block, Picture):
        return {"kind": "picture", "svg": block.svg, "alt": shown(block.alt), "ratio": block.height / block.width}
    return {"kind": "notice", "text": shown(block.text)}


def _title(text: str) -> str:
    """PDF/UA knows no heading without words."""
    return shown(text).strip() or "–"


def _lines(text: str) -> list[str]:
    return shown(text).split("\n")
