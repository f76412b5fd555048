"""What to fill in in addresses and forms: one's own object, somebody else's, and one that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from flask import Flask
from werkzeug.routing import Rule

from portal.accounts import secrets
from portal.accounts.tables import SignInSession
from portal.extensions import db
from tests.support.attacker import Browser
from tests.support.oracle import PEOPLE
from tests.support.whole_world import CALENDAR, ONLY, OPEN, Whole
from tests.support.world import BEFORE, NOW

NOT_AN_OBJECT = {"static": {"filename": "css/base.css"}}
CONSTANT: dict[str, str | int] = {
    "family": "basiszorg", "code": "BZ-01", "part": "data", "side": "aanbieder", "over": BEFORE.slug, "kind": "xlsx", "year": 2026,
    "ending": "xlsx", "step": "beginnen",
}  # fmt: skip
CORRECTIONS = frozenset({"provider.correction", "provider.keep_correction", "provider.remove_correction"})
SETTLED = frozenset({"provider.settled", "provider.settled_content", "management.settled", "management.settled_content"})
SUBSIDIES = frozenset({"management.subsidy", "management.record_subsidy", "management.begin_subsidy", "management.strike_subsidy"})
SPLIT_CODE = "BZ-08"  # a KPI that is asked in parts
OTHERWISE: dict[tuple[str, str], str | int] = {("provider.keep_parts", "code"): SPLIT_CODE, ("dialogue.minutes_file", "ending"): "pdf"}
NOWHERE = 99_999_999
INVITATION = "a-link-of-the-tests"
LINKS = {"invitation": INVITATION, "reminders": CALENDAR}


class Examples:
    """Values for the arguments of every rule."""

    def __init__(self, app: Flask, whole: Whole, browsers: dict[str, Browser]) -> None:
        self.app, self.whole, self.browsers = app, whole, browsers
        self.session_ids = {identity: self._session_of(browser) for identity, browser in browsers.items()}

    def _session_of(self, browser: Browser) -> int:
        with self.app.app_context():
            found = db.session.query(SignInSession.id).filter_by(token_hash=secrets.hashed(browser.token or "")).scalar()
        return found or NOWHERE

    def has_object(self, rule: Rule) -> bool:
        """Does an address, or its form, point at an object?"""
        return (bool(rule.arguments - CONSTANT.keys()) and rule.endpoint not in NOT_AN_OBJECT) or rule.endpoint == "own.switch_organisation"

    def path(self, rule: Rule, identity: str, thing: str) -> str:
        """The address of a rule for one's own, another's or an unknown object."""
        values = {name: self.value(rule.endpoint, name, identity, thing) for name in rule.arguments}
        with self.app.test_request_context(base_url="https://localhost"):
            return quote(self.app.url_map.bind("localhost").build(rule.endpoint, values), safe="/%?=&-._~") if values else rule.rule

    def value(self, endpoint: str, name: str, identity: str, thing: str) -> str | int:
        """One argument. `thing` is "own", "other" or "unknown"."""
        if endpoint in NOT_AN_OBJECT:
            return NOT_AN_OBJECT[endpoint][name]
        if name in CONSTANT:
            return OTHERWISE.get((endpoint, name), CONSTANT[name])
        known = self._of_lifecycle(endpoint, name, identity, thing) or self._particular(endpoint, name, identity, thing)
        if known is not None:
            return known
        slug = slug_of(identity, thing)
        if name == "period":
            return "2019-k1" if thing == "unknown" else ONLY[slug].slug
        if name == "number":
            return "OB-NIET-1" if thing == "unknown" else self.whole.receipts[slug]
        tables = self._tables()
        if name not in tables:
            raise LookupError(f"no example for <{name}> of {endpoint}: add one to tests/support/examples.py")
        return NOWHERE if thing == "unknown" else tables[name][slug]

    def _tables(self) -> Mapping[str, Mapping[str, int]]:
        """What stands in the database, by argument and aanbieder."""
        return {
            "mail_id": dict.fromkeys(OPEN, self.whole.mails[0]),
            "deviation_id": self.whole.deviations,
            "report_id": self.whole.reports,
            "item_id": self.whole.items,
            "action_id": self.whole.actions,
            "upload_id": self.whole.uploads,
            "evidence_id": self.whole.evidence,
            "document_id": self.whole.documents,
            "contact_id": self.whole.contacts,
            "agreement_id": self.whole.agreements,
            "option_number": dict.fromkeys(OPEN, 1),
            "session_id": self.whole.sessions,
            "participant_id": self.whole.participants,
            "series_id": self.whole.series,
            "provider_id": self.whole.world.organisations,
            "rebase_id": self.whole.rebases,
            "import_id": dict.fromkeys(OPEN, self.whole.realised[0]),
            "realisation_id": dict.fromkeys(OPEN, self.whole.realised[1]),
            "line_id": {"linde": self.whole.world.lines["mo"], "noord": self.whole.world.lines["wvggz"]},
            "commitment_id": {"linde": self.whole.world.commitments["arrangement"], "noord": self.whole.world.commitments["subsidie"]},
        }

    def _of_lifecycle(self, endpoint: str, name: str, identity: str, thing: str) -> str | int | None:
        """A settled quarter, or one with an accepted quarter before it."""
        if endpoint in SETTLED and thing != "unknown":
            return self.whole.settled[slug_of(identity, thing)][name]
        if endpoint in CORRECTIONS and name == "period" and (identity.endswith(" B"), thing) == (True, "own"):
            return NOW.slug
        return None

    def _particular(self, endpoint: str, name: str, identity: str, thing: str) -> str | int | None:
        """Arguments that mean something else on one desk."""
        desk = endpoint.partition(".")[0]
        if endpoint == "own.end_session":
            other = "publicist" if identity != "publicist" else "regiolezer"
            return {"own": self.session_ids[identity], "other": self.session_ids[other]}.get(thing, NOWHERE)
        if desk == "people":
            return {"own": self.whole.people["publicist"].membership_id, "other": self.whole.people["regiolezer"].membership_id}.get(thing, NOWHERE)
        if (known := LINKS.get(desk)) is not None and name == "token":
            return f"{known}-{thing}" if thing == "unknown" else known
        if desk in ("sounding_board", "publishing") and name == "period":
            return "2019-k1" if thing == "unknown" else BEFORE.slug
        only = {"edition_id": self.whole.editions[0], "draft_id": self.whole.drafts[0], "advice_id": self.whole.advice[0]}
        only["proposal_id"] = self.whole.proposals[0]
        if endpoint == "management.strike_subsidy":
            only["commitment_id"] = self.whole.courses[slug_of(identity, thing)][0]
        elif endpoint in SUBSIDIES:
            only["commitment_id"] = self.whole.world.commitments["subsidie"]
        return None if name not in only else NOWHERE if thing == "unknown" else only[name]

    def fields(self, endpoint: str, identity: str, thing: str) -> dict[str, str]:
        """A form that is whole enough for the view to look for its object."""
        if endpoint == "own.switch_organisation":
            other = "publicist" if identity != "publicist" else "regiolezer"
            member = self.whole.people.get(PEOPLE[identity] or "publicist")
            assert member is not None
            return {"membership_id": str({"own": member.membership_id, "other": self.whole.people[other].membership_id}.get(thing, NOWHERE))}
        if (money := self._money_fields(endpoint, identity, thing)) is not None:
            return money
        fields = {"version": "1", "text": "Een uitleg van de test.", "note": "Een opmerking.", "reason": "Een reden.", "code": "123456"}
        if endpoint == "provider.save_one":
            fields |= {"version-BZ-01": "0", "numerator-BZ-01": "30", "denominator-BZ-01": "40", "explanation-BZ-01": "", "missing_reason-BZ-01": ""}
        if endpoint == "provider.keep_parts":
            fields |= {"dimension": "gemeente", "version": "0"}
        return fields

    def _money_fields(self, endpoint: str, identity: str, thing: str) -> dict[str, str] | None:
        """The forms of contracts and money that look at their fields before they look for their object."""
        lines, commitments = self.whole.world.lines, self.whole.world.commitments
        divided = {f"line-{lines['mo']}": "10", "year": "2024", "kind": "bedragen", "version": "0"}
        change = f"regel_{commitments['arrangement']}_{lines['beschermd-wonen']}_4000000,00"
        line = {"year": "2024", "version": "1", "reason": "Een reden van de test."}
        event = str(self.whole.courses[slug_of(identity, thing)][1] if thing != "unknown" else NOWHERE)
        return {
            "management.divide": divided,
            "management.copy_division": divided,
            "management.make_proposal": {"jaar": "2024", "wijziging": change, "title": "Een voorstel", "reason": "Een reden van de test."},
            "management.record_subsidy": {"version": "1", "soort": "aanvraag-ontvangen", "on": "2024-01-02", "amount": "10"},
            "management.strike_subsidy": {"version": "0", "event_id": event, "reason": "Twee keer ingevoerd."},
            "management.revise_line": line,
            "management.choose_taakvelden": line,
        }.get(endpoint)


def slug_of(identity: str, thing: str) -> str:
    """Which aanbieder's object this is: one's own, or (for people of the gemeente: just another) the other's."""
    own = "noord" if identity.endswith(" B") else "linde"
    other = "linde" if own == "noord" else "noord"
    return other if thing == "other" else own
