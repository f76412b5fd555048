"""Saving the matrix on both databases: sums that follow, versions that hold, and one text to sign."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.tables.organisation import Location
from kpi.actions.flow_matrix import FlowEntry, save_matrix
from kpi.actions.flows import save_flow
from kpi.domain.flow import Flow
from kpi.domain.flow_matrix import moves_agree
from kpi.domain.problems import SeveralRefused
from kpi.queries.flows import flow_moves, flow_rows
from kpi.queries.readiness import problems_of
from kpi.queries.reports import ReportHeader
from kpi.tables.capacity import FlowMove
from tests.factories.reporting import CALM, NOW, QUARTER, WRITER, World, add_world, fill, offer, sign, start

STARTED = {"opvang": ("8", "2", "1", ""), "woning": ("3", "0", "1", "")}
MOVED = {("opvang", "woning"): "2", ("woning", "opvang"): ""}


@pytest.fixture
def world(session: Session) -> World:
    made = add_world(session)
    session.add(Location(provider_id=made.provider_id, name="Huis 2", municipality_code="0935", care_form_code="woning", places=4))
    session.flush()
    return made


@pytest.fixture
def report(session: Session, world: World) -> ReportHeader:
    return start(session, world)


def save(
    session: Session, report: ReportHeader, rows: dict[str, tuple[str, str, str, str]], moves: dict[tuple[str, str], str], **versions: int
) -> dict[str, Flow | None]:
    own: dict[str, Any] = {"report_id": report.id, "provider_id": report.provider_id, "by": WRITER, "at": NOW}
    entries = [FlowEntry(form, *typed, version=versions.get(form, 0)) for form, typed in rows.items()]
    return {row.care_form_code: row.flow for row in save_matrix(session, entries=entries, moves=moves, **own)}


def test_the_sums_and_the_end_follow_from_the_inner_cells(session: Session, report: ReportHeader) -> None:
    flows = save(session, report, STARTED, MOVED)
    assert flows == {"opvang": Flow(8, 2, 0, 2, 1, 7), "woning": Flow(3, 0, 2, 0, 1, 4)}
    assert moves_agree(flow_moves(session, report_id=report.id), {form: flow for form, flow in flows.items() if flow})
    assert save(session, report, STARTED, MOVED, opvang=0, woning=0) == flows, "a repeat changes nothing"
    assert [row.version for row in flow_rows(session, report=report)] == [1, 1]


def test_no_more_doorstroom_takes_the_inner_cells_away(session: Session, report: ReportHeader) -> None:
    save(session, report, STARTED, MOVED)
    flows = save(session, report, STARTED, {}, opvang=1, woning=1)
    assert flows == {"opvang": Flow(8, 2, 0, 0, 1, 9), "woning": Flow(3, 0, 0, 0, 1, 2)}
    assert session.scalars(select(FlowMove)).all() == []


def test_an_end_that_was_counted_otherwise_is_refused_with_the_sum_and_nothing_is_saved(session: Session, report: ReportHeader) -> None:
    with pytest.raises(SeveralRefused) as refused:
        save(session, report, STARTED | {"opvang": ("8", "2", "1", "9"), "woning": ("3", "", "x", "")}, MOVED | {("woning", "opvang"): "-1"})
    fields = [one.field for one in refused.value.problems]
    assert fields == ["door-woning_opvang", "stroom-opvang", "inflow-woning", "outflow-woning"]
    assert "8 + 2 instroom + 0 doorstroom in - 2 doorstroom uit - 1 uitstroom = 7" in refused.value.problems[1].reason
    assert all(row.flow is None for row in flow_rows(session, report=report))


def test_more_gone_than_there_were_and_moves_to_what_is_not_filled_in(session: Session, report: ReportHeader) -> None:
    with pytest.raises(Refused, match="meer mensen weg dan er waren"):
        save(session, report, {"opvang": ("1", "0", "4", "")}, {})
    with pytest.raises(Refused, match="vul ook de instroom"):
        save(session, report, {"opvang": ("8", "0", "0", "")}, MOVED)
    for moves in ({("opvang", "opvang"): "1"}, {("opvang", "kasteel"): "1"}):
        with pytest.raises(NotFound):
            save(session, report, STARTED, moves)
    with pytest.raises(NotFound):
        save(session, report, {"kasteel": ("1", "0", "0", "")}, {})


def test_who_is_second_is_told_also_when_only_the_inner_cells_differ(session: Session, report: ReportHeader) -> None:
    save(session, report, STARTED, MOVED)
    with pytest.raises(Conflict):
        save(session, report, STARTED, {("opvang", "woning"): "1"})
    counts = {"at_begin": "8", "inflow": "2", "through_in": "1", "through_out": "0", "outflow": "1", "at_end": "10"}
    with pytest.raises(Refused, match="staat per overstap in de matrix"):
        save_flow(session, report_id=report.id, provider_id=report.provider_id, care_form_code="opvang", version=1, by=WRITER, at=NOW, **counts)


def test_the_signed_text_holds_the_matrix(session: Session, world: World) -> None:
    session.execute(Location.__table__.delete().where(Location.name == "Huis 2"))  # type: ignore[attr-defined]
    report = start(session, world, QUARTER)
    fill(session, world, report, CALM)
    session.add(FlowMove(report_id=report.id, from_code="opvang", to_code="woning", people=2))
    session.flush()
    offer(session, report)
    content = json.loads(sign(session, report).content)
    assert content["doorstroom"] == [{"van": "opvang", "naar": "woning", "mensen": 2}]
    assert problems_of(session, report=report) == []
