"""What stands behind the money of the demonstration: options, one of them used, amendments, contact persons and documents. All of it invented."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from contracts.actions.amendments import amend_commitment
from contracts.actions.options import add_option, use_option
from contracts.actions.papers import add_contact, add_document
from contracts.domain.amending import CommitmentChange
from contracts.domain.attachment import Sent, read_attachment
from contracts.domain.contact import CENTRE, PROVIDER, NewContact
from contracts.domain.options import Option, next_decision, plan
from contracts.domain.papers import RULES
from contracts.domain.subject import of_agreement, of_commitment
from contracts.domain.terms import Unit
from contracts.foundation.period import AMSTERDAM
from contracts.queries.deals import deals_by_provider
from contracts.queries.terms import commitment_now, frame_now
from portal.developer.demonstration.story import Story
from portal.developer.demonstration.troupe import Troupe, load_people

_FILE = Path(__file__).with_name("deals.toml")
_OPTION_REASON = "Artikel 4 van de raamovereenkomst (verzonnen)."
_USED_REASON = "Besluit van het college (verzonnen): de samenwerking bevalt, de opgave blijft."
_TEXT = (
    "Verzonnen voor de demonstratie.\n\n{name}\n{reference}\n\nDit bestand staat op de plaats van de ondertekende overeenkomst. "
    "In het echt staat hier de getekende tekst als PDF.\n"
)


@dataclass(frozen=True, slots=True)
class _Stage:
    """The session, who acts, and the numbers of what stands, by reference."""

    session: Session
    troupe: Troupe
    frames: dict[str, int]
    deals: dict[str, int]


def agreements_and_changes(session: Session, *, troupe: Troupe, begin: datetime, now: datetime) -> Story:
    """Options, people and papers at the beginning; a used option and amendments on the days of the file, counted back from `now`."""
    told = tomllib.loads(_FILE.read_text("utf-8"))
    at = yield begin
    everything = deals_by_provider(session, year=at.year)
    frames = {one.reference: one.id for each in everything for one in each.frames}
    stage = _Stage(session, troupe, frames, {one.reference: one.id for each in everything for one in each.deals})
    for record in told["frame"]:
        _frame(stage, record, at)
    days = [(record["days_ago"], record, _amend) for record in told["amendment"]]
    days += [(record["use_days_ago"], record, _use) for record in told["frame"] if "use_days_ago" in record]
    for days_ago, record, happens in sorted(days, key=lambda each: -each[0]):
        at = yield max(begin, now - timedelta(days=days_ago))
        happens(stage, record, at)


def _frame(stage: _Stage, record: dict[str, Any], at: datetime) -> None:
    """Its options, whom to call, and two documents: one that the aanbieder reads too."""
    number, by = stage.frames[record["reference"]], stage.troupe.manager
    for told in record["options"]:
        option, version = Option(told["years"], Unit.YEARS, told["notice_months"], Unit.MONTHS), frame_now(stage.session, agreement_id=number).version
        add_option(stage.session, agreement_id=number, option=option, reason=_OPTION_REASON, version=version, by=by, at=at)
    subject, emails = of_agreement(number), {one.name: one.email for one in load_people()}
    signer = stage.troupe.signer(record["provider"]).name
    for side, name, role in ((CENTRE, by.name, "Contractmanager"), (PROVIDER, signer, "Bestuurder")):
        add_contact(stage.session, subject=subject, new=NewContact(side, name, role, emails[name], ""), by=by, at=at)
    terms = frame_now(stage.session, agreement_id=number).terms
    text = _TEXT.format(name=terms.name, reference=terms.reference)
    for kind, name, shared in (("overeenkomst", terms.reference, True), ("brief", f"Beoordeling inkoop {terms.reference}", False)):
        file = read_attachment(Sent(f"{name}.txt", f"{text}\n{kind}\n".encode()), RULES)
        add_document(stage.session, subject=subject, kind=kind, is_shared=shared, file=file, by=by, at=at)


def _use(stage: _Stage, record: dict[str, Any], at: datetime) -> None:
    """Extend by the first option, when that day was in time."""
    number, today = stage.frames[record["reference"]], at.astimezone(AMSTERDAM).date()
    found = frame_now(stage.session, agreement_id=number)
    decision = next_decision(plan(found.terms.base_ends_on, found.terms.options, today=today))
    if decision is not None:
        use_option(
            stage.session, agreement_id=number, number=decision.number, reason=_USED_REASON, version=found.version, by=stage.troupe.manager, at=at
        )


def _amend(stage: _Stage, record: dict[str, Any], at: datetime) -> None:
    """A new name, or more places where a number of them was agreed; with the document that says so."""
    number, today = stage.deals[record["reference"]], at.astimezone(AMSTERDAM).date()
    found = commitment_now(stage.session, commitment_id=number)
    terms = found.terms
    more = record.get("places", 0)
    if more and terms.agreed_places is None:
        return
    places = None if terms.agreed_places is None else terms.agreed_places + more
    years = {year: cents for year, cents in terms.years.items() if terms.starts_on.year <= year <= terms.ends_on.year}
    name, days, product = record.get("name", terms.name), (terms.starts_on, terms.ends_on), (terms.product_category, terms.product_code)
    change = CommitmentChange(name, *days, terms.variant, *product, places, years)
    about = {"reason": record["reason"], "effective_on": today, "version": found.version, "by": stage.troupe.manager, "at": at}
    version = amend_commitment(stage.session, commitment_id=number, change=change, **about)
    text = f"Verzonnen voor de demonstratie.\n\n{terms.reference}, versie {version}\n\n{record['reason']}\n"
    file = read_attachment(Sent(f"Addendum {terms.reference} versie {version}.txt", text.encode()), RULES)
    add_document(stage.session, subject=of_commitment(number), kind="wijziging", is_shared=True, file=file, by=stage.troupe.manager, at=at)
