"""What was signed or settled stays as it was, whatever changes around it; a correction counts from its signature on."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.actions.agreements import make_commitment
from contracts.domain.commitment import SUBSIDIE, NewCommitment, YearAmount
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Location, Organisation
from kpi.actions.adjustments import remove_adjustment, save_adjustment
from kpi.actions.reviews import accept_report, begin_review, request_change
from kpi.actions.settling import settle_report
from kpi.domain.canonical import fingerprint
from kpi.domain.openings import CELL, Ask
from kpi.queries.adjustments import adjustments_of
from kpi.queries.frozen import Frozen, broken_contents, find_frozen
from kpi.queries.grid import completeness_of, grid_rows
from kpi.queries.progress import progress_of
from kpi.queries.receipts import receipts_of_report
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.detail import ChangeRequest, FrozenReport
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Receipt, ReportValue
from tests.factories.reporting import MANAGER, NOW, QUARTER, WRITER, World, add_indicator, add_world, cell, fill, offer, sign, start, submitted

BEFORE = QUARTER.previous
BECAUSE = "Twee mensen waren dubbel geteld."


@pytest.fixture
def world(session: Session) -> World:
    """Two aanbieders and three KPIs."""
    return add_world(session)


def now(session: Session, report: ReportHeader) -> ReportHeader:
    """The report as it is."""
    return find_report(session, report_id=report.id, provider_id=None)


def reviewed(session: Session, report: ReportHeader) -> dict[str, Any]:
    """What the contractmanager's answer names."""
    return {"report_id": report.id, "version": now(session, report).version, "by": MANAGER, "at": NOW}


def accepted(session: Session, world: World, quarter: Quarter) -> ReportHeader:
    """A whole quarter, accepted."""
    report = submitted(session, world, quarter)
    return accept_report(session, **reviewed(session, report))


def settled(session: Session, world: World, quarter: Quarter = QUARTER) -> tuple[ReportHeader, Frozen]:
    """A whole quarter, settled for good."""
    report = accepted(session, world, quarter)
    return report, settle_report(session, **reviewed(session, report))


def change_everything_around(session: Session, world: World) -> None:
    """A new definition and norm, a new contract, more places, a new location, and other names."""
    session.execute(update(IndicatorVersion).where(IndicatorVersion.indicator_code == "MZ-08").values(valid_to=date(2026, 1, 31)))
    add_indicator(session, "MZ-08", version=2, valid_from=date(2026, 2, 1), norm_kind="max", norm_high=Decimal(1), name="Anders")
    session.execute(update(Location).where(Location.id == world.location_id).values(places=99, name="Een andere naam"))
    session.add(Location(provider_id=world.provider_id, name="Nieuw huis", municipality_code="0935", care_form_code="opvang", places=4))
    session.execute(update(Organisation).where(Organisation.id == world.provider_id).values(name="Stichting Nieuwe Naam"))
    years = (YearAmount(2026, 100_00),)
    runs = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    new = NewCommitment(world.provider_id, None, SUBSIDIE, "SUB-1", "Nieuwe subsidie", "woning", years=years, **runs)
    make_commitment(session, new=new, by=MANAGER, at=NOW)
    session.flush()


def test_nothing_around_a_report_alters_what_was_signed_or_settled(session: Session, world: World) -> None:
    report, frozen = settled(session, world)
    only_signed = submitted(session, world, QUARTER.shift(1))
    receipts = {one.id: receipts_of_report(session, report_id=one.id, provider_id=None)[0] for one in (report, only_signed)}
    rows = [(row.code, row.definition_version, row.norm_high, row.value) for row in grid_rows(session, report=report)]
    change_everything_around(session, world)
    for number, receipt in receipts.items():
        again = receipts_of_report(session, report_id=number, provider_id=None)[0]
        assert (again.content, again.sha256) == (receipt.content, receipt.sha256) and fingerprint(again.content) == again.sha256
    assert find_frozen(session, report_id=report.id, provider_id=None).content == frozen.content
    assert [(row.code, row.definition_version, row.norm_high, row.value) for row in grid_rows(session, report=report)] == rows
    assert broken_contents(session) == []
    opened = start(session, world, QUARTER.shift(2))
    assert {row.code: row.definition_version for row in grid_rows(session, report=opened)}["MZ-08"] == 2, "a new report asks by the new definition"


def test_what_is_frozen_is_whole(session: Session, world: World) -> None:
    report, frozen = settled(session, world)
    told = json.loads(frozen.content)
    signed = json.loads(receipts_of_report(session, report_id=report.id, provider_id=None)[0].content)
    assert {key: told[key] for key in signed if key != "vorm"} == {key: signed[key] for key in signed if key != "vorm"}
    definitions = {one["kpi"]: one for one in told["vaststelling"]["definities"]}
    assert definitions["BZ-01"]["norm"] == {"soort": "min", "van": "100", "tot": None, "uitleg": ""} and definitions["BZ-01"]["versie"] == 1
    assert told["vaststelling"]["ontvangstbewijs"]["ontvangstbewijs"] == "SZ-2026-K3-0001"
    assert frozen.is_intact and now(session, report).state == "vastgesteld"
    with pytest.raises(NotFound):
        find_frozen(session, report_id=report.id, provider_id=world.other_provider_id)


def test_tampering_with_what_was_settled_or_signed_is_named(session: Session, world: World) -> None:
    report, frozen = settled(session, world)
    mended = frozen.content.replace('"12"', '"13"')
    session.execute(update(FrozenReport).values(content=mended))
    assert broken_contents(session) == [
        f"vastgestelde rapportage {report.id} (Stichting De-Linde, 2026-K3): de inhoud hoort niet bij de vingerafdruk"
    ]
    session.execute(update(FrozenReport).values(sha256=fingerprint(mended)))
    (problem,) = broken_contents(session)
    assert "niet meer gelijk aan wat is vastgesteld" in problem
    session.execute(update(FrozenReport).values(content=frozen.content, sha256=frozen.sha256))
    session.execute(update(ReportValue).where(ReportValue.numerator == Decimal(12)).values(numerator=Decimal(13)))
    assert len(broken_contents(session)) == 1
    session.execute(update(ReportValue).where(ReportValue.numerator == Decimal(13)).values(numerator=Decimal(12)))
    assert broken_contents(session) == []
    session.execute(update(Receipt).values(content="{}"))
    assert broken_contents(session) == ["ontvangstbewijs SZ-2026-K3-0001: de inhoud hoort niet bij de vingerafdruk"]


def test_figures_that_are_not_what_was_signed_are_not_settled(session: Session, world: World) -> None:
    report = accepted(session, world, QUARTER)
    session.execute(update(ReportValue).where(ReportValue.numerator == Decimal(12)).values(numerator=Decimal(11)))
    with pytest.raises(Refused, match="niet gelijk aan wat is ondertekend"):
        settle_report(session, **reviewed(session, report))


def test_who_reviews_is_told_and_a_second_one_is_refused(session: Session, world: World) -> None:
    report = submitted(session, world, QUARTER)
    seen = reviewed(session, report)
    assert begin_review(session, **seen).state == "in beoordeling"
    with pytest.raises(Refused):
        begin_review(session, **seen)


def test_a_question_is_answered_when_the_report_comes_in_again(session: Session, world: World) -> None:
    report = submitted(session, world, QUARTER)
    request_change(session, asks=[Ask(CELL, "MZ-08", "Klopt dit aantal wel?")], **reviewed(session, report))
    cell(session, report, "MZ-08", "13", version=1)
    offer(session, report)
    assert session.query(ChangeRequest).filter(ChangeRequest.answered_at.is_(None)).count() == 1
    sign(session, report)
    assert session.query(ChangeRequest).filter(ChangeRequest.answered_at == NOW).count() == 1


def test_a_cell_that_cannot_be_signed_as_it_is_may_always_be_mended(session: Session, world: World) -> None:
    report = submitted(session, world, QUARTER)
    request_change(session, asks=[Ask(CELL, "BZ-02", "Klopt deze nul wel echt?")], **reviewed(session, report))
    with pytest.raises(Refused, match="geen wijziging gevraagd"):
        cell(session, report, "MZ-08", "13", version=1)
    session.execute(update(ReportValue).where(ReportValue.numerator == Decimal(12)).values(numerator=None))  # such as a rule that came later
    assert cell(session, report, "MZ-08", "13", version=1).numerator == 13


def correct(session: Session, world: World, report: ReportHeader, about: ReportHeader, number: str = "10", **other: Any) -> None:
    """Correct MZ-08 of an earlier quarter."""
    told = {
        "version": 0,
        "denominator_text": "",
        "missing_reason": None,
        "reason": BECAUSE,
        "indicator_code": "MZ-08",
        "by": WRITER,
        "at": NOW,
    } | other
    save_adjustment(session, report_id=report.id, provider_id=world.provider_id, about_report_id=about.id, numerator_text=number, **told)


def past(session: Session, report: ReportHeader) -> tuple[Decimal | None, bool]:
    """MZ-08 of the quarter before, as the grid compares with it."""
    cell_before = grid_rows(session, report=report, code="MZ-08")[0].previous
    assert cell_before is not None
    return cell_before.value, cell_before.is_corrected


def test_a_correction_counts_from_its_signature_on_and_the_settled_report_stays(session: Session, world: World) -> None:
    about, frozen = settled(session, world, BEFORE)
    report = start(session, world)
    fill(session, world, report)
    correct(session, world, report, about)
    assert past(session, report) == (Decimal(12), False)
    offer(session, report)
    sign(session, report)
    assert past(session, report) == (Decimal(10), True)
    (told,) = json.loads(receipts_of_report(session, report_id=report.id, provider_id=None)[0].content)["correcties"]
    assert (told["kwartaal"], told["kpi"], told["teller was"], told["teller"], told["reden"]) == (BEFORE.code, "MZ-08", "12", "10", BECAUSE)
    assert find_frozen(session, report_id=about.id, provider_id=None) == frozen and broken_contents(session) == []
    assert grid_rows(session, report=about, code="MZ-08")[0].numerator == 12, "the earlier report itself does not change"
    later = start(session, world, QUARTER.shift(3))
    year_ago = grid_rows(session, report=later, code="MZ-08")[0].year_ago
    assert year_ago is not None and (year_ago.value, year_ago.is_corrected) == (Decimal(10), True)


def test_the_last_correction_counts_and_progress_agrees_with_the_grid(session: Session, world: World) -> None:
    about = accepted(session, world, BEFORE)
    first = start(session, world)
    fill(session, world, first)
    correct(session, world, first, about, "6")  # half of 12: what is compared with it stands out
    offer(session, first)
    sign(session, first)
    rows = grid_rows(session, report=first, family="maatzorg")
    assert progress_of(session, report=first, family="maatzorg") == completeness_of(rows) and rows[0].needs_explanation
    second = start(session, world, QUARTER.shift(1))
    fill(session, world, second)
    correct(session, world, second, about, "11")
    assert past(session, first) == (Decimal(6), True)
    offer(session, second)
    sign(session, second)
    assert past(session, first) == (Decimal(11), True)
    rows = grid_rows(session, report=first, family="maatzorg")
    assert progress_of(session, report=first, family="maatzorg") == completeness_of(rows) and not rows[0].needs_explanation
    assert adjustments_of(session, report_id=second.id)[0].was.numerator == 6


def test_what_a_correction_may_be_about(session: Session, world: World) -> None:
    about, report = accepted(session, world, BEFORE), start(session, world)
    correct(session, world, report, about)
    correct(session, world, report, about)  # the same again: nothing happens
    assert [line.version for line in adjustments_of(session, report_id=report.id)] == [1]
    with pytest.raises(Conflict):
        correct(session, world, report, about, "9")
    correct(session, world, report, about, "9", version=1)
    for numerator, reason, field in (("12", BECAUSE, "numerator"), ("-3", BECAUSE, "numerator"), ("9", "kort", "reason"), ("", BECAUSE, "numerator")):
        with pytest.raises(Refused) as refused:
            correct(session, world, report, about, numerator, reason=reason, version=2)
        assert refused.value.field == field


def test_only_an_earlier_accepted_quarter_of_ones_own_can_be_corrected(session: Session, world: World) -> None:
    about, report = accepted(session, world, BEFORE), start(session, world)
    with pytest.raises(Refused, match="eerder kwartaal"):
        correct(session, world, report, report)
    with pytest.raises(NotFound):
        correct(session, world, report, about, indicator_code="XX-99")
    foreign = start(session, world, BEFORE, provider_id=world.other_provider_id)
    with pytest.raises(NotFound):
        correct(session, world, report, foreign)
    open_still = start(session, world, BEFORE.previous)
    with pytest.raises(Refused, match="nog niet geaccepteerd"):
        correct(session, world, report, open_still)


def test_a_correction_can_be_taken_back_by_whoever_saw_it_last(session: Session, world: World) -> None:
    about, report = accepted(session, world, BEFORE), start(session, world)
    correct(session, world, report, about)
    correct(session, world, report, about, "9", version=1)
    place = {
        "report_id": report.id,
        "provider_id": world.provider_id,
        "about_report_id": about.id,
        "indicator_code": "MZ-08",
        "by": WRITER,
        "at": NOW,
    }
    with pytest.raises(Conflict):
        remove_adjustment(session, version=1, **place)
    remove_adjustment(session, version=2, **place)
    remove_adjustment(session, version=2, **place)
    assert adjustments_of(session, report_id=report.id) == []
