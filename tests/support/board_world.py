"""Quarters that the product itself publishes, one after another, from simulated reports: what a reader gets, and what was true of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.content import SummaryContent
from kpi.domain.publication.rules import PublicationRules
from kpi.domain.publication.scheme import scheme
from kpi.domain.publication.showing import shown
from kpi.domain.publication.writing import summarise
from kpi.domain.summary_input import SummaryInput
from portal.web.open_data import csv_text
from portal.web.summary_open_data import FIGURES, published_tables
from tests.factories.summary_content import PublishedSummary
from tests.support.board_attacker import Attack, Finding, Name, Page, chained
from tests.support.board_readings import page_of, truth
from tests.support.publication_history import jointly
from tests.support.simulated_region import PROVIDERS, corrected, history

RULES = PublicationRules(threshold=5, contributors=3, percent=Fraction(10), base=5, group=1)
OUTSIDER = "buitenstaander"
ATTACKERS = (OUTSIDER, *map(str, PROVIDERS))


@dataclass(frozen=True, slots=True)
class Issue:
    """One edition: what was reported, what is read of it, and its open data (CSV)."""

    given: SummaryInput
    page: Page
    text: str


@dataclass(frozen=True, slots=True)
class World:
    """Everything that was published, in that order; `refused`: editions that did not go out because they were not safe."""

    issues: tuple[Issue, ...]
    refused: int

    def by_quarter(self) -> list[list[Issue]]:
        """The editions of each quarter together, the quarters in order."""
        found: dict[str, list[Issue]] = {}
        for issue in self.issues:
            found.setdefault(issue.page.period, []).append(issue)
        return [found[period] for period in sorted(found)]


def publish(seed: int, number: int, many: int) -> World:
    """So many quarters of a region of so many clients. The second one is corrected: its first edition is withdrawn, and known."""
    issues, bundles, contents, refused = list[Issue](), list[Bundle](), list[SummaryContent](), 0
    for given, edition in _reported(seed, number, many):
        made = scheme(given, Choice(), RULES, name=f"{given.period.code} ({edition})")
        outcome = jointly(made.bundle, bundles, RULES)
        if outcome.safe:
            bundles.append(outcome.bundle)
            contents.append(summarise(given, shown(made, outcome.bundle), contents))
            text = csv_text(published_tables(PublishedSummary(contents[-1], given.period, edition))[FIGURES])
            issues.append(Issue(given, page_of(text), text))
        refused += not outcome.safe
    return World(tuple(issues), refused)


def _reported(seed: int, number: int, many: int) -> list[tuple[SummaryInput, int]]:
    quarters = [(one, 1) for one in history(seed, number, many)]
    return [*quarters[:2], (corrected(quarters[1][0], provider=PROVIDERS[1], seed=seed, many=7), 2), *quarters[2:]]


def findings(quarters: Sequence[Sequence[Issue]], who: str) -> Iterator[Finding]:
    """All that one attacker pins down, over all quarters and editions together."""
    own = [[{} if who == OUTSIDER else truth(one.given, lambda number: str(number) == who) for one in editions] for editions in quarters]
    rest = [[truth(one.given, lambda number: str(number) != who) for one in editions] for editions in quarters]
    bounds = chained([Attack(who, editions[0].page, mine[0], others[0]) for editions, mine, others in zip(quarters, own, rest, strict=True)])
    for editions, mine, others in zip(quarters, own, rest, strict=True):
        attacks: list[Attack] = []
        for issue, my, theirs in zip(editions, mine, others, strict=True):
            beside = attacks[0] if attacks else None
            attacks.append(Attack(who, issue.page, my, theirs, bounds=bounds[issue.page.period], beside=beside))
        for attack in attacks:
            yield from attack.findings()


def too_near(issue: Issue, *, percent: int = 10) -> list[tuple[str, Name, int]]:
    """Of figures that are told as they are: who comes so near to another's part by subtracting its own. (attacker, figure, whose)"""
    parts = {who: truth(issue.given, lambda number, who=who: number == who) for who in PROVIDERS}  # type: ignore[misc]
    found = []
    for name in issue.page.exact:
        held = {who: parts[who].get(name, 0) for who in PROVIDERS}
        total = sum(held.values())
        for who, mine in held.items():
            near = [other for other, theirs in held.items() if other != who and theirs and (total - mine) * 100 < theirs * (100 + percent)]
            found += [(str(who), name, other) for other in near]
    return found
