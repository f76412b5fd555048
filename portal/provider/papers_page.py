"""The people and papers of the aanbieder's contracts, put together by contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from contracts.foundation.period import AMSTERDAM
from contracts.queries.own_papers import OwnContact, OwnDocument
from portal.web.formatting import day

_KILO = 1024


@dataclass(frozen=True, slots=True)
class PaperShown:
    """One document, to download."""

    href: str
    name: str
    kind: str
    when: str


@dataclass(slots=True)
class PapersOf:
    """What belongs to one contract."""

    reference: str
    name: str
    contacts: list[OwnContact] = field(default_factory=list)
    papers: list[PaperShown] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PapersPage:
    """All of them."""

    groups: tuple[PapersOf, ...]
    title: str = "Mensen en stukken"
    lead: str = "Wie u kunt bellen over een contract, en de stukken die de gemeente met u deelt."


def papers_page(contacts: Sequence[OwnContact], documents: Sequence[OwnDocument]) -> PapersPage:
    """Put people and papers with the contract that they belong to, by its reference."""
    groups: dict[str, PapersOf] = {}
    for each in contacts:
        groups.setdefault(each.about, PapersOf(each.about, each.about_name)).contacts.append(each)
    for one in documents:
        shown = PaperShown(f"/aanbieder/contracten/stukken/{one.id}", one.file_name, one.kind, _when(one))
        groups.setdefault(one.about, PapersOf(one.about, one.about_name)).papers.append(shown)
    return PapersPage(tuple(groups[key] for key in sorted(groups)))


def _when(one: OwnDocument) -> str:
    return f"{day(one.at.astimezone(AMSTERDAM).date())}, {max(1, round(one.size / _KILO))} kB"
