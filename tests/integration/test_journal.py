"""The journal on both databases: it chains, and a stray write fails."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.actor import system
from contracts.foundation.database import WriteOutsideTransaction
from contracts.foundation.journal import JournalEntry, first_break, record
from tests.support.databases import KEY

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_the_chain_holds_and_names_a_changed_line(session: Session) -> None:
    for number in range(5):
        record(session, by=system("test"), at=NOW, action="proef", object=f"regel {number}")
    session.commit()
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert first_break(entries, key=KEY) is None
    session.expunge_all()
    entries[2].result = "mislukt"  # read so from a file whose triggers somebody dropped
    broken = first_break(entries, key=KEY)
    assert broken is not None and broken.entry_id == 3


def test_a_write_outside_the_write_transaction_fails_loudly(session: Session) -> None:
    session.commit()
    session.execute(select(JournalEntry))
    with pytest.raises(WriteOutsideTransaction):
        record(session, by=system("test"), at=NOW, action="proef", object="x")
