"""Whatever is typed or forged: never a failure of ours, never markup of theirs, never a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
import random
import re
import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import update

from contracts.foundation import database
from portal.accounts.tables import Person
from portal.extensions import db
from tests.integration.trust.conftest import invite_somebody
from tests.support.attacker import Browser, browser_of
from tests.support.authorization import Matrix
from tests.support.crawl import Form, forms, forms_of_the_world, pages
from tests.support.figures import AT_LENGTH, measured, size
from tests.support.oracle import MEANING
from tests.support.whole_world import Whole

ALWAYS = ("\0", "a\0b", "9" * 25, "-1", "x" * 20_000)
WORST = ("\0", "9" * 25)
SOMETIMES = (
    "", " ", "\x01\x02\x1b[31m", "é" * 6_000, "🧑‍🦽" * 300, "\u202eomgekeerd\u2066", "0", "1e309", "NaN", "Infinity", "-0", "1,5",
    "1.000.000.000.000,00",
    "١٢٣", "²", "Ⅻ", "2026-13-45", "0001-01-01", "31-02-2026", "null", "[]", "{}", "true", "../../etc/passwd",
    "' OR 1=1 --", '"; DROP TABLE person; --',
    "1); DELETE FROM journal; --", "%s%n%x", "{{7*7}}${7*7}", "\r\nSet-Cookie: x=1", "\ufeff",
    "a" * 129, "2147483648", "9223372036854775808", "0x10", "+31",
)  # fmt: skip
XSS = (
    '"><x-evil onevil=1>', "'><x-evil onevil=1>", "<script>x-evil()</script><x-evil>",
    "</textarea><x-evil onevil=1>",
    "</title><x-evil onevil=1>",
    "--><x-evil onevil=1>", '" onevil="1', "' onevil='1", "<svg onevil=1><x-evil>", "javascript:x-evil()",
    "&lt;x-evil&gt;<x-evil onevil=1>", "<!--<x-evil onevil=1>",
)  # fmt: skip
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    " =1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("x")',
)
ENDS_MORE_THAN_A_FORM = ("/afmelden", "/blokkeren", "/rollen", "/nieuwe-toegang", "/beeindigen", "/uitnodiging/", "/aanmelden")


def _kinds(form: Form) -> list[str]:
    """One field of each kind: of a table with a row per KPI, the first row is enough."""
    firsts: dict[str, str] = {}
    for name, _ in form.fields:
        firsts.setdefault(name.partition("-")[0], name)
    return list(firsts.values())


def _send(matrix: Matrix, form: Form, change: dict[str, object], *, htmx: bool = False) -> int:
    fields: dict[str, object] = dict(form.fields) | {"once_key": uuid.uuid4().hex} | change
    return (
        matrix.browsers[form.identity]
        .send("POST", form.action, data={name: value for name, value in fields.items() if value is not None}, htmx=htmx)
        .status_code
    )


def _values(dice: random.Random, shown: str | None) -> list[object]:
    """What one field is sent: what a database or a page trips over most always, and some of the rest; in `make prove` all of it."""
    odd: list[object] = [None, ["dubbel", "dubbel"], (io.BytesIO(b"x"), "x.txt"), *([] if shown is None else [[shown, shown]])]
    if AT_LENGTH:
        return [*ALWAYS, *dice.sample(SOMETIMES, size(quick=3, full=len(SOMETIMES))), *odd]
    return [*WORST, dice.choice([*ALWAYS, *SOMETIMES]), dice.choice(odd)]


def test_no_value_of_any_field_breaks_the_portal(matrix: Matrix) -> None:
    dice, tried, broken = random.Random(20261122), 0, []
    for form in forms_of_the_world(matrix):
        for name in _kinds(form):
            for value in _values(dice, dict(form.fields).get(name)):
                tried += 1
                if (status := _send(matrix, form, {name: value}, htmx=tried % 7 == 0)) >= 500:
                    broken.append(f"{form.action} {name}={str(value)[:40]!r}: {status}")
    measured("hostile form values tried", tried)
    measured("hostile form values that broke something", len(broken))
    assert broken == [], "\n".join(broken[:40])
    assert tried >= (1000 if AT_LENGTH else 400)


ODD = (
    "0", "-1", "9" * 25, "2147483648", "%00", "a%00b", "%ff%fe", "..%2f..%2fetc%2fpasswd", "%0d%0aSet-Cookie:x=1", "x" * 3000, "é", "' OR 1=1 --",
    "2026-k5", "９",
)  # fmt: skip
WORST_ODD = ("9" * 25, "2147483648", "%00")
QUERIES = (
    "/?next=%00", "/aanmelden?next=%00&next=2", "/beheer/werklijst?pagina=" + "9" * 30, "/beheer/werklijst?aanbieder=%00&stand=x",
    "/%", "//", "/..%2f",
    "/beheer/begroting?jaar=" + "9" * 30, "/beheer/overeenkomsten?jaar=x", "/dialoog/1?punt=%00",
)  # fmt: skip


def _odd(identity: str, *, on_sqlite: bool) -> tuple[str, ...]:
    """In short a visitor, who comes no further than the guard, and PostgreSQL get what a database trips over."""
    return ODD if AT_LENGTH or (on_sqlite and identity != "visitor") else WORST_ODD


def _odd_addresses(matrix: Matrix) -> Iterator[tuple[str, str, str]]:
    """Method, address and identity: every rule with something odd in its place, and odd questions behind known addresses."""
    on_sqlite = matrix.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    for rule in matrix.rules():
        for identity in {min(MEANING[rule.endpoint].who), "visitor"}:
            for value in _odd(identity, on_sqlite=on_sqlite) if rule.arguments else ():
                for method in ("GET", "POST") if "POST" in (rule.methods or ()) else ("GET",):
                    yield method, re.sub(r"<[^>]+>", value, rule.rule), identity
    for path in QUERIES:
        for identity in ("visitor", "contractmanager"):
            yield "GET", path, identity


def test_no_address_breaks_the_portal(matrix: Matrix) -> None:
    tried, broken = 0, []
    for method, path, identity in _odd_addresses(matrix):
        tried += 1
        if (status := matrix.browsers[identity].send(method, path).status_code) >= 500:
            broken.append(f"{method} {path[:80]} as {identity}: {status}")
    measured("hostile addresses tried", tried)
    measured("hostile addresses that broke something", len(broken))
    assert broken == [], "\n".join(broken[:40])


@pytest.mark.measured
@pytest.mark.sqlite_only
def test_markup_that_was_typed_is_never_markup(open_matrix: Matrix) -> None:
    shown, stored, looked = 0, 0, 0
    for payload in XSS[: size(quick=3, full=len(XSS))]:
        for form in forms(open_matrix):
            if not form.free or any(part in form.action for part in ENDS_MORE_THAN_A_FORM):
                continue
            stored += _send(open_matrix, form, dict.fromkeys(form.free, payload)) < 400
            stored += sum(_send(open_matrix, form, {name: payload}) < 400 for name in _kinds(form) if name in form.free)
        for page in pages(open_matrix):
            looked += 1
            if "evil" not in page.html:
                continue  # what is not in its text cannot be in its elements
            shown += payload in "".join(page.root.itertext())
            for element in page.root.iter():
                assert not str(element.tag).endswith("x-evil"), f"{page.path} as {page.identity}: {payload}"
                assert "onevil" not in element.attrib, f"{page.path} as {page.identity}: {payload}"
                assert not str(element.get("href", "")).startswith("javascript:"), page.path
    measured("markup payloads stored", stored)
    measured("pages searched for markup", looked)
    measured("markup payloads that became markup", 0)
    assert stored > 5
    assert shown > 5, "the payloads were seen as text: the test is not empty"


@pytest.mark.sqlite_only
def test_names_are_text_everywhere(open_matrix: Matrix) -> None:
    """Somebody's own name stands on many pages: in the frame, in the directory, in minutes."""
    with open_matrix.app.app_context():
        database.begin_writing(db.session())
        db.session.execute(update(Person).values(name='<x-evil onevil="1">"\'&amp;'))
        db.session.commit()
        db.session.remove()
    seen = 0
    for page in pages(open_matrix):
        seen += "<x-evil onevil" in "".join(page.root.itertext())
        assert not any(str(element.tag).endswith("x-evil") for element in page.root.iter()), page.path
    assert seen > 5


def test_no_cell_of_an_export_is_a_formula(portal: Flask, whole: Whole) -> None:
    admin, formulas = browser_of(portal, whole.people["functioneel-beheerder"]), 0
    for payload in FORMULAS:
        with portal.app_context():
            database.begin_writing(db.session())
            db.session.execute(update(Person).values(name=payload))
            db.session.commit()
            db.session.remove()
        answer = admin.send("POST", "/mensen/rechtenoverzicht.csv")
        assert answer.status_code == 200
        rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=";"))
        assert len(rows) > 5
        cells = [cell for row in rows for cell in row]
        assert any(payload.strip()[:6] in cell for cell in cells), "the payload is there, as text"
        formulas += sum(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) for cell in cells)
    measured("formula payloads exported", len(FORMULAS))
    measured("formula cells", formulas)
    assert formulas == 0


def test_nobody_gets_a_role_twice(portal: Flask, whole: Whole) -> None:
    """The same box sent twice is one role, for somebody new and for somebody known."""
    admin = browser_of(portal, whole.people["functioneel-beheerder"])
    for email in ("wie@voorbeeld.example", "regiolezer@voorbeeld.example"):
        fields = {"name": "Wie Dan", "email": email, "organisation_id": str(whole.world.organisations["linde"]), "roles": ["invoerder", "invoerder"]}
        assert admin.send("POST", "/mensen/uitnodigen", data=fields).status_code in (200, 303)


def test_an_open_invitation_shows_what_was_typed_as_text(portal: Flask, whole: Whole) -> None:
    invite_somebody(portal, whole)
    assert Browser(portal, None).send("GET", "/uitnodiging/a-link-of-the-tests").status_code == 200
