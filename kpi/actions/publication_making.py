"""Making a summary: facts, scheme, joint protection and audit, what is shown, and the text. The only place where these are put together.

It only reads, and takes seconds: it is done before the right to write is asked for. What is kept of it is checked again then (`prints_now`).
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass

from sqlalchemy.orm import Session

from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.content import SummaryContent, canonical
from kpi.domain.publication.draft import Prints
from kpi.domain.publication.rules import PublicationRules
from kpi.domain.publication.verdict import Verdict
from kpi.domain.summary_input import SummaryInput
from kpi.queries.publishing import history_print
from kpi.queries.summary_sources import summary_input

NO_RULES = "Er kan nu niets naar buiten. De beheerder moet eerst SAMENZICHT_PUBLICATION_RULES instellen."


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


def prints_now(session: Session, *, period: Quarter) -> Prints:
    """The fingerprints of what a draft would be made of at this moment."""
    return _prints(session, summary_input(session, period=period))


def _prints(session: Session, facts: SummaryInput) -> Prints:
    """The rules are part of the source: other rules, another test."""
    rules = rules_of(session)
    told = repr((astuple(facts), [getattr(rules, name) for name in rules.__slots__]))
    return Prints(hashlib.sha256(told.encode()).hexdigest(), history_print(session))
