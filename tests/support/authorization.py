"""The engine of the authorization tests: every rule x method x identity x object x form, sent for real and judged by the oracle."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.attacker import Browser, begin_session, browser_of
from tests.support.examples import Examples
from tests.support.figures import AT_LENGTH
from tests.support.oracle import IDENTITIES, MEANING, PEOPLE, PERSON, PROVIDER, PROVIDERS, SIGNED_IN, Meaning
from tests.support.whole_world import Whole

IN, SIGN_IN, FORBIDDEN, MISSING, BROKEN, NO_METHOD = "in", "asked to sign in", "refused", "not there", "broken", "no such method"
OWN, OTHER, UNKNOWN = "own", "other", "unknown"


@dataclass(frozen=True, slots=True)
class Try:
    """One request of the matrix."""

    endpoint: str
    method: str
    path: str
    identity: str
    thing: str
    htmx: bool


@dataclass
class Matrix:
    """The browsers of all identities on one portal, and what came of their requests."""

    app: Flask
    whole: Whole
    sent: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browsers: dict[str, Browser] = {}
        for identity in IDENTITIES:
            code = PEOPLE[identity]
            member = self.whole.people[code] if code else None
            self.browsers[identity] = browser_of(self.app, member, ended=identity == "ended")
        for identity in ("invoerder A",):  # ending the ended session above ended this person's other sessions too
            self.browsers[identity] = Browser(self.app, begin_session(self.app, self.whole.people[PEOPLE[identity] or ""]))
        self.examples = Examples(self.app, self.whole, self.browsers)

    def rules(self) -> list[Rule]:
        """Every rule of the portal."""
        return sorted(self.app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))

    def tries(self, rule: Rule) -> Iterator[Try]:
        """Every request that one rule gets."""
        things = (OWN, OTHER, UNKNOWN) if self.examples.has_object(rule) else (OWN,)
        for identity in IDENTITIES:
            for thing in things:
                path = self.examples.path(rule, identity, thing)
                for method in sorted(rule.methods or ()):
                    for htmx in (False, True) if method in ("GET", "POST") else (False,):
                        one = Try(rule.endpoint, method, path, identity, thing, htmx)
                        if self._is_worth_it(rule, one) and (AT_LENGTH or is_short(one)):
                            yield one
            absent = "DELETE" if "DELETE" not in (rule.methods or ()) else "PATCH"
            one = Try(rule.endpoint, absent, self.examples.path(rule, identity, OWN), identity, OWN, htmx=False)
            if AT_LENGTH or is_short(one):
                yield one

    def _is_worth_it(self, rule: Rule, one: Try) -> bool:
        """Somebody who may not come in at all gets the same answer to every object: HEAD and OPTIONS are asked of one only."""
        if one.method == "OPTIONS" and str(self.app.url_map.bind("localhost").match(unquote(one.path), method="OPTIONS")[0]) != rule.endpoint:
            return False  # two rules at one address: the first of them answers OPTIONS, for itself
        return one.method in ("GET", "POST") or one.thing == OWN or one.identity in MEANING[rule.endpoint].who

    def run(self, rule: Rule, *, stop_at_first: bool = False) -> None:
        """Send every request of a rule, and judge each."""
        meaning, bodies = MEANING.get(rule.endpoint), dict[tuple[str, str, str, bool], tuple[int, str]]()
        if meaning is None:
            self.wrong.append(f"{rule.endpoint} is not in the oracle")
            return
        for one in self.tries(rule):
            response = self.send(one)
            self._judge(one, meaning, response)
            if one.thing != OWN and one.identity not in ("visitor", "ended"):
                bodies[one.identity, one.method, one.thing, one.htmx] = (response.status_code, bare(response, one.path))
            response.close()
            if stop_at_first and self.wrong:
                return
        self._compare(rule, bodies, meaning)

    def send(self, one: Try) -> TestResponse:
        """Send one request."""
        self.sent += 1
        data = self.examples.fields(one.endpoint, one.identity, one.thing) if one.method == "POST" else None
        if data is not None:
            data["once_key"] = uuid.uuid4().hex
        return self.browsers[one.identity].send(one.method, one.path, data=data, htmx=one.htmx)

    def _judge(self, one: Try, meaning: Meaning, response: TestResponse) -> None:
        should, did = expected(one, meaning), observed(response, public=meaning.is_public)
        if should != did:
            self.wrong.append(
                f"{one.method} {one.path} ({one.endpoint}, {one.identity}, {one.thing}, htmx={one.htmx}): {should}, but {did} {response.status_code}"
            )

    def _compare(self, rule: Rule, bodies: dict[tuple[str, str, str, bool], tuple[int, str]], meaning: Meaning) -> None:
        """A foreign object answers exactly as one that does not exist."""
        for (identity, method, thing, htmx), answer in bodies.items():
            hidden = identity not in meaning.who or meaning.hides_from(identity)
            if thing == OTHER and hidden and answer != bodies.get((identity, method, UNKNOWN, htmx), answer):
                self.wrong.append(f"{method} {rule.endpoint} for {identity} (htmx={htmx}) tells a foreign object from an unknown one")


def is_short(one: Try) -> bool:
    """Is it part of the short form? Every page and form for everybody, with and without htmx; whose object it is for who may come in, and for
    one who may not; the other methods for a visitor, one who may and one who may not."""
    who = MEANING[one.endpoint].who
    examples = {"visitor", min(who), min(SIGNED_IN - who, default="visitor")}
    if one.method not in ("GET", "POST"):
        return one.thing == OWN and one.identity in examples
    return one.thing == OWN or one.identity in who or (one.identity in examples and not one.htmx)


def expected(one: Try, meaning: Meaning) -> str:
    """What the oracle says of one request."""
    if one.method in ("DELETE", "PATCH"):
        return NO_METHOD
    if one.identity not in meaning.who:
        return SIGN_IN if one.identity in ("visitor", "ended") else FORBIDDEN
    if one.method == "OPTIONS":
        return IN  # only which methods there are
    if one.thing == UNKNOWN or (one.thing == OTHER and meaning.hides_from(one.identity)):
        return MISSING
    return IN


def observed(response: TestResponse, *, public: bool) -> str:
    """What a response comes down to."""
    status = response.status_code
    if status == 401 or (status == 303 and not public and response.headers.get("Location", "").startswith("/aanmelden")):
        return SIGN_IN
    return {403: FORBIDDEN, 404: MISSING, 405: NO_METHOD}.get(status, BROKEN if status >= 500 or status == 400 else IN)


_TOKENS = re.compile(r"[A-Za-z0-9_.\-]{48,}|[0-9a-f]{32}")


def bare(response: TestResponse, path: str) -> str:
    """A body without what differs by nature: tokens, keys, and the address that was asked."""
    return without_tokens(response.get_data().decode(errors="replace").replace(path, ""))


def without_tokens(text: str) -> str:
    """A text without keys, hashes and tokens: chance lets any row of digits stand in one of them."""
    return _TOKENS.sub("", text)


__all__ = ["PERSON", "PROVIDER", "PROVIDERS", "Matrix", "Try", "expected", "observed"]
