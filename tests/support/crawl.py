"""Every page that anybody can see, and every form on those pages, found by looking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from tests.support.authorization import OWN, Matrix
from tests.support.inspector import NS, inspect
from tests.support.oracle import IDENTITIES

ACTION = re.compile(r'<form(?:\s(?:[^>]*\s)?action="([^"]*)"|)')  # an empty one stands for a form that names none
TEXT_TYPES = ("text", "search", "email", "tel", "password")


@dataclass(frozen=True)
class Page:
    """A page as one identity sees it. It is read strictly when somebody looks at its elements: reading takes longer than making it."""

    identity: str
    path: str
    html: str

    @cached_property
    def root(self) -> Element:
        """Its elements."""
        return inspect(self.html, fragment=False)


@dataclass(frozen=True, slots=True)
class Form:
    """A form on such a page: what it would send as it stands, and which fields are free text."""

    identity: str
    action: str
    fields: tuple[tuple[str, str], ...]
    free: frozenset[str]


def pages(matrix: Matrix) -> Iterator[Page]:
    """Every page of every GET rule, for everybody who may see it."""
    for rule in matrix.rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        for identity in IDENTITIES:
            path = matrix.examples.path(rule, identity, OWN)
            response = matrix.browsers[identity].send("GET", path)
            if response.mimetype == "text/html" and response.status_code == 200:
                yield Page(identity, path, response.get_data(as_text=True))


def forms(matrix: Matrix) -> list[Form]:
    """Every different unsafe form; the first identity that sees it sends it."""
    found: dict[str, Form] = {}
    for page in pages(matrix):
        if all(_kind(action or page.path) in found for action in ACTION.findall(page.html)):
            continue
        for element in page.root.iter(NS + "form"):
            action = element.get("action") or page.path
            kind = _kind(action)
            if (element.get("method") or "get").lower() == "post" and kind not in found:
                found[kind] = Form(page.identity, action, tuple(_fields(element)), frozenset(_free(element)))
    return list(found.values())


_OF_THE_WORLD: dict[str, list[Form]] = {}


def forms_of_the_world(matrix: Matrix) -> list[Form]:
    """The forms as they stand in a fresh copy of the whole world: found once per database, for each copy shows the same."""
    dialect = matrix.app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0]
    if dialect not in _OF_THE_WORLD:
        _OF_THE_WORLD[dialect] = forms(matrix)
    return _OF_THE_WORLD[dialect]


def _kind(action: str) -> str:
    """Of a page per object, one object's forms are enough."""
    return re.sub(r"\d+", "#", action)


def _fields(form: Element) -> Iterator[tuple[str, str]]:
    for control in form.iter():
        name = control.get("name") if isinstance(control.tag, str) else None
        if not name or name == "csrf_token" or control.tag == NS + "button":
            continue
        if control.tag == NS + "textarea":
            yield name, "".join(control.itertext())
        elif control.tag == NS + "select":
            options = [option.get("value", "") for option in control.iter(NS + "option")]
            yield name, next((value for value in options if value), "")
        else:
            yield name, control.get("value", "")


def _free(form: Element) -> Iterator[str]:
    for control in form.iter():
        name = control.get("name") if isinstance(control.tag, str) else None
        if name and (control.tag == NS + "textarea" or (control.tag == NS + "input" and control.get("type", "text") in TEXT_TYPES)):
            yield name
