"""The inspecting test client: every page that any test fetches is looked at. Nobody can forget to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contracts.foundation import database
from portal.extensions import db

NS = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}svg"
CONTROLS = ("input", "select", "textarea")
UNLABELLED_TYPES = ("hidden", "submit", "button", "image")


class PageFault(AssertionError):
    """A page that was fetched has a fault that no page of ours may have."""


def parse(html: str, *, fragment: bool = False) -> ET.Element:
    """Parse strictly: any error of the HTML standard fails."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=True)
    if fragment:
        container = "tbody" if html.lstrip().startswith("<tr") else "tr" if html.lstrip().startswith(("<td", "<th")) else "div"
        tree = parser.parseFragment(html, container=container)
        root = ET.Element("fragment")
        root.extend(list(tree))
        return root
    parsed: ET.Element = parser.parse(html)
    return parsed


def _all(root: ET.Element, tag: str) -> list[ET.Element]:
    return list(root.iter(NS + tag))


def text_of(element: ET.Element) -> str:
    """All words of an element."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _faults_of_ids(root: ET.Element) -> list[str]:
    ids = Counter(element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id"))
    return [f"id {name!r} occurs {count} times" for name, count in ids.items() if count > 1]


def _faults_of_controls(root: ET.Element) -> list[str]:
    labelled = {label.get("for") for label in _all(root, "label")}
    wrapped = {id(control) for label in _all(root, "label") for control in label.iter()}
    ids = {element.get("id") for element in root.iter() if isinstance(element.tag, str)}
    found = []
    for tag in CONTROLS:
        for control in _all(root, tag):
            if tag == "input" and control.get("type", "text") in UNLABELLED_TYPES:
                continue
            named_by = (control.get("aria-labelledby") or "").split()
            if not (control.get("aria-label") or control.get("id") in labelled or id(control) in wrapped or (named_by and set(named_by) <= ids)):
                found.append(f"{tag} {control.get('name')!r} has no label")
            missing = set((control.get("aria-describedby") or "").split()) - ids
            if missing:
                found.append(f"{tag} {control.get('name')!r} is described by missing {missing}")
    return found


def _faults_of_forms(root: ET.Element) -> list[str]:
    found = []
    for form in _all(root, "form"):
        if form.get("action") is None:
            found.append("a form without action")
        names = {control.get("name") for control in form.iter() if isinstance(control.tag, str)}
        if (form.get("method") or "get").lower() == "post" and "csrf_token" not in names:
            found.append(f"form {form.get('action')!r} has no CSRF token")
    return found


def _faults_of_page(root: ET.Element) -> list[str]:
    found = []
    if len(_all(root, "h1")) != 1:
        found.append(f"{len(_all(root, 'h1'))} h1 elements")
    titles = _all(root, "title")
    if not titles or not text_of(titles[0]):
        found.append("no title")
    if root.get("lang") != "nl":
        found.append("no lang=nl")
    return found


def _faults_of_pictures(root: ET.Element) -> list[str]:
    found = []
    for picture in root.iter(SVG):
        named = picture.get("aria-label") or picture.get("aria-labelledby") or any(child.tag.endswith("}title") for child in picture)
        if picture.get("aria-hidden") != "true" and not (picture.get("role") == "img" and named):
            found.append("an svg without a name")
    return found


def inspect(html: str, *, fragment: bool) -> ET.Element:
    """Raise PageFault with everything that is wrong; give the parsed page back."""
    try:
        root = parse(html, fragment=fragment)
    except html5lib.html5parser.ParseError as error:
        raise PageFault(f"not valid HTML: {error}\n{html[:2000]}") from error
    found = _faults_of_ids(root) + _faults_of_forms(root) + _faults_of_pictures(root)
    if not fragment:
        found += _faults_of_page(root) + _faults_of_controls(root)
    if found:
        raise PageFault("; ".join(found))
    return root


@dataclass
class Answer:
    """A response, with its parsed page."""

    response: TestResponse
    root: ET.Element | None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.response.headers.get("Location", "") or self.response.headers.get("HX-Redirect", "")

    @property
    def text(self) -> str:
        """The words on the page."""
        return "" if self.root is None else text_of(self.root)

    @property
    def html(self) -> str:
        """The raw page."""
        return self.response.get_data(as_text=True)

    def form(self, action: str) -> dict[str, str]:
        """The fields of the form with this action, as a browser would send them (first submit button left out)."""
        assert self.root is not None
        for form in _all(self.root, "form"):
            if form.get("action") == action:
                return _fields(form)
        raise AssertionError(f"no form {action!r}; there are {[form.get('action') for form in _all(self.root, 'form')]}")

    def links(self) -> list[str]:
        """Every address that the page links to."""
        assert self.root is not None
        return [link.get("href", "") for link in _all(self.root, "a")]


def _fields(form: ET.Element) -> dict[str, str]:
    fields: dict[str, str] = {}
    for control in form.iter():
        name = control.get("name") if isinstance(control.tag, str) else None
        if not name:
            continue
        if control.tag == NS + "input" and (control.get("type") not in ("checkbox", "radio", "submit") or control.get("checked") is not None):
            fields[name] = control.get("value", "")
        elif control.tag == NS + "textarea":
            fields[name] = "".join(control.itertext())
        elif control.tag == NS + "select":
            options = _all(control, "option")
            chosen = next((option for option in options if option.get("selected") is not None), options[0] if options else None)
            fields[name] = "" if chosen is None else chosen.get("value", "")
    return fields


@dataclass
class Inspector:
    """A browser for tests. `htmx=True` sends what htmx sends."""

    app: Flask
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, path: str, *, htmx: bool = False, **kwargs: Any) -> Answer:
        """Fetch a page."""
        return self._send("GET", path, htmx=htmx, **kwargs)

    def post(self, path: str, data: dict[str, Any] | None = None, *, htmx: bool = False, **kwargs: Any) -> Answer:
        """Send a form; the CSRF token of this client is added when the form has none."""
        fields = dict(data or {})
        fields.setdefault("csrf_token", self.csrf_token())
        return self._send("POST", path, htmx=htmx, data=fields, **kwargs)

    def csrf_token(self) -> str:
        """The token of a page of ours."""
        answer = self._send("GET", "/contact", htmx=False)
        assert answer.root is not None
        metas = [meta.get("content", "") for meta in _all(answer.root, "meta") if meta.get("name") == "csrf-token"]
        return metas[0]

    def _send(self, method: str, path: str, *, htmx: bool, **kwargs: Any) -> Answer:
        headers = dict(kwargs.pop("headers", {}))
        headers.setdefault("Sec-Fetch-Site", "same-origin")
        if htmx:
            headers |= {"HX-Request": "true", "HX-Current-URL": f"https://localhost{path}"}
        response = self.client.open(path, method=method, headers=headers, base_url="https://localhost", **kwargs)
        self._no_unsaved_session()
        root = None
        is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        if is_page and response.data and method != "HEAD":
            html = response.get_data(as_text=True)
            root = inspect(html, fragment="<html" not in html[:200])
        return Answer(response, root)

    def _no_unsaved_session(self) -> None:
        with self.app.app_context():
            if database.is_writing(db.session()):
                raise PageFault("the request left a write transaction open")
