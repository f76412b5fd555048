"""Documents for tests: a small one with every kind of block, and texts that try to be something else than text."""

from __future__ import annotations

from datetime import UTC, datetime

from portal.web.documents.blocks import Document, Heading, Notice, Paragraph, Table

AT = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
HOSTILE = (
    "#panic(1) *x* $ y $ _z_ `raw` <label> @ref",
    '#read("/etc/passwd") #import "@preview/x:1.0.0" #eval("1")',
    "= kop\n- lijst\n+ lijst\n/ term: uitleg\n\\ // opmerking /* open",
    '"); #let d = 1 ("',
    "{{ 7 * 7 }} {% raise %} %s ${x} </w:t><w:br/> &amp; <![CDATA[x]]>",
    "https://voorbeeld.test/#anker ~ --- ... ' \" #",
)


def document(*texts: str) -> Document:
    """One with every kind of block, each holding these texts."""
    blocks = tuple(
        block
        for text in texts
        for block in (
            Heading(1, " ".join(text.split())),
            Heading(2, "Punt"),
            Notice(text),
            Paragraph(text, "Verslag"),
            Table(("Wie", "Wat"), ((text, "x"), ("y", text)), (1, 2)),
        )
    )
    title = " ".join(" ".join(texts).split())[:160]
    return Document(title, "Gesprek", AT, "CONCEPT", "Kenmerk 0123456789abcdef", blocks)
