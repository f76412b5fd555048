"""Making a summary: facts, scheme, joint protection and audit, what is shown, and the text. The only place where these are put together.

It only reads, and takes seconds: it is done before the right to write is asked for. What is kept of it is checked again then (`prints_now`).
The gate is the last audit: it attacks what is about to be kept, read back from the text that is kept, whatever the protection says of itself.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.period import Quarter
from kpi.domain.disclosure_audit.sentences import sentence, unproven
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.content import SummaryContent, canonical
from kpi.domain.publication.draft import Prints
from kpi.domain.publication.effect import Effect, effects
from kpi.domain.publication.fixed_providers import LEAST_PROVIDERS, require_first
from kpi.domain.publication.joint import MOST_TOLD, Outcome, audit_jointly, protect_jointly
from kpi.domain.publication.kept import kept_bundle, kept_text
from kpi.domain.publication.labels import Labels
from kpi.domain.publication.rules import PublicationRules
from kpi.domain.publication.scheme import scheme
from kpi.domain.publication.showing import shown
from kpi.domain.publication.source import providers_of, source_sha256
from kpi.domain.publication.verdict import Verdict
from kpi.domain.publication.writing import summarise
from kpi.domain.summary_input import SummaryInput
from kpi.queries.advice_follow_up import answered_since
from kpi.queries.plan_goals import plan_goals
from kpi.queries.publication_history import Known, known_before, told_of_advice_until
from kpi.queries.publishing import history_print, numbers_made, read_before
from kpi.queries.summary_sources import summary_input

NO_RULES = "Er kan nu niets naar buiten. De beheerder moet eerst SAMENZICHT_PUBLICATION_RULES instellen."
TOO_FEW = f"Er zijn nog te weinig geaccepteerde rapportages. Er zijn er minstens {LEAST_PROVIDERS} nodig."
GATE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Made:
    """A summary that was made and tested. Not safe: then there is no text and no truth, only the verdict that says why."""

    period: Quarter
    choice: Choice
    content: SummaryContent | None
    truth: str
    verdict: Verdict
    prints: Prints

    @property
    def text(self) -> str:
        """What would be published; empty when nothing may."""
        return "" if self.content is None else canonical(self.content)


def rules_of(session: Session) -> PublicationRules:
    """The secret rules come with the session, as its keys do: they never stand in the database. Raises Refused when there are none."""
    rules: PublicationRules | None = session.info.get("publication_rules")
    if rules is None:
        raise Refused("", NO_RULES)
    return rules


def make(session: Session, *, period: Quarter, choice: Choice, age_bands: Sequence[AgeBand], at: datetime) -> Made:
    """Make and test the next edition of a quarter. Changes nothing. Raises Refused when there is nothing to make it of.

    It tells what was done with advice since the newest edition of an earlier quarter, until `at`.
    """
    begun = time.monotonic()
    rules, known = rules_of(session), known_before(session, period=period)
    facts = _facts(session, period, age_bands, known)
    _require_enough(facts, rules)
    prints = _prints(session, facts)
    made = scheme(facts, choice, rules, name=f"{period.code} ({numbers_made(session).get(period, 0) + 1})", earlier=known.earlier)
    outcome = protect_jointly(made.bundle, known.bundles, rules, elapsed=lambda: time.monotonic() - begun)
    truth = kept_text(outcome.bundle) if outcome.safe else ""
    verdict = _verdict(outcome, truth, known, rules, elapsed=lambda: time.monotonic() - begun)
    if not verdict.is_safe:
        told = Labels.of(made, facts.definitions)
        return Made(period, choice, None, "", replace(verdict, sentences=tuple(map(told.in_words, verdict.sentences))), prints)
    advice = answered_since(session, since=told_of_advice_until(session, period=period), until=at)
    content = summarise(facts, shown(made, kept_bundle(truth)), read_before(session, period=period), plan_goals(session), advice)
    return Made(period, choice, content, truth, verdict, prints)


def effects_now(session: Session, *, period: Quarter, age_bands: Sequence[AgeBand]) -> tuple[Effect, ...]:
    """What each choice of coarseness would show and hide now; it takes seconds too. Raises Refused as `make` does."""
    begun = time.monotonic()
    rules, known = rules_of(session), known_before(session, period=period)
    facts = _facts(session, period, age_bands, known)
    _require_enough(facts, rules)
    return effects(facts, rules, known.bundles, earlier=known.earlier, elapsed=lambda: time.monotonic() - begun)


def prints_now(session: Session, *, period: Quarter, age_bands: Sequence[AgeBand]) -> Prints:
    """The fingerprints of what a draft would be made of at this moment."""
    return _prints(session, _facts(session, period, age_bands, known_before(session, period=period)))


def _verdict(outcome: Outcome, truth: str, known: Known, rules: PublicationRules, *, elapsed: Callable[[], float]) -> Verdict:
    """The protection's own word, and the gate: a second audit of what would be kept."""
    sentences, questions = outcome.refusal, outcome.checked
    if outcome.safe:
        audits = audit_jointly((*known.bundles, kept_bundle(truth)), rules, seconds=elapsed() + GATE_SECONDS, elapsed=elapsed)
        questions = sum(one.checked for one in audits)
        sentences = tuple(sentence(found, tells_rule=False) for one in audits for found in one.findings[:MOST_TOLD])
        sentences += tuple(text for one in audits if (text := unproven(one)))
    attackers = {name for cell in outcome.bundle.cells.values() for name in cell.contributions or {}}
    return Verdict(
        is_safe=outcome.safe and not sentences,
        attackers=len(attackers),
        questions=questions,
        editions=len(known.bundles),
        untold=known.untold,
        seconds=round(elapsed(), 1),
        sentences=sentences,
        left_out=tuple(sorted((cell, str(why)) for cell, why in outcome.left_out.items())),
    )


def _facts(session: Session, period: Quarter, age_bands: Sequence[AgeBand], known: Known) -> SummaryInput:
    """What the quarter's aanbieders told: all of them, or those of its first edition. Raises NotFound, and Refused when one of those is missing."""
    first = None if known.first is None else providers_of(known.first)
    facts = summary_input(session, period=period, age_bands=age_bands, providers=first)
    if not facts.expected:
        raise NotFound(period.code)
    require_first(facts, first)
    return facts


def _require_enough(facts: SummaryInput, rules: PublicationRules) -> None:
    if facts.accepted < max(LEAST_PROVIDERS, rules.contributors):
        raise Refused("", TOO_FEW)


def _prints(session: Session, facts: SummaryInput) -> Prints:
    """The rules are part of the source: other rules, another test."""
    rules = rules_of(session)
    told = repr((source_sha256(facts), [getattr(rules, name) for name in rules.__slots__]))
    return Prints(hashlib.sha256(told.encode()).hexdigest(), history_print(session))
