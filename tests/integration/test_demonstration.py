"""The demonstration as a whole, on one seeded SQLite database: it tells one story, and everything in it adds up."""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.domain.budget_signals import Code, Severity, signals
from contracts.domain.reference.mistake import ReferenceMistake
from contracts.foundation.base import Base
from contracts.foundation.journal import JournalEntry
from contracts.foundation.period import Quarter
from contracts.queries import budget
from contracts.tables.budget import BudgetAmount
from contracts.tables.organisation import Location, Municipality, Organisation
from kpi.domain import follow_up, report
from kpi.domain.cell import NOT_APPLICABLE
from kpi.queries.dialogue_session import session_whole
from kpi.queries.dialogues import open_action_points, sessions
from kpi.queries.readiness import problems_of
from kpi.queries.reports import find_report
from kpi.queries.summaries import edition, editions
from kpi.queries.tasks import task_list
from kpi.tables.capacity import CapacityCount, FlowCount
from kpi.tables.deviation import Deviation, DeviationEvent
from kpi.tables.dialogue import Consent
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report, ReportEvent, ReportValue
from portal.accounts.people_queries import members
from portal.accounts.tables import Installation, Person
from portal.config import ConfigurationError, Settings, from_environment
from portal.developer import journal_check, migration, tables
from portal.developer.demonstration import seed
from tests.support.reference import REGION, copy_with

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LAST = Quarter(2026, 3)
FORBIDDEN = ("leger des heils", "impuls", "hartelstein", "jekerzicht", "credohuis", "kamers met kansen", "xonar")
WHOLE_SCHEMA = tables.__all__


def settings_in(folder: Path, *, mode: str = "demonstratie") -> Settings:
    """Settings of an installation with an empty schema."""
    told = {"SAMENZICHT_MODE": mode, "SAMENZICHT_INSTANCE": str(folder), "SAMENZICHT_HOSTS": "portaal.example"}
    told |= {"SAMENZICHT_SECRET": "een-willekeurig-geheim-voor-de-proef-1", "SAMENZICHT_JOURNAL_KEY": "een-willekeurig-geheim-voor-de-proef-2"}
    made = from_environment(told)
    engine = migration.engine_for(made.database_url)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        Base.metadata.create_all(connection)
    engine.dispose()
    return made


def everything(settings: Settings, statement: Any) -> list[Any]:
    """All rows of a question, on a session of its own."""
    engine = migration.engine_for(settings.database_url)
    with Session(engine) as session:
        rows = list(session.execute(statement).all())
    engine.dispose()
    return rows


def head(settings: Settings) -> tuple[int, str]:
    """The journal's last line."""
    return tuple(everything(settings, select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1))[0])


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A demonstration as it stands on 22 November 2026."""
    made = settings_in(tmp_path_factory.mktemp("demonstratie"))
    seed.ensure(made, at=NOW)
    return made


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    """For reading the demonstration."""
    engine = migration.engine_for(settings.database_url)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def figures(settings: Settings) -> dict[str, list[Any]]:
    """Everything counted, said and decided, without ids, hashes and secrets."""
    cell = select(Report.provider_id, Report.period, IndicatorVersion.indicator_code, ReportValue.numerator, ReportValue.denominator)
    cell = cell.add_columns(ReportValue.missing_reason, ReportValue.explanation, ReportValue.changed_at)
    questions = {
        "cells": cell.join(ReportValue, ReportValue.report_id == Report.id).join(IndicatorVersion),
        "places": select(CapacityCount.report_id, CapacityCount.location_id, CapacityCount.occupied, CapacityCount.free, CapacityCount.waiting),
        "flows": select(FlowCount.report_id, FlowCount.care_form_code, FlowCount.at_begin, FlowCount.at_end),
        "said": select(DeviationEvent.deviation_id, DeviationEvent.kind, DeviationEvent.at, DeviationEvent.text),
        "money": select(BudgetAmount.line_id, BudgetAmount.year, BudgetAmount.amount_cents),
    }
    return {name: sorted(map(str, everything(settings, question))) for name, question in questions.items()}


def test_a_second_time_there_is_nothing_to_do(settings: Settings) -> None:
    before = head(settings)
    began = time.perf_counter()
    told = seed.ensure(settings, at=NOW)
    assert time.perf_counter() - began < 0.2
    assert head(settings) == before
    assert any("Sanne Hendriks, invoerder (Stichting Mergelhof)" in line for line in told)


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
        "mergelhof": report.IN_REVIEW,
        "maaslicht": report.AWAITING_SIGNATURE,
        "de-grubbe": report.BUSY,
        "geulkring": report.ACCEPTED,
    }
    earlier = session.execute(select(Report.state, func.count()).where(Report.period != LAST.code).group_by(Report.state))
    assert dict(earlier.all()) == {report.ACCEPTED: 44}
    for found in session.scalars(select(Report)):
        kinds = session.scalars(select(ReportEvent.kind).where(ReportEvent.report_id == found.id).order_by(ReportEvent.id))
        assert report.fold(kinds) == found.state
        assert found.submitted_at is None or found.submitted_at < found.due_at
        assert found.due_at > NOW if found.period == LAST.code else found.due_at < NOW


def test_who_is_not_ready_yet_lacks_just_what_it_should(session: Session) -> None:
    ids = dict(
        session.execute(
            select(Organisation.slug, Report.id).join(Report, Report.provider_id == Organisation.id).where(Report.period == LAST.code)
        ).tuples()
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
    accepted = select(Deviation.state, func.count()).join(Report, Report.id == Deviation.report_id).where(Report.state == report.ACCEPTED)
    settled = dict(session.execute(accepted.group_by(Deviation.state)).all())
    assert set(settled) == {follow_up.CLOSED} and settled[follow_up.CLOSED] > 100
    for found in session.scalars(select(Deviation)):
        events = session.execute(
            select(DeviationEvent.kind, DeviationEvent.text).where(DeviationEvent.deviation_id == found.id).order_by(DeviationEvent.id)
        ).all()
        assert follow_up.fold(kind for kind, _ in events) == found.state
        assert all(len(text) >= 10 for kind, text in events)


def test_nothing_out_of_nothing_is_not_a_figure(session: Session) -> None:
    reasons = Counter(session.scalars(select(ReportValue.missing_reason)))
    assert set(reasons) == {None, NOT_APPLICABLE} and reasons[NOT_APPLICABLE] >= 1
    assert session.scalar(select(func.count()).where(ReportValue.denominator == Decimal(0))) == 0


def test_two_dialogues_were_agreed_upon_and_one_is_planned(session: Session) -> None:
    planned, *held = sessions(session, viewer_provider_id=None)
    assert (planned.provider_name, planned.state, planned.deviations) == ("Stichting Mergelhof", "voorbereiding", 2)
    assert 13 <= (planned.planned_at - NOW).days <= 17 and planned.planned_at.weekday() < 5
    assert {line.provider_name: (line.state, line.open_actions, line.consents) for line in held} == {
        "Stichting Mergelhof": ("vastgesteld", 1, 2),
        "Maaslicht Wonen": ("vastgesteld", 0, 2),
    }
    assert all(Quarter.of(line.planned_at.date()) == LAST for line in held)
    assert session.scalar(select(func.count()).select_from(Consent).where(Consent.is_void)) == 0
    (open_point,) = open_action_points(session, viewer_provider_id=None)
    agenda = session_whole(session, session_id=planned.session_id, viewer_provider_id=None)
    assert [open_point.text in item.figures for item in agenda.carried_over] == [True]


def test_three_summaries_are_published_and_intact(session: Session) -> None:
    assert [line.period for line in editions(session)] == [LAST.shift(-1), LAST.shift(-2), LAST.shift(-3)]
    assert all(edition(session, period=line.period).is_intact for line in editions(session))


def test_the_money_adds_up_in_every_year_with_one_thing_to_notice(session: Session) -> None:
    known = budget.years(session)
    assert known.all == (2021, 2022, 2023, 2024, 2025, 2026) == known.budgeted
    noticed = []
    for year in known.all[1:]:
        matrix = budget.matrix(session, year=year)
        assert matrix.totals.difference_cents == 0 and matrix.totals.committed_cents > 2_000_000_000
        assert all(row.room_cents is None or row.room_cents >= 0 for row in matrix.rows)
        assert all(row.cover_percent is None or row.cover_percent > 60 for row in matrix.rows)
        assert all(0 < column.commitment.realised_cents < column.commitment.committed_cents for column in matrix.columns)
        noticed += [(year, one.code, one.severity, one.sentence) for one in signals(matrix)]
    ((year, code, severity, sentence),) = noticed
    assert (year, code, severity) == (2026, Code.ALLOCATIONS_DIFFER, Severity.WARNING)
    assert "12.500,00" in sentence


def test_invented_budget_years_say_so(session: Session) -> None:
    invented = session.scalars(select(BudgetAmount).where(BudgetAmount.year > 2024)).all()
    printed = dict(session.execute(select(BudgetAmount.line_id, BudgetAmount.amount_cents).where(BudgetAmount.year == 2024)).all())
    assert len(invented) == 2 * len(printed)
    assert all(one.is_provisional and one.note == "Verzonnen voor de demonstratie: bedrag van 2024 overgenomen" for one in invented)
    assert all(one.amount_cents == printed[one.line_id] for one in invented)


def test_everybody_who_is_needed_can_be_chosen(session: Session) -> None:
    everybody = members(session)
    assert Counter(role for one in everybody for role in one.roles) == {
        "invoerder": 5, "tekenbevoegde": 4, "contractmanager": 1, "subsidiebeheerder": 1, "publicist": 1, "functioneel-beheerder": 1,
        "klankbordgroeplid": 2, "regiolezer": 1,
    }  # fmt: skip
    two_places = {one.organisation_name for one in everybody if one.name == "Noor Bakker"}
    assert two_places == {"De Grubbe", "Geulkring Begeleiding"}
    assert all(one.email.endswith(".example") for one in everybody)
    assert len(set(session.scalars(select(Person.totp_secret)))) == 15


def test_no_real_aanbieder_plays(session: Session) -> None:
    playing = session.execute(
        select(Organisation.name, Organisation.is_fictitious, Organisation.source).where(Organisation.kind == "aanbieder")
    ).all()
    assert len(playing) == 4 and all(invented and source == "Verzonnen voor de demonstratie" for _, invented, source in playing)
    names = " ".join([*(one.name for one in playing), *session.scalars(select(Location.name))]).lower()
    assert not any(name in names for name in FORBIDDEN)


def test_the_same_moment_gives_the_same_figures(settings: Settings, tmp_path: Path) -> None:
    again = settings_in(tmp_path)
    seed.ensure(again, at=NOW)
    assert figures(again) == figures(settings)


@pytest.mark.parametrize("now", [datetime(2027, 1, 1, 0, 30, tzinfo=UTC), datetime(2026, 12, 31, 22, 0, tzinfo=UTC)], ids=["first hour", "last hour"])
def test_it_can_be_made_on_any_day_of_a_quarter(tmp_path: Path, now: datetime) -> None:
    made = settings_in(tmp_path)
    seed.ensure(made, at=now)
    moments = [row.at for row in everything(made, select(JournalEntry.at).order_by(JournalEntry.id))]
    assert moments == sorted(moments) and moments[-1] <= now
    last = Quarter.of(now.date()).previous.code
    states = [row.state for row in everything(made, select(Report.state).where(Report.period == last).order_by(Report.provider_id))]
    assert states == [report.IN_REVIEW, report.AWAITING_SIGNATURE, report.BUSY, report.ACCEPTED]


def test_a_mistake_in_a_file_changes_nothing(tmp_path: Path) -> None:
    wrong = copy_with(REGION, tmp_path / "regio", file="norms.toml", old='kind = "max"', new='kind = "hoogstens"')
    made = dataclasses.replace(settings_in(tmp_path / "instance"), region_folder=wrong)
    with pytest.raises(ReferenceMistake) as mistake:
        seed.ensure(made, at=NOW)
    assert (mistake.value.file, mistake.value.field) == ("norms.toml", "kind") and mistake.value.record
    for table in (Municipality, Organisation, Person, JournalEntry, Installation):
        assert everything(made, select(func.count()).select_from(table))[0][0] == 0


def test_a_stop_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = settings_in(tmp_path)

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(seed, "tell", stop)
    with pytest.raises(KeyboardInterrupt):
        seed.ensure(made, at=NOW)
    for table in (Organisation, Person, JournalEntry, Installation):
        assert everything(made, select(func.count()).select_from(table))[0][0] == 0


def test_a_demonstration_serves_no_production(settings: Settings) -> None:
    seed.check_mode(settings)
    with pytest.raises(ConfigurationError, match="gemaakt voor 'demonstratie'"):
        seed.check_mode(dataclasses.replace(settings, mode="productie"))
    with pytest.raises(ConfigurationError, match="horen niet in productie"):
        seed.ensure(dataclasses.replace(settings, mode="productie"), at=NOW)
