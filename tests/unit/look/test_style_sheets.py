"""The style sheets stay small, stand on the tokens, and stay inside the strict content policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
HEAD = (ROOT / "templates/layout/head.html").read_text(encoding="utf-8")
WITH_A_SCRIPT = ("provider/grid.html", "dialogue/session.html", "publishing/quarter.html")
OWN_SCRIPTS = "".join((ROOT / "templates" / page).read_text(encoding="utf-8") for page in WITH_A_SCRIPT)


def test_all_sheets_together_keep_to_their_share_of_a_page() -> None:
    assert 0 < sum(sheet.stat().st_size for sheet in SHEETS) <= 32 * 1024


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_is_linked_and_fetches_nothing(sheet: Path) -> None:
    css = sheet.read_text(encoding="utf-8")
    assert f'"{sheet.stem}"' in HEAD
    assert not re.search(r"@import|url\(|@font-face|data:", css)
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize(
    "sheet",
    [s for s in SHEETS if s.name not in ("tokens.css", "print.css")],
    ids=lambda sheet: sheet.name,
)
def test_colours_come_from_the_tokens(sheet: Path) -> None:
    assert not re.findall(
        r"#[0-9a-f]{3,8}\b(?=[^{}]*[;}])",
        sheet.read_text(encoding="utf-8").replace("#melding", ""),
    )


def test_every_used_token_exists() -> None:
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    used = set(re.findall(r"var\(--([\w-]+)\)", text))
    known = set(re.findall(r"--([\w-]+):", (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")))
    assert used
    assert used <= known


def test_the_promises_to_people_stand_in_the_sheets() -> None:
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    for promise in (
        "[hidden]",
        ":focus-visible",
        "prefers-reduced-motion",
        "forced-colors",
        "@media print",
        "size: A4",
    ):
        assert promise in text


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_linked_short_and_strict(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert f'"{script.stem}"' in HEAD or f"js/{script.name}" in OWN_SCRIPTS
    assert len(text.splitlines()) < 120
    assert '"use strict";' in text
    assert not re.search(
        r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.style\b|set(Timeout|Interval)\(\s*[\"']",
        text,
    )
