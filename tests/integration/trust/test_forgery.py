"""Requests that a page of somebody else lets a signed-in browser send: none is accepted, nothing changes."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.attacker import Browser
from tests.support.authorization import OWN, Matrix
from tests.support.figures import measured
from tests.support.oracle import MEANING
from tests.support.witness import Witness

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
FROM_ELSEWHERE: tuple[Mapping[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "", "Origin": "https://kwaad.example"},
    {"Sec-Fetch-Site": "", "Origin": "https://localhost.kwaad.example"},
    {"Sec-Fetch-Site": "", "Origin": "https://localhost:8443"},
    {"Sec-Fetch-Site": "", "Origin": "null"},
)


def _bent(token: str) -> str:
    """The token with the first character of its signature changed: the last ones hold spare bits, and a fixed text can be what stood there."""
    body, _, signature = token.rpartition(".")
    return f"{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def _attacks(browser: Browser, stranger: Browser, path: str, fields: dict[str, str]) -> dict[str, int]:
    """Every way of forging one request; the status of each."""
    found = {
        "no token": browser.send("POST", path, data=fields, csrf=False).status_code,
        "empty token": browser.send("POST", path, data=fields | {"csrf_token": ""}).status_code,
        "somebody else's token": browser.send("POST", path, data=fields | {"csrf_token": stranger.csrf_token}).status_code,
        "bent token": browser.send("POST", path, data=fields | {"csrf_token": _bent(browser.csrf_token)}).status_code,
        "no token, as htmx": browser.send("POST", path, data=fields, csrf=False, htmx=True).status_code,
    }
    for headers in FROM_ELSEWHERE:
        found[str(headers)] = browser.send("POST", path, data=fields, headers=headers).status_code
    return found


def test_no_forged_request_is_accepted(open_matrix: Matrix, witness: Witness) -> None:
    tried, accepted = 0, []
    stranger = Browser(open_matrix.app, None)
    for rule in open_matrix.rules():
        if not set(UNSAFE) & set(rule.methods or ()):
            continue
        identity = min(MEANING[rule.endpoint].who)
        fields = open_matrix.examples.fields(rule.endpoint, identity, OWN)
        for way, status in _attacks(open_matrix.browsers[identity], stranger, open_matrix.examples.path(rule, identity, OWN), fields).items():
            tried += 1
            if status not in (400, 403) or witness.saw_a_commit():
                accepted.append(f"{rule.endpoint} as {identity}: {way} -> {status}")
    measured("CSRF attempts", tried)
    measured("CSRF attempts accepted", len(accepted))
    assert accepted == []
    assert tried >= 200
    assert not witness.saw_a_change()
