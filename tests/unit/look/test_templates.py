"""Every template, of every desk: it compiles, and it holds nothing that the strict content policy or htmx could trip over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.web.formatting import FILTERS

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))

FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b|\bhx-on:",
    "a trigger filter": r"hx-trigger\s*=\s*[\"'][^\"']*\[",
    "a js: value": r"=\s*[\"'](?:js|javascript):",
    "hx-vals or hx-vars that computes": r"\bhx-vars\b",
    "a data: address": r"(?:src|href)\s*=\s*[\"']data:",
    "an address elsewhere": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
    "switched-off escaping": r"\|\s*safe\b|autoescape\s+false",
}


def markup(name: str) -> str:
    """The template without its Jinja comments, and with Jinja blocks taken out so that '>' in them does not end a tag."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


def environment() -> Environment:
    """Jinja as strict as the portal sets it."""
    made = Environment(loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True)
    made.filters.update(FILTERS)
    return made


def faults(text: str) -> list[str]:
    """The names of the forbidden things that stand in a template's text."""
    return [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, flags=re.IGNORECASE)]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str) -> None:
    assert environment().get_template(name).name == name


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_nothing_forbidden(name: str) -> None:
    assert faults(markup(name)) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_short(name: str) -> None:
    assert len((FOLDER / name).read_text(encoding="utf-8").splitlines()) < 120


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<button onclick="go()">',
        '<div hx-on:click="go()">',
        '<div hx-trigger="every 3s [visible]">',
        "<div hx-vals='js:{a:1}'>",
        '<img src="data:image/png;base64,x">',
        '<a href="//elsewhere.example">',
        "{{ text|safe }}",
    ],
)
def test_the_check_sees_each_fault(text: str) -> None:
    assert len(faults(text)) == 1
