"""A raamovereenkomst on its own page: its terms, its options with the last day to decide, what was called off, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.domain.options import Outcome, Planned, next_decision, plan
from contracts.domain.subject import of_agreement
from contracts.queries.deals import Deal
from contracts.queries.papers import ContactItem, Papers
from contracts.queries.terms import FrameNow
from portal.management.commitment_sections import Section
from portal.management.deal_list_page import DealShown, deal_shown
from portal.management.subject_head import TRAIL, head_of
from portal.management.words import counted
from portal.web.formatting import day, euros

TONES = {Outcome.OPEN: "actie", Outcome.USED: "goed", Outcome.WAITING: "rustig", Outcome.LAPSED: "aandacht"}
WORDS = {Outcome.OPEN: "Te beslissen", Outcome.USED: "Gebruikt", Outcome.WAITING: "Later", Outcome.LAPSED: "Vervallen"}


@dataclass(frozen=True, slots=True)
class OptionShown:
    """One option: its sentence, a badge, and whether it can be used today."""

    number: int
    sentence: str
    tone: str
    word: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One raamovereenkomst."""

    id: int
    version: int
    title: str
    kicker: str
    lead: str
    reference: str
    facts: tuple[tuple[str, str], ...]
    options: tuple[OptionShown, ...]
    deals: tuple[DealShown, ...]
    year: int
    committed: str
    realised: str
    contacts: tuple[ContactItem, ...]
    documents: int
    sections: tuple[Section, ...]
    trail: tuple[tuple[str, str], ...]
    has_errors: bool


def agreement_page(found: FrameNow, deals: Sequence[Deal], papers: Papers, *, today: date, has_errors: bool = False) -> AgreementPage:
    """Put a raamovereenkomst in words. `deals` carry the money of this year."""
    terms = found.terms
    planned = plan(terms.base_ends_on, terms.options, today=today)
    head = head_of(found, of_agreement(found.id), here="management.agreement")
    return AgreementPage(
        id=found.id,
        version=found.version,
        title=terms.name,
        kicker=head.kicker,
        lead=_lead(found, planned, today),
        reference=terms.reference,
        facts=_facts(found),
        options=tuple(_option(each, today) for each in planned),
        deals=tuple(deal_shown(each, today) for each in deals),
        year=today.year,
        committed=euros(sum(each.committed_cents or 0 for each in deals)),
        realised=euros(sum(each.realised_cents or 0 for each in deals)),
        contacts=papers.contacts,
        documents=sum(each.removed_at is None for each in papers.documents),
        sections=head.sections,
        trail=TRAIL,
        has_errors=has_errors,
    )


def _lead(found: FrameNow, planned: Sequence[Planned], today: date) -> str:
    decision, left = next_decision(planned), (found.terms.ends_on - today).days
    if decision is not None:
        days = decision.days_left(today)
        when = "vandaag" if days == 0 else f"nog {counted(days, 'dag', 'dagen')}"
        return f"Beslis uiterlijk op {day(decision.decide_by)} of u verlengt: {when}."
    if left < 0:
        return f"Deze raamovereenkomst is op {day(found.terms.ends_on)} afgelopen."
    return f"Deze raamovereenkomst loopt nog {counted(left, 'dag', 'dagen')}. Er is geen verlenging meer om over te beslissen."


def _facts(found: FrameNow) -> tuple[tuple[str, str], ...]:
    terms = found.terms
    runs = [("Looptijd", f"{day(terms.starts_on)} tot en met {day(terms.ends_on)}")]
    if terms.base_ends_on != terms.ends_on:
        runs.append(("Zonder verlengingen", f"tot en met {day(terms.base_ends_on)}"))
    written = [("Opmerking", terms.note)] if terms.note else []
    return (("Aanbieder", found.provider_name), *runs, *written)


def _option(each: Planned, today: date) -> OptionShown:
    return OptionShown(each.number, each.sentence(today), TONES[each.outcome], WORDS[each.outcome], each.outcome is Outcome.OPEN)
