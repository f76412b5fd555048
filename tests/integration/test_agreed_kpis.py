"""The KPIs of a contract on both databases: attached at once, changed with a source, taken off with a reason, and never lost."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions.agreed_kpis import attach_kpis, change_kpi, take_off_kpi
from kpi.domain.agreed_norm import seen_as
from kpi.queries.agreed_kpis import AgreedKpi, kpis_of
from tests.factories import contracts as make
from tests.factories.reporting import add_indicator

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 22)
ANNA, BEN = make.actor("Anna"), make.actor("Ben")
WHERE = "Bijlage 3."


@pytest.fixture
def granted(session: Session) -> int:
    """A subsidie, and three KPIs of which one is over."""
    add_indicator(session, "MZ-05", family="contract", position=1)
    add_indicator(session, "BZ-03", family="contract", position=2, unit="dagen", direction="lager", value_kind="mediaan")
    add_indicator(session, "OC-09", family="contract", position=3, valid_to=date(2025, 12, 31))
    return make.commitment(session, provider_id=make.organisation(session), years={2026: 100})


def kpis(session: Session, commitment_id: int) -> tuple[AgreedKpi, ...]:
    return kpis_of(session, commitment_ids=[commitment_id], on=ON).get(commitment_id, ())


def attach(session: Session, commitment_id: int, *codes: str, is_steering: bool = True) -> list[str]:
    return attach_kpis(session, commitment_id=commitment_id, codes=codes, is_steering=is_steering, by=ANNA, at=AT)


def seen(kpi: AgreedKpi) -> int:
    return seen_as(is_steering=kpi.is_steering, low=kpi.norm_low, high=kpi.norm_high, note=kpi.norm_note)


def change(session: Session, commitment_id: int, code: str = "MZ-05", **told: Any) -> None:
    now = next((each for each in kpis(session, commitment_id) if each.code == code), None)
    usual = {"is_steering": True, "low_text": "", "high_text": "", "note": WHERE, "version": 0 if now is None else seen(now), "by": ANNA}
    change_kpi(session, commitment_id=commitment_id, code=code, at=AT, **usual | told)


def told(session: Session) -> tuple[str, dict[str, Any]]:
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    return entry.action, json.loads(entry.details)


def lines(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def test_several_kpis_are_attached_at_once_and_a_second_time_changes_nothing(session: Session, granted: int) -> None:
    assert attach(session, granted, "MZ-05", "BZ-03", "MZ-05") == ["MZ-05", "BZ-03"]
    assert [(each.code, each.is_steering, each.norm_low) for each in kpis(session, granted)] == [("MZ-05", True, None), ("BZ-03", True, None)]
    assert told(session) == ("KPI's toegevoegd", {"kpis": ["MZ-05", "BZ-03"], "is_steering": True})
    before = lines(session)
    assert attach(session, granted, "BZ-03", is_steering=False) == [] and lines(session) == before
    assert all(each.is_steering for each in kpis(session, granted))


def test_nothing_unknown_or_over_is_attached_and_nothing_is_half_written(session: Session, granted: int) -> None:
    for codes in ((), ("MZ-05", "OC-09"), ("MZ-05", "XX-01"), ("",)):
        with pytest.raises(Refused) as wrong:
            attach(session, granted, *codes)
        assert wrong.value.field == "codes"
    with pytest.raises(NotFound):
        attach(session, 9_999, "MZ-05")
    assert kpis(session, granted) == () and lines(session) == 0


def test_a_norm_that_is_agreed_says_where_and_the_journal_what_it_was(session: Session, granted: int) -> None:
    attach(session, granted, "MZ-05")
    change(session, granted, low_text="62,5")
    (kpi,) = kpis(session, granted)
    assert (kpi.norm_low, kpi.norm_high, kpi.norm_note) == (Decimal("62.5"), None, WHERE)
    change(session, granted, low_text="70", note="Gesprek van 3 november.", is_steering=False)
    action, details = told(session)
    assert action == "KPI gewijzigd"
    assert details["was"] == {"Waarvoor": "sturen", "Norm hier": "minstens 62,5"}
    assert details["now"] == {"Waarvoor": "context", "Norm hier": "minstens 70"} and details["note"] == "Gesprek van 3 november."
    change(session, granted, is_steering=False, note="Weer de catalogus.")
    (kpi,) = kpis(session, granted)
    assert (kpi.is_steering, kpi.norm_low, kpi.norm_note) == (False, None, "") and told(session)[1]["note"] == "Weer de catalogus."


def test_a_change_is_refused_without_a_source_when_it_changes_nothing_or_cannot_be(session: Session, granted: int) -> None:
    attach(session, granted, "MZ-05", "BZ-03")
    before = lines(session)
    for field, changed in (
        ("note", {"low_text": "60", "note": " "}),
        ("note", {"low_text": "60", "note": "x" * 201}),
        ("norm_low", {"low_text": "101"}),
        ("norm_low", {"code": "BZ-03", "low_text": "40"}),
        ("", {"note": ""}),
        ("", {"code": "OC-09"}),
    ):
        with pytest.raises(Refused) as wrong:
            change(session, granted, **changed)
        assert wrong.value.field == field
    with pytest.raises(NotFound):
        change(session, 9_999)
    assert lines(session) == before
    change(session, granted, is_steering=False, note="")  # only what it is for: no source is needed


def test_who_saw_it_before_somebody_changed_it_gets_both_texts(session: Session, granted: int) -> None:
    attach(session, granted, "MZ-05")
    early = seen(kpis(session, granted)[0])
    change(session, granted, low_text="60", by=BEN)
    with pytest.raises(Conflict) as lost:
        change(session, granted, low_text="50", version=early)
    assert lost.value.by.startswith("Ben") and lost.value.version == seen(kpis(session, granted)[0])
    assert lost.value.mine == [("Waarvoor", "sturen"), ("Norm hier", "minstens 50")]
    assert lost.value.theirs == [("Waarvoor", "sturen"), ("Norm hier", "minstens 60")]
    about = {"commitment_id": granted, "code": "MZ-05", "by": ANNA, "at": AT}
    with pytest.raises(Conflict):
        take_off_kpi(session, reason="Hoort hier niet.", version=early, **about)
    assert kpis(session, granted)[0].norm_low == 60


def test_a_kpi_is_taken_off_with_a_reason_and_can_come_back(session: Session, granted: int) -> None:
    attach(session, granted, "MZ-05")
    change(session, granted, low_text="60")
    about = {"commitment_id": granted, "code": "MZ-05", "by": ANNA, "at": AT}
    version = seen(kpis(session, granted)[0])
    with pytest.raises(Refused) as wrong:
        take_off_kpi(session, reason="kort", version=version, **about)
    assert wrong.value.field == "reason"
    take_off_kpi(session, reason="Valt nu onder een ander contract.", version=version, **about)
    assert kpis(session, granted) == ()
    action, details = told(session)
    assert (action, details["kpi"], details["note"]) == ("KPI eraf gehaald", "MZ-05", WHERE)
    assert details["was"]["Norm hier"] == "minstens 60" and details["reason"] == "Valt nu onder een ander contract."
    with pytest.raises(Refused, match="hoort niet meer bij dit contract"):
        take_off_kpi(session, reason="Nog een keer eraf.", version=version, **about)
    assert attach(session, granted, "MZ-05") == ["MZ-05"] and kpis(session, granted)[0].norm_low is None
