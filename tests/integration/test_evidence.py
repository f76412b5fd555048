"""Files at a deviation: all or none, five at most, only while it is open, only by whose they are; removed ones leave their line."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.attachment import Accepted, Sent
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions.deviations import close
from kpi.actions.evidence import add_evidence, explain_with_files, refuse_evidence, remove_evidence
from kpi.domain.evidence import read_evidence
from kpi.queries.evidence import evidence_lines, find_evidence
from kpi.queries.own_deviations import OwnLine, own_deviation, own_deviations
from kpi.tables.deviation import Evidence
from tests.factories.reporting import MANAGER, NOW, QUARTER, WRITER, World, add_world, submitted
from tests.support.evidence_files import PDF

TEXT = "Twee kamers waren dicht door een verbouwing."


def file(number: int) -> Accepted:
    """A small file unlike the others."""
    return read_evidence(Sent(f"uitleg {number}.pdf", PDF + str(number).encode()))


@pytest.fixture
def world(session: Session) -> World:
    return add_world(session)


@pytest.fixture
def line(session: Session, world: World) -> OwnLine:
    submitted(session, world, QUARTER, {"BZ-01": ("19", "31"), "BZ-02": ("4", ""), "MZ-08": ("12", "")}, explanation="Weinig uitstroom.")
    return own_deviations(session, provider_id=world.provider_id)[0]


@pytest.fixture
def own(world: World, line: OwnLine) -> dict[str, Any]:
    return {"deviation_id": line.id, "provider_id": world.provider_id, "by": WRITER, "at": NOW}


def told(session: Session) -> list[str]:
    """What the journal says of files."""
    return list(session.scalars(select(JournalEntry.action).where(JournalEntry.action.startswith("bewijsstuk")).order_by(JournalEntry.id)))


def test_an_explanation_and_its_files_come_in_together(session: Session, own: dict[str, Any]) -> None:
    explain_with_files(session, version=1, text=TEXT, files=[file(1), file(2)], **own)
    found = own_deviation(session, deviation_id=own["deviation_id"], provider_id=own["provider_id"])
    assert found.line.state == "toegelicht" and [one.file_name for one in found.evidence] == ["uitleg 1.pdf", "uitleg 2.pdf"]
    assert found.events[-1].text == TEXT and told(session) == ["bewijsstuk toegevoegd"] * 2
    kept = find_evidence(session, evidence_id=found.evidence[0].id, provider_id=own["provider_id"])
    assert (kept.content, kept.media_type) == (file(1).data, "application/pdf") and found.evidence[0].sha256 == file(1).sha256


def test_whoever_is_second_leaves_no_file(session: Session, own: dict[str, Any]) -> None:
    with pytest.raises(Conflict):
        explain_with_files(session, version=9, text=TEXT, files=[file(1)], **own)
    assert evidence_lines(session, deviation_id=own["deviation_id"]) == []


def test_there_are_five_files_at_most_and_each_once(session: Session, own: dict[str, Any]) -> None:
    made = add_evidence(session, files=[file(number) for number in range(5)], **own)
    with pytest.raises(Refused, match="hoogstens 5") as refused:
        add_evidence(session, files=[file(6)], **own)
    assert refused.value.field == "files" and len(evidence_lines(session, deviation_id=own["deviation_id"])) == 5
    with pytest.raises(Refused, match="staat er al bij"):
        add_evidence(session, files=[file(1)], **own)
    remove_evidence(session, evidence_id=made[0], provider_id=own["provider_id"], by=WRITER, at=NOW)
    add_evidence(session, files=[file(0)], **own)
    assert [one.removed_at is None for one in evidence_lines(session, deviation_id=own["deviation_id"])] == [False, True, True, True, True, True]


def test_a_removed_file_leaves_its_line_and_nothing_to_open(session: Session, own: dict[str, Any]) -> None:
    (number,) = add_evidence(session, files=[file(1)], **own)
    gone = {"evidence_id": number, "provider_id": own["provider_id"]}
    assert remove_evidence(session, by=WRITER, at=NOW, **gone) == own["deviation_id"]
    (left,) = evidence_lines(session, deviation_id=own["deviation_id"])
    assert (left.removed_by, left.sha256, left.file_name) == (WRITER.name, file(1).sha256, "uitleg 1.pdf")
    assert session.scalar(select(Evidence.content).where(Evidence.id == number)) == b""
    for provider_id in (own["provider_id"], None):
        with pytest.raises(NotFound):
            find_evidence(session, evidence_id=number, provider_id=provider_id)
    with pytest.raises(NotFound):
        remove_evidence(session, by=WRITER, at=NOW, **gone)
    assert told(session) == ["bewijsstuk toegevoegd", "bewijsstuk verwijderd"]


def test_nothing_comes_or_goes_once_it_is_settled(session: Session, own: dict[str, Any]) -> None:
    (number,) = add_evidence(session, files=[file(1)], **own)
    close(session, deviation_id=own["deviation_id"], version=1, reason="Besproken en duidelijk.", by=MANAGER, at=NOW)
    with pytest.raises(Refused, match="afgehandeld"):
        add_evidence(session, files=[file(2)], **own)
    with pytest.raises(Refused, match="afgehandeld"):
        remove_evidence(session, evidence_id=number, provider_id=own["provider_id"], by=WRITER, at=NOW)
    assert find_evidence(session, evidence_id=number, provider_id=None).content == file(1).data


def test_of_another_aanbieder_nothing_exists(session: Session, world: World, own: dict[str, Any]) -> None:
    (number,) = add_evidence(session, files=[file(1)], **own)
    foreign = own | {"provider_id": world.other_provider_id}
    with pytest.raises(NotFound):
        add_evidence(session, files=[file(2)], **foreign)
    with pytest.raises(NotFound):
        remove_evidence(session, evidence_id=number, provider_id=world.other_provider_id, by=WRITER, at=NOW)
    with pytest.raises(NotFound):
        find_evidence(session, evidence_id=number, provider_id=world.other_provider_id)
    with pytest.raises(NotFound):
        own_deviation(session, deviation_id=own["deviation_id"], provider_id=world.other_provider_id)
    with pytest.raises(NotFound):
        refuse_evidence(session, reason="Te groot.", **foreign)
    assert own_deviations(session, provider_id=world.other_provider_id) == []


def test_a_refusal_is_told_without_the_name_of_the_file(session: Session, own: dict[str, Any]) -> None:
    refuse_evidence(session, reason="jan-jansen.pdf: Dit bestand is groter dan 2 MB.", **own)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "bewijsstuk geweigerd")).one()
    assert entry.result == "geweigerd" and "jan-jansen" not in entry.details and "2 MB" in entry.details
