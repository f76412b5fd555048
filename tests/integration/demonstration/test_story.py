"""The quarters of the demonstration tell one story, and everything in it adds up."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.journal import JournalEntry
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Location, Organisation
from kpi.domain import action_point as life
from kpi.domain import follow_up, report
from kpi.domain.cell import NOT_APPLICABLE
from kpi.domain.difference import difference
from kpi.domain.reporting_period import QUARTER
from kpi.queries.action_point_whole import agreement_whole
from kpi.queries.action_points import agreement_lines
from kpi.queries.calendar import calendar_lines
from kpi.queries.dialogue_session import session_whole
from kpi.queries.dialogues import open_action_points, sessions
from kpi.queries.grid import grid_rows
from kpi.queries.readiness import problems_of
from kpi.queries.receipts import receipts_of_report
from kpi.queries.reports import find_report
from kpi.queries.summaries import edition, editions
from kpi.queries.tasks import task_list
from kpi.tables.capacity import CapacityCount, FlowCount
from kpi.tables.detail import Adjustment, ChangeRequest
from kpi.tables.deviation import Deviation, DeviationEvent
from kpi.tables.dialogue_outcome import Consent
from kpi.tables.report import Report, ReportEvent, ReportValue
from portal.config import Settings
from portal.developer import journal_check
from tests.integration.demonstration.conftest import NOW

LAST = Quarter(2026, 3)


def test_the_journal_is_one_story_in_the_order_of_time(settings: Settings, session: Session) -> None:
    assert journal_check.check(settings.database_url, key=settings.journal_key) is None
    moments = list(session.scalars(select(JournalEntry.at).order_by(JournalEntry.id)))
    assert moments == sorted(moments)
    assert moments[0].date() == date(2023, 10, 2)
    assert moments[-1] <= NOW


def test_every_balance_holds_and_every_flow_follows_from_the_one_before(session: Session) -> None:
    places = session.scalars(select(CapacityCount)).all()
    assert len(places) == 17 * 12 - 5  # De Grubbe has not counted its five locations of the last quarter yet
    contracted = dict(session.execute(select(Location.id, Location.places)).all())
    assert all(one.occupied + one.free + one.closed == one.places == contracted[one.location_id] for one in places)
    ends: dict[tuple[int, str, str], int] = {}
    through: Counter[int] = Counter()
    rows = session.execute(select(FlowCount, Report.provider_id, Report.period).join(Report).order_by(Report.period, FlowCount.id)).all()
    for flow, provider_id, period in rows:
        assert flow.at_begin + flow.inflow + flow.through_in - flow.through_out - flow.outflow == flow.at_end
        before = ends.get((provider_id, flow.care_form_code, Quarter.parse(period).previous.code))
        assert before == flow.at_begin if before is not None else period == LAST.shift(-11).code
        ends[provider_id, flow.care_form_code, period] = flow.at_end
        through[flow.report_id] += flow.through_in - flow.through_out
    assert len(rows) == 18 * 12 - 4 and not any(through.values())


def test_every_report_is_as_far_as_it_should_be(session: Session) -> None:
    states = session.execute(
        select(Organisation.slug, Report.state).join(Report, Report.provider_id == Organisation.id).where(Report.period == LAST.code)
    )
    assert dict(states.all()) == {
        "mergelhof": report.HANDED_IN,
        "maaslicht": report.AWAITING_SIGNATURE,
        "de-grubbe": report.BUSY,
        "geulkring": report.ACCEPTED,
    }
    quarterly = Report.kind == QUARTER
    earlier = session.execute(select(Report.state, func.count()).where(Report.period != LAST.code, quarterly).group_by(Report.state))
    assert dict(earlier.all()) == {report.ACCEPTED: 4, report.FROZEN: 40}
    frozen = session.scalars(select(Report.period).where(Report.state == report.FROZEN).distinct().order_by(Report.period.desc())).all()
    assert frozen[0] == LAST.shift(-2).code and len(frozen) == 10
    for found in session.scalars(select(Report)):
        kinds = session.scalars(select(ReportEvent.kind).where(ReportEvent.report_id == found.id).order_by(ReportEvent.id))
        assert report.fold(kinds) == found.state
        assert found.submitted_at is None or found.submitted_at < found.due_at
        assert found.due_at > NOW if found.period in (LAST.code, "2026-V1") else found.due_at < NOW
        assert '"toezeggingen":[{' in found.contract_basis


def test_one_has_an_extension_and_two_are_asked_something_besides(session: Session) -> None:
    lines = calendar_lines(session)
    (longer,) = [line for line in lines if line.extension_until_at]
    assert (longer.provider_name, longer.period, longer.due_at) == ("De Grubbe", LAST.code, longer.extension_until_at)
    assert longer.extension_by and "registratiesysteem" in longer.extension_reason and longer.due_at > longer.first_due_at
    besides = [line for line in lines if line.period == "2026-V1"]
    assert [(line.provider_name, line.label) for line in besides] == [
        ("De Grubbe", "Wachtlijst voor de winter"),
        ("Geulkring Begeleiding", "Wachtlijst voor de winter"),
    ]


def test_who_is_not_ready_yet_lacks_just_what_it_should(session: Session) -> None:
    ids = dict(
        session.execute(
            select(Organisation.slug, Report.id).join(Report, Report.provider_id == Organisation.id).where(Report.period == LAST.code)
        ).all()
    )
    busy = task_list(session, report_id=ids["de-grubbe"], provider_id=None)
    assert (busy.cells.filled, busy.cells.asked, busy.cells.unexplained) == (7, 14, 0)
    assert busy.capacity.filled == busy.flows.filled == 0
    assert problems_of(session, report=find_report(session, report_id=ids["maaslicht"], provider_id=None)) == []


def test_deviations_are_settled_with_a_reason_before_acceptance(session: Session) -> None:
    states = Counter(session.scalars(select(Deviation.state).join(Organisation, Organisation.id == Deviation.provider_id).where(
        Organisation.slug == "mergelhof", Deviation.period == LAST.code)))  # fmt: skip
    assert states[follow_up.ON_AGENDA] == 2
    assert states[follow_up.ASKED] >= 1 and states[follow_up.EXPLAINED] == 1 and states[follow_up.NEW] >= 1
    accepted = select(Deviation.state, func.count()).join(Report, Report.id == Deviation.report_id).where(Report.state.in_(report.AGREED))
    settled = dict(session.execute(accepted.group_by(Deviation.state)).all())
    assert set(settled) == {follow_up.CLOSED, follow_up.RUNNING} and settled[follow_up.CLOSED] > 100
    assert settled[follow_up.RUNNING] == 1  # one agreement is followed still
    for found in session.scalars(select(Deviation)):
        events = session.execute(
            select(DeviationEvent.kind, DeviationEvent.text).where(DeviationEvent.deviation_id == found.id).order_by(DeviationEvent.id)
        ).all()
        assert follow_up.fold(kind for kind, _ in events) == found.state
        assert all(len(text) >= 10 for kind, text in events)


def test_everything_that_was_signed_or_settled_is_as_it_was(settings: Settings) -> None:
    assert journal_check.check_contents(settings.database_url) == []


def test_one_figure_was_changed_when_asked_and_one_is_corrected_later(session: Session) -> None:
    (asked,) = session.scalars(select(ChangeRequest))
    assert asked.scope == "MZ-08" and asked.answered_at is not None
    after, before = receipts_of_report(session, report_id=asked.report_id, provider_id=None)
    (change,) = difference(json.loads(before.content), json.loads(after.content))
    assert (change.label, change.part) == ("MZ-08", "teller") and int(change.was or 0) == int(change.now or 0) + 2
    (corrected,) = session.scalars(select(Adjustment))
    assert corrected.numerator is not None and corrected.was_numerator is not None and corrected.numerator == corrected.was_numerator + 1
    correcting = find_report(session, report_id=corrected.report_id, provider_id=None)
    assert (correcting.period, correcting.provider_name) == (LAST.code, "Stichting Mergelhof")
    past = grid_rows(session, report=correcting, code="MZ-08")[0].previous
    assert past is not None and past.is_corrected and past.value == corrected.numerator


def test_nothing_out_of_nothing_is_not_a_figure(session: Session) -> None:
    reasons = Counter(session.scalars(select(ReportValue.missing_reason)))
    assert set(reasons) == {None, NOT_APPLICABLE} and reasons[NOT_APPLICABLE] >= 1
    assert session.scalar(select(func.count()).where(ReportValue.denominator == Decimal(0))) == 0


def test_two_dialogues_were_agreed_upon_and_one_is_planned(session: Session) -> None:
    apart = [line for line in sessions(session, viewer_provider_id=None) if not line.series_title]
    planned, *held = [line for line in apart if line.planned_at.date() > LAST.starts_on]
    assert (planned.provider_name, planned.state) == ("Stichting Mergelhof", "voorbereiding") and planned.deviations >= 2
    assert 13 <= (planned.planned_at - NOW).days <= 17 and planned.planned_at.weekday() < 5
    assert {line.provider_name: (line.state, line.open_actions, line.consents) for line in held} == {
        "Stichting Mergelhof": ("vastgesteld", 1, 0),
        "Maaslicht Wonen": ("vastgesteld", 0, 0),
    }
    assert all(Quarter.of(line.planned_at.date()) == LAST for line in held)
    assert session.scalar(select(func.count()).select_from(Consent).where(Consent.is_void)) == 0
    open_point = next(one for one in open_action_points(session, viewer_provider_id=None) if one.provider_name == planned.provider_name)
    agenda = session_whole(session, session_id=planned.session_id, viewer_provider_id=None)
    assert [open_point.text in item.figures for item in agenda.carried_over] == [True]


def test_afspraken_stand_in_every_state_and_one_has_an_effect(session: Session) -> None:
    lines = agreement_lines(session, viewer_provider_id=None, states=life.STATES)
    assert {line.state for line in lines} == set(life.STATES)
    assert max(line.carried for line in lines) == 3
    effects = [effect for line in lines if (effect := agreement_whole(session, action_id=line.action_id, viewer_provider_id=None).effect)]
    assert [effect.word for effect in effects if effect.is_good] == ["wat de bedoeling was, is gehaald"]
    for line in lines:
        events = agreement_whole(session, action_id=line.action_id, viewer_provider_id=None).events
        assert life.fold(event.kind for event in events) == line.state
        assert [event.at for event in events] == sorted(event.at for event in events)


def test_six_summaries_are_published_by_two_people_and_intact(session: Session) -> None:
    assert [line.period for line in editions(session)] == [LAST.shift(-back) for back in range(1, 7)]
    assert all(edition(session, period=line.period).is_intact for line in editions(session))
