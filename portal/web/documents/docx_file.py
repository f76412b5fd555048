"""A document as DOCX, for who writes on in a word processor: real headings, tables with a repeated head row, in Dutch."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from portal.web.documents.blocks import Block, Document, Heading, Paragraph, Picture, Points, Table

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "nl-NL"
_PAGE = (Cm(21), Cm(29.7))
_WIDTH = 16.6  # centimetres between the margins


def docx_file(document: Document) -> bytes:
    """The document as DOCX. The same document gives the same bytes: nothing in the file tells when it was downloaded."""
    made = docx.Document()
    _about(made.core_properties, document)
    _in_dutch(made)
    section = made.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = Cm(2.2)
    section.header.paragraphs[0].text = _legal(document.running)
    section.footer.paragraphs[0].text = _legal(document.foot)
    made.add_heading(_legal(document.title), 0)
    for block in document.blocks:
        _add(made, block)
    out = io.BytesIO()
    made.save(out)
    return _without_clock(out.getvalue())


def _about(properties: Any, document: Document) -> None:
    moment = document.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title, properties.subject, properties.language = _legal(document.title)[:255], _legal(document.subject)[:255], LANGUAGE
    properties.author = properties.last_modified_by = "Samenzicht"
    properties.comments, properties.keywords, properties.revision = "", "", 1
    properties.created = properties.modified = moment


def _in_dutch(made: Any) -> None:
    """The language of the text, for the reading voice and the spelling check: once, for every style."""
    defaults = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    told = defaults.find(qn("w:lang"))
    for name in ("val", "eastAsia"):
        told.set(qn(f"w:{name}"), LANGUAGE)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Calibri", Pt(11)


def _add(made: Any, block: Block) -> None:
    if isinstance(block, Heading):
        made.add_heading(_legal(block.text), block.level)
    elif isinstance(block, Table):
        _add_table(made, block)
    elif isinstance(block, Paragraph):
        paragraph = made.add_paragraph()
        if block.label:
            paragraph.add_run(_legal(block.label)).bold = True
            paragraph.add_run("\n")
        paragraph.add_run(_legal(block.text))
    elif isinstance(block, Points):
        for text in block.texts:
            made.add_paragraph(_legal(text), style="List Number" if block.is_numbered else "List Bullet")
    elif isinstance(block, Picture):  # Word shows no SVG without a second picture beside it: the words say the same
        made.add_paragraph(_legal(block.alt))
    else:
        made.add_paragraph(_legal(block.text), style="Intense Quote")


def _add_table(made: Any, block: Table) -> None:
    table = made.add_table(rows=0, cols=len(block.head), style="Table Grid")
    for number, row in enumerate((block.head, *block.rows)):
        added = table.add_row()
        properties = added._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no public way to repeat a head row
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, width in zip(added.cells, row, block.widths, strict=True):
            cell.width = Cm(_WIDTH * width / sum(block.widths))
            cell.paragraphs[0].add_run(_legal(text)).bold = number == 0 or None
    made.add_paragraph()


def _legal(text: str) -> str:
    """Only signs that XML may hold."""
    return "".join(
        sign if sign in "\n\t" or (unicodedata.category(sign) not in ("Cc", "Cs") and ord(sign) not in (0xFFFE, 0xFFFF)) else "\ufffd"
        for sign in text
    )


def _without_clock(data: bytes) -> bytes:
    """The same package, its parts dated at the first day a zip file knows."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for part in read.infolist():
            kept = zipfile.ZipInfo(part.filename, datetime(1980, 1, 1, tzinfo=UTC).timetuple()[:6])
            kept.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(kept, read.read(part))
    return out.getvalue()
