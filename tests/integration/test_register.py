"""The register follows the signed figures: late, corrected, beside others, begun anew; and judging again never changes anything."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.period import Quarter
from kpi.actions import deviations
from kpi.actions.adjustments import save_adjustment
from kpi.actions.findings import recompute, recompute_all
from kpi.actions.rebasing import rebase, withdraw_rebase
from kpi.actions.reports import open_report
from kpi.actions.reviews import accept_report
from kpi.domain.calendar import Dates
from kpi.domain.judging import from_text
from kpi.domain.reporting_period import of_quarter, of_year
from kpi.domain.signals.peers import chance_among
from kpi.queries.deviations import DeviationLine, deviations_of_provider, find_deviation
from kpi.queries.grid import grid_rows
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.deviation import Judgement
from tests.factories.reporting import (
    MANAGER,
    NEVER_LOCKED,
    NOW,
    QUARTER,
    WRITER,
    World,
    add_indicator,
    add_provider,
    add_world,
    cell,
    fill,
    offer,
    sign,
    start,
)

BECAUSE = "Er was weinig uitstroom naar woningen."
STEADY = ("40", "41", "40", "41", "40", "41")
"""Six quiet quarters before the one that is looked at."""


@pytest.fixture
def world(session: Session) -> World:
    """Two aanbieders; the KPI MZ-08 counts people, without a norm."""
    return add_world(session)


def report_of(session: Session, world: World, quarter: Quarter, number: str, share: tuple[str, str] = ("31", "31")) -> ReportHeader:
    """A quarter of the first aanbieder, signed, with this figure for MZ-08 and this share for BZ-01."""
    report = start(session, world, quarter)
    fill(session, world, report, {"BZ-01": share, "BZ-02": ("0", ""), "MZ-08": (number, "")}, explanation=BECAUSE)
    offer(session, report)
    sign(session, report)
    return find_report(session, report_id=report.id, provider_id=None)


def other_report(session: Session, world: World, provider_id: int, share: tuple[str, str]) -> ReportHeader:
    """The quarter of somebody else, who has no locations."""
    report = start(session, world, QUARTER, provider_id=provider_id)
    for code, figures in {"BZ-01": share, "BZ-02": ("0", ""), "MZ-08": ("40", "")}.items():
        cell(session, report, code, *figures, explanation=BECAUSE)
    offer(session, report)
    sign(session, report)
    return report


def history(session: Session, world: World, numbers: tuple[str, ...] = STEADY) -> list[ReportHeader]:
    """Quarters before the one that is looked at, the oldest first."""
    first = QUARTER.shift(-len(numbers))
    return [report_of(session, world, first.shift(place), number) for place, number in enumerate(numbers)]


def judged(session: Session, report: ReportHeader, code: str = "MZ-08") -> Judgement:
    """What is stored of one figure."""
    session.expire_all()
    return session.scalars(select(Judgement).where(Judgement.report_id == report.id, Judgement.indicator_code == code)).one()


def lines(session: Session, report: ReportHeader) -> dict[str, DeviationLine]:
    """The open deviations of a report."""
    found = deviations_of_provider(session, provider_id=report.provider_id, period=report.period)
    return {line.indicator_code: line for line in found}


def everything(session: Session) -> list[tuple[Any, ...]]:
    """The whole register, but for when it was judged."""
    columns = [column for column in Judgement.__table__.columns if column.name != "judged_at"]
    return [tuple(row) for row in session.execute(select(*columns).order_by(Judgement.id))]


def test_a_jump_is_found_by_the_own_history_and_says_on_what_it_stands(session: Session, world: World) -> None:
    earlier = history(session, world)
    assert [judged(session, one).earlier for one in earlier] == list(range(6))
    report = report_of(session, world, QUARTER, "90")
    stored = judged(session, report)
    assert (stored.severity, stored.pattern, stored.point_type, stored.is_trial) == (2, "outside", "special_cause_concern", True)
    assert stored.upper is not None
    assert stored.upper < 90
    finding = next(one for one in from_text(stored.findings) if one.rule == "history")
    assert json.loads(finding.numbers)["baseline_points"] == 6
    assert list(lines(session, report)) == ["MZ-08"]


def test_too_little_to_judge_is_a_result_with_what_could_have_been_seen(session: Session, world: World) -> None:
    stored = judged(session, report_of(session, world, QUARTER, "90"))
    (finding,) = from_text(stored.findings)
    assert (stored.severity, finding.weight) == (0, 0)
    assert "Te weinig om te oordelen" in finding.sentence
    assert lines(session, find_report(session, report_id=stored.report_id, provider_id=None)) == {}


def test_judging_again_changes_nothing_and_so_does_accepting(session: Session, world: World) -> None:
    history(session, world)
    report = report_of(session, world, QUARTER, "90", ("19", "31"))
    before, found = everything(session), [find_deviation(session, deviation_id=one.id, provider_id=None) for one in lines(session, report).values()]
    assert recompute(session, report_id=report.id, by=WRITER, at=NOW) == 0
    assert recompute_all(session, by=WRITER, at=NOW) == 0
    assert everything(session) == before
    for page in found:
        assert find_deviation(session, deviation_id=page.line.id, provider_id=None) == page
        deviations.close(session, deviation_id=page.line.id, version=page.line.version, reason="Besproken en begrepen.", by=MANAGER, at=NOW)
    accept_report(session, report_id=report.id, version=report.version, by=MANAGER, at=NOW)
    assert everything(session) == before


def test_a_late_quarter_is_marked_and_those_after_it_are_judged_again(session: Session, world: World) -> None:
    first = QUARTER.shift(-6)
    for place, number in enumerate(STEADY[:5]):
        report_of(session, world, first.shift(place), number)
    newest = report_of(session, world, QUARTER, "90")
    assert judged(session, newest).earlier == 5
    assert "ontbreken kwartalen" in judged(session, newest).findings
    late = report_of(session, world, QUARTER.previous, "41")  # its deadline was two months ago
    assert any("na de uiterste datum" in one.sentence for one in from_text(judged(session, late).findings))
    assert judged(session, newest).earlier == 6
    assert "ontbreken kwartalen" not in judged(session, newest).findings


def test_a_correction_judges_its_quarter_and_what_follows(session: Session, world: World) -> None:
    earlier = history(session, world, ("40", "41", "40", "41", "90", "41"))
    about = earlier[4]
    (line,) = lines(session, about).values()
    deviations.close(session, deviation_id=line.id, version=line.version, reason="Besproken en begrepen.", by=MANAGER, at=NOW)
    accept_report(session, report_id=about.id, version=about.version, by=MANAGER, at=NOW)
    report = start(session, world, QUARTER)
    told: dict[str, Any] = {"about_report_id": about.id, "indicator_code": "MZ-08", "version": 0, "missing_reason": None}
    numbers = {"numerator_text": "40", "denominator_text": ""}
    save_adjustment(session, report_id=report.id, provider_id=world.provider_id, reason="Er was dubbel geteld.", by=WRITER, at=NOW, **told, **numbers)
    before = judged(session, earlier[5]).upper
    fill(session, world, report, {"BZ-01": ("31", "31"), "BZ-02": ("0", ""), "MZ-08": ("41", "")}, explanation=BECAUSE)
    offer(session, report)
    sign(session, report)
    corrected = judged(session, about)
    assert corrected.numerator == 40
    assert any(one.rule == "completeness" and "Eerst was het 90, nu 40." in one.sentence for one in from_text(corrected.findings))
    after = judged(session, earlier[5]).upper
    assert before is not None
    assert after is not None
    assert after < before  # the jump no longer widens the limits of the quarter after it
    page = find_deviation(session, deviation_id=line.id, provider_id=None)
    assert (page.line.state, page.line.sentence[:7]) == ("afgehandeld", about.period)  # what was settled is left alone


def test_the_figures_of_others_are_compared_when_they_come_in(session: Session, world: World) -> None:
    own = report_of(session, world, QUARTER, "40", ("31", "31"))
    assert judged(session, own, "BZ-01").chance_peers == 0
    providers = [world.other_provider_id, add_provider(session, "de-es"), add_provider(session, "de-eik")]
    for provider_id in providers:
        low = other_report(session, world, provider_id, ("12", "40"))
    assert judged(session, own, "BZ-01").chance_peers == pytest.approx(chance_among(4))
    (beside,) = [one for one in from_text(judged(session, own, "BZ-01").findings) if one.rule == "peers"]
    assert beside.weight == 0  # higher is better: good news is told, and is no deviation
    assert "30 %" in beside.sentence
    assert "30 %" not in beside.shared_sentence
    assert any(one.rule == "norm" for one in from_text(judged(session, low, "BZ-01").findings))


def test_what_others_report_is_no_news_about_a_figure(session: Session, world: World) -> None:
    own = report_of(session, world, QUARTER, "40", ("12", "40"))
    before = find_deviation(session, deviation_id=lines(session, own)["BZ-01"].id, provider_id=None)
    for provider_id in (world.other_provider_id, add_provider(session, "de-es"), add_provider(session, "de-eik")):
        other_report(session, world, provider_id, ("38", "40"))
    now = find_deviation(session, deviation_id=before.line.id, provider_id=None)
    assert {one.rule for one in now.findings} - {one.rule for one in before.findings} == {"peers"}
    assert (now.line.version, now.line.changed_at, now.events) == (before.line.version, None, before.events)


def test_a_new_beginning_needs_a_reason_and_judges_from_there(session: Session, world: World) -> None:
    history(session, world, (*STEADY, "90", "91", "90", "91", "90"))
    report = report_of(session, world, QUARTER, "92")
    before = judged(session, report)
    assert (before.earlier, before.pattern) == (11, "outside")
    wide = before.upper
    start_at = QUARTER.shift(-5).code
    for period, reason, field in (("2019-K1", BECAUSE, "period"), (start_at, "kort", "reason")):
        with pytest.raises(Refused) as refused:
            rebase(session, provider_id=world.provider_id, indicator_code="MZ-08", period=period, reason=reason, by=MANAGER, at=NOW)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        rebase(session, provider_id=world.other_provider_id, indicator_code="MZ-08", period=start_at, reason=BECAUSE, by=MANAGER, at=NOW)
    number = rebase(session, provider_id=world.provider_id, indicator_code="MZ-08", period=start_at, reason=BECAUSE, by=MANAGER, at=NOW)
    now = judged(session, report)
    assert now.pattern == ""
    assert now.centre == pytest.approx(90.4)
    assert now.upper != wide
    with pytest.raises(Refused, match="al opnieuw"):
        rebase(session, provider_id=world.provider_id, indicator_code="MZ-08", period=start_at, reason=BECAUSE, by=MANAGER, at=NOW)
    withdraw_rebase(session, rebase_id=number, reason="Het was toch geen verandering.", by=MANAGER, at=NOW)
    assert judged(session, report).upper == wide
    with pytest.raises(Conflict):
        withdraw_rebase(session, rebase_id=number, reason="Het was toch geen verandering.", by=MANAGER, at=NOW)


def test_another_definition_breaks_the_series(session: Session, world: World) -> None:
    history(session, world)
    add_indicator(
        session, "MZ-08", family="maatzorg", version=2, value_kind="aantal", unit="personen", direction="lager", valid_from=QUARTER.starts_on
    )
    report = report_of(session, world, QUARTER, "90")
    stored = judged(session, report)
    assert (stored.earlier, stored.upper, stored.severity) == (0, None, 0)


def test_every_figure_has_one_judgement(session: Session, world: World) -> None:
    reports = [*history(session, world), report_of(session, world, QUARTER, "41")]
    assert session.scalar(select(func.count()).select_from(Judgement)) == 3 * len(reports)


def test_a_year_that_was_told_twice_counts_once(session: Session, world: World) -> None:
    add_indicator(session, "MZ-12", family="maatzorg", frequency="jaar", value_kind="aantal", unit="personen")
    told: list[ReportHeader] = []
    for period, day in ((of_year(2024), 1), (of_quarter(Quarter(2024, 4)), 2), (of_quarter(Quarter(2025, 4)), 3)):
        due = Dates(period.ends_on, date(2026, 1, day), NEVER_LOCKED)
        report = open_report(session, provider_id=world.other_provider_id, period=period, dates=due, by=MANAGER, at=NOW)
        asked = {row.code: row for row in grid_rows(session, report=report)}
        for code, row in asked.items():
            cell(session, report, code, "30", "31" if row.value_kind == "verhouding" else "", explanation=BECAUSE)
        offer(session, report)
        sign(session, report)
        told.append(report)
    stored = judged(session, told[-1], "MZ-12")
    assert stored.earlier == 1
    assert "niet te beoordelen" not in stored.findings
