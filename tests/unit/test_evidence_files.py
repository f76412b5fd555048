"""A file with an explanation is what its name says, holds no personal data that can be found, and is never opened."""

from __future__ import annotations

import hashlib
import time
import zipfile

import pytest

from contracts.domain.attachment import LONGEST_TEXT, Sent
from contracts.foundation.errors import Refused
from kpi.domain.evidence import LARGEST, read_evidence
from tests.support.evidence_files import CSV, DOCX, GOOD, PDF, TEXT, XLSX, office
from tests.support.figures import measured

BSN = "123456782"  # passes the eleven test; nobody's


@pytest.mark.parametrize(("name", "data"), GOOD.items())
def test_every_kind_is_taken_with_its_own_media_type(name: str, data: bytes) -> None:
    kept = read_evidence(Sent(name, data))
    assert kept.data == data and kept.sha256 == hashlib.sha256(data).hexdigest()
    assert kept.name == name.replace("PNG", "png").replace("jpeg", "jpg")
    assert "html" not in kept.media_type and kept.media_type.count("/") == 1


HOSTILE: dict[str, tuple[str, bytes]] = {
    "a web page as text": ("uitleg.txt", b"<html><script>alert(1)</script></html>"),
    "a web page after a mark": ("uitleg.txt", "﻿ <!DOCTYPE html><p>x".encode()),
    "a drawing with a script": ("tekening.txt", b'<svg onload="alert(1)">'),
    "a script in a cell": ("rijen.csv", b'naam;x\n"<script src=//kwaad>";1\n'),
    "a web page": ("pagina.html", b"<html></html>"),
    "a drawing": ("tekening.svg", b"<svg/>"),
    "a program": ("uitleg.exe", b"MZ\x90\x00"),
    "a program as pdf": ("uitleg.pdf", b"MZ\x90\x00"),
    "a pdf as picture": ("foto.png", PDF),
    "a pdf that begins later": ("uitleg.pdf", b"<html>" + PDF),
    "a picture of another kind": ("foto.jpg", b"GIF89a"),
    "a packed file as workbook": ("cijfers.xlsx", office("readme.txt")),
    "a letter as workbook": ("cijfers.xlsx", DOCX),
    "a workbook as letter": ("brief.docx", XLSX),
    "a workbook with macros": ("cijfers.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin")),
    "an old workbook": ("cijfers.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "half a workbook": ("cijfers.xlsx", XLSX[:40]),
    "bytes as text": ("uitleg.txt", b"\x00\x01\x02\xff"),
    "text in sixteen bits": ("uitleg.txt", "tekst".encode("utf-16")),
    "a pdf as text": ("uitleg.txt", PDF),
    "nothing": ("uitleg.pdf", b""),
    "too much": ("uitleg.pdf", PDF + b"\0" * LARGEST),
    "too long a text": ("uitleg.txt", b"woord " * (LONGEST_TEXT // 6 + 1)),
    "no ending": ("uitleg", PDF),
    "two endings": ("uitleg.pdf.exe", PDF),
    "a BSN in a text": ("uitleg.txt", f"Het gaat om {BSN}.".encode()),
    "a BSN in a cell": ("rijen.csv", f"naam;nummer\nx;{BSN}\n".encode()),
    "an address in a text": ("uitleg.txt", b"Mail jan@voorbeeld.example"),
    "a BSN as name": (f"{BSN}.pdf", PDF),
}


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_what_it_says_or_tells_of_a_person_is_refused(name: str, data: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises(Refused) as refused:
        read_evidence(Sent(name, data))
    assert refused.value.field == "files" and refused.value.reason.endswith(".")
    assert time.perf_counter() - began < 5
    measured("hostile files with an explanation refused", 1)


def test_a_bomb_is_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = office("xl/workbook.xml") + b""
    monkeypatch.setattr(zipfile, "ZipFile", None)  # whoever would open it falls over
    assert read_evidence(Sent("cijfers.xlsx", bomb)).data == bomb


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\naam\\uitleg.pdf", "uitleg.pdf"),
        ("..pdf", "bestand.pdf"),
        ('a";filename="b.exe.pdf', "a_filename_b_exe.pdf"),
        ("uitleg\r\nX-Kwaad: 1.pdf", "uitleg_X-Kwaad_1.pdf"),
        ("fdp.\u202eexe.pdf", "fdp_exe.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("évaluatie Q3.PDF", "évaluatie Q3.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(sent: str, kept: str) -> None:
    assert read_evidence(Sent(sent, PDF)).name == kept


def test_figures_beside_each_other_in_a_table_are_nobodys_number() -> None:
    rows = "\n".join(f"{number};{number + 7};{number + 14}" for number in range(100, 800, 3))
    assert read_evidence(Sent("rijen.csv", rows.encode())).media_type == "text/csv"


def test_a_text_of_an_older_program_is_read_as_it_was_meant() -> None:
    assert read_evidence(Sent("uitleg.txt", "Reünie in één week".encode("cp1252"))).media_type == "text/plain"
    with pytest.raises(Refused, match=r"uitleg\.txt: .*BSN"):
        read_evidence(Sent("uitleg.txt", f"één: {BSN}".encode("cp1252")))
    assert read_evidence(Sent("a.csv", CSV)).data == CSV and read_evidence(Sent("a.txt", TEXT)).data == TEXT
