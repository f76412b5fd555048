"""Small files of every kind that may go with an explanation."""

from __future__ import annotations

import io
import zipfile


def office(part: str, *more: str) -> bytes:
    """A packed document with this part in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("[Content_Types].xml", part, *more):
            packed.writestr(name, "<x/>")
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
XLSX = office("xl/workbook.xml")
DOCX = office("word/document.xml")
CSV = b"kwartaal;cijfer\n2026-K3;12\n"
TEXT = b"Twee kamers waren dicht door een verbouwing.\n"
GOOD = {"uitleg.pdf": PDF, "foto.PNG": PNG, "foto.jpeg": JPEG, "cijfers.xlsx": XLSX, "brief.docx": DOCX, "rijen.csv": CSV, "uitleg.txt": TEXT}

BORDER = "grens"
MULTIPART = f"multipart/form-data; boundary={BORDER}"


def as_sent(fields: dict[str, str], files: list[tuple[str, bytes]]) -> bytes:
    """The body of a form with files, as a browser sends it; made here, because the test client leaves the large ones open on disk."""
    body = b""
    for name, value in fields.items():
        body += f'--{BORDER}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, data in files or [("", b"")]:
        head = f'--{BORDER}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        body += head.encode() + data + b"\r\n"
    return body + f"--{BORDER}--\r\n".encode()
