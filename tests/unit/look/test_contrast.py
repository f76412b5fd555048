"""Every pair of tokens that the style sheets lay on each other can be read (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TOKENS = dict(
    re.findall(
        r"--([\w-]+):\s*(#[0-9a-f]{6})",
        (ROOT / "static/css/tokens.css").read_text(encoding="utf-8"),
    )
)

SURFACES = (
    "papier",
    "wit",
    "leisteen-licht",
    "maas-licht",
    "mergel-licht",
    "heuvel-licht",
    "klei-licht",
)
TEXT = [
    *[("inkt", surface) for surface in SURFACES],
    *[("maas", surface) for surface in SURFACES],
    *[("maas-diep", surface) for surface in ("papier", "wit", "maas-licht")],
    *[("leisteen", surface) for surface in SURFACES],
    ("mergel", "mergel-licht"),
    ("heuvel", "heuvel-licht"),
    ("heuvel", "wit"),
    *[("klei", surface) for surface in ("klei-licht", "wit", "papier")],
    *[("wit", ground) for ground in ("maas", "maas-diep", "inkt")],
]
CONTROLS = [
    ("rand", "wit"),
    ("rand", "papier"),
    ("maas", "wit"),
    ("maas", "papier"),
    ("klei", "wit"),
    ("klei", "klei-licht"),
    ("inkt", "papier"),
]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_yardstick_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(front: str, back: str) -> None:
    assert contrast(TOKENS[front], TOKENS[back]) >= 4.5


@pytest.mark.parametrize(("edge", "back"), CONTROLS)
def test_the_edge_of_a_control_can_be_seen(edge: str, back: str) -> None:
    assert contrast(TOKENS[edge], TOKENS[back]) >= 3


def test_each_tone_lays_its_colour_on_its_own_tint() -> None:
    css = (ROOT / "static/css/components.css").read_text(encoding="utf-8")
    pairs = re.findall(
        r"^\.tone-\w+ \{ color: var\(--([\w-]+)\); background: var\(--([\w-]+)\)",
        css,
        flags=re.MULTILINE,
    )
    assert len(pairs) == 4
    assert set(pairs) <= set(TEXT)
