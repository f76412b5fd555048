"""One subsidie for tests, spoken to as the portal does: each step sees the newest version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from contracts.actions.subsidies import NewApplication, apply_for_subsidy, record_event, strike_event
from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.course import Recorded
from contracts.domain.subsidy.events import Event, Kind
from contracts.foundation.errors import Refused
from contracts.queries.subsidies import SubsidyDetail, subsidy_of
from tests.factories import contracts as make

BOOK = Rulebook()
AT = datetime(2027, 6, 1, 9, tzinfo=UTC)
TODAY = AT.date()
BY = make.actor("Sanne Subsidie")


def application(provider: int, **changes: Any) -> NewApplication:
    """For the book year 2026, applied for on 29 September 2025."""
    usual = NewApplication(
        provider,
        None,
        "SUB-26",
        "Eerste opvang",
        None,
        date(2025, 9, 29),
        120_000_00,
        date(2026, 1, 1),
        date(2026, 12, 31),
        per_book_year=True,
    )
    return replace(usual, **changes)


class SubsidyDesk:
    """One subsidie, spoken to as the portal does: each step sees the newest version."""

    def __init__(self, session: Session, **changes: Any) -> None:
        self.session = session
        self.provider = make.organisation(session, name="Stichting Proef")
        self.id = apply_for_subsidy(session, new=application(self.provider, **changes), book=BOOK, by=BY, at=AT)

    @property
    def found(self) -> SubsidyDetail:
        self.session.expire_all()
        return subsidy_of(self.session, commitment_id=self.id, provider_id=None, book=BOOK, today=TODAY)

    def record(
        self,
        kind: Kind,
        on: date,
        cents: int | None = None,
        *,
        year: int | None = None,
        years: Mapping[int, int] | None = None,
        note: str = "",
        late: int = 0,
        **fields: Any,
    ) -> int:
        new, version = Recorded(Event(kind, on, cents, **fields), year, years or {}, note), self.found.item.version - late
        return record_event(self.session, commitment_id=self.id, new=new, version=version, book=BOOK, by=BY, at=AT)

    def strike(self, event_id: int, reason: str = "Dubbel ingevoerd", late: int = 0) -> int:
        about = {"commitment_id": self.id, "event_id": event_id, "reason": reason, "version": self.found.item.version - late}
        return strike_event(self.session, book=BOOK, by=BY, at=AT, **about)

    @property
    def years(self) -> dict[int, tuple[int, int]]:
        return {each.year: (each.committed_cents, each.realised_cents) for each in self.found.years}


def refused(work: Callable[[], object], *, field: str, words: str) -> None:
    """Refused at this field, with a sentence that holds these words."""
    with pytest.raises(Refused) as caught:
        work()
    assert (caught.value.field, words in caught.value.reason) == (field, True), (caught.value.field, caught.value.reason)
