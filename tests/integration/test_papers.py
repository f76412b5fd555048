"""The people and papers of contracts on both databases: kept, shared, taken away, and never somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.papers import add_contact, add_document, remove_contact, remove_document, share_document
from contracts.domain.attachment import Accepted
from contracts.domain.contact import MOST_CONTACTS, NewContact
from contracts.domain.subject import Subject, of_agreement, of_commitment
from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.queries.own_papers import own_documents
from contracts.queries.papers import document_file, papers_of
from contracts.tables.amendment import ContractContact, ContractDocument
from tests.factories import contracts as make

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
ANNA = make.actor("Anna")
SANNE = NewContact("aanbieder", "Sanne Verzonnen", "Accountmanager", "sanne@aanbieder.example", "")


@dataclass(frozen=True)
class Contracts:
    linde: int
    noord: int
    frame: Subject
    own: Subject
    others: Subject


@pytest.fixture
def there(session: Session) -> Contracts:
    linde, noord = make.organisation(session), make.organisation(session)
    frame = make.agreement(session, provider_id=linde)
    own = make.commitment(session, provider_id=linde, agreement_id=frame, kind="arrangement", years={2026: 100})
    others = make.commitment(session, provider_id=noord, years={2026: 100})
    return Contracts(linde, noord, of_agreement(frame), of_commitment(own), of_commitment(others))


def keep(session: Session, subject: Subject, name: str = "contract.pdf", *, shared: bool = False) -> int:
    file = Accepted(name, "application/pdf", b"%PDF " + name.encode() + subject.object.encode())
    return add_document(session, subject=subject, kind="overeenkomst", is_shared=shared, file=file, by=ANNA, at=AT)


def names(session: Session, **of: int) -> list[str]:
    return [one.file_name for one in papers_of(session, **of).documents]


def shared_with(session: Session, provider_id: int) -> list[str]:
    return [one.file_name for one in own_documents(session, provider_id=provider_id)]


def test_the_papers_of_one_contract_are_not_those_of_another(session: Session, there: Contracts) -> None:
    keep(session, there.frame, "raam.pdf")
    keep(session, there.own, "arrangement.pdf")
    keep(session, there.others, "ander.pdf")
    assert names(session, agreement_id=there.frame.id) == ["raam.pdf"] and names(session, commitment_id=there.own.id) == ["arrangement.pdf"]
    both = papers_of(session, commitment_id=there.own.id, agreement_id=there.frame.id).documents
    assert [(one.file_name, one.of_agreement) for one in both] == [("arrangement.pdf", False), ("raam.pdf", True)]
    assert names(session) == []
    assert [(one.kind_in_words, one.size_in_words) for one in both][:1] == [("Ondertekende overeenkomst", "1 kB")]


def test_the_aanbieder_reads_what_is_shared_and_no_longer(session: Session, there: Contracts) -> None:
    hidden = keep(session, there.own, "intern.pdf")
    keep(session, there.own, "gedeeld.pdf", shared=True)
    keep(session, there.others, "ander.pdf", shared=True)
    assert shared_with(session, there.linde) == ["gedeeld.pdf"]
    assert document_file(session, document_id=hidden).content.startswith(b"%PDF")
    for _ in range(2):  # twice the same is once
        assert share_document(session, document_id=hidden, is_shared=True, by=ANNA, at=AT) == there.own
    assert set(shared_with(session, there.linde)) == {"gedeeld.pdf", "intern.pdf"}
    share_document(session, document_id=hidden, is_shared=False, by=ANNA, at=AT)
    assert shared_with(session, there.linde) == ["gedeeld.pdf"] and shared_with(session, there.noord) == ["ander.pdf"]
    told = [entry.action for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.id))]
    assert told[-2:] == ["stuk gedeeld met de aanbieder", "stuk niet meer gedeeld"]


def test_a_removed_document_keeps_its_line_without_content(session: Session, there: Contracts) -> None:
    number = keep(session, there.own, shared=True)
    assert remove_document(session, document_id=number, by=ANNA, at=AT) == there.own
    (line,) = papers_of(session, commitment_id=there.own.id).documents
    assert (line.removed_by, line.removed_at) == ("Anna", AT) and shared_with(session, there.linde) == []
    assert session.scalar(select(ContractDocument.content).where(ContractDocument.id == number)) == b""
    with pytest.raises(NotFound):
        document_file(session, document_id=number)
    with pytest.raises(NotFound):
        remove_document(session, document_id=number, by=ANNA, at=AT)
    with pytest.raises(NotFound):
        share_document(session, document_id=number, is_shared=True, by=ANNA, at=AT)
    assert keep(session, there.own, shared=True) != number  # what was removed may be brought again


def test_what_may_not_be_kept_is_refused(session: Session, there: Contracts) -> None:
    keep(session, there.own)
    with pytest.raises(Refused, match="staat er al bij"):
        keep(session, there.own)
    with pytest.raises(Refused, match="Kies wat voor stuk"):
        add_document(session, subject=there.own, kind="iets", is_shared=False, file=Accepted("a.pdf", "application/pdf", b"1"), by=ANNA, at=AT)
    with pytest.raises(NotFound):
        keep(session, of_commitment(999))


def test_a_contact_person_leaves_no_details_behind(session: Session, there: Contracts) -> None:
    number = add_contact(session, subject=there.frame, new=SANNE, by=ANNA, at=AT)
    (told,) = papers_of(session, agreement_id=there.frame.id).contacts
    assert (told.id, told.name, told.side_in_words, told.of_agreement) == (number, "Sanne Verzonnen", "Aanbieder", True)
    with pytest.raises(Refused, match="staat er al bij"):
        add_contact(session, subject=there.frame, new=NewContact("aanbieder", "sanne verzonnen", "X", "a@b.nl", ""), by=ANNA, at=AT)
    assert remove_contact(session, contact_id=number, by=ANNA, at=AT) == there.frame
    assert list(session.scalars(select(ContractContact.id))) == []
    assert all("Sanne" not in entry.details for entry in session.scalars(select(JournalEntry)))
    with pytest.raises(NotFound):
        remove_contact(session, contact_id=number, by=ANNA, at=AT)


def test_there_are_not_more_contact_persons_than_somebody_can_call(session: Session, there: Contracts) -> None:
    for number in range(MOST_CONTACTS):
        add_contact(session, subject=there.own, new=NewContact("gemeente", f"Persoon {'a' * (number + 1)}", "X", "a@b.nl", ""), by=ANNA, at=AT)
    with pytest.raises(Refused, match="hoogstens"):
        add_contact(session, subject=there.own, new=SANNE, by=ANNA, at=AT)
    with pytest.raises(NotFound):
        add_contact(session, subject=of_agreement(999), new=SANNE, by=ANNA, at=AT)
