"""Figures are frozen when the agenda is shared: what is corrected later is told beside them, and changes nothing of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from kpi.actions import dialogues
from kpi.actions.findings import recompute
from kpi.queries.deviations import deviations_of_provider
from kpi.queries.item_figures import FigureNow, figures_now
from kpi.queries.reports import find_report
from kpi.tables.dialogue import AgendaItem
from tests.factories.preparation import LATER, Prepared, changed, corrected, prepared
from tests.factories.reporting import CALM, QUARTER, submitted
from tests.support.queries import counted

BEFORE, SHARED_AT = "61,3 %", LATER


@pytest.fixture
def of(session: Session) -> Prepared:
    return prepared(session)


def frozen(session: Session, item_id: int) -> Row[*tuple[Any, ...]]:
    i = AgendaItem
    return session.execute(select(i.frozen_value, i.frozen_period, i.frozen_version, i.frozen_at).where(i.id == item_id)).one()


def now(session: Session, of: Prepared, item_id: int | None = None) -> FigureNow:
    return figures_now(session, session_id=of.session_id)[item_id or of.item_id]


def test_nothing_is_frozen_while_the_agenda_writes_itself(session: Session, of: Prepared) -> None:
    assert dialogues.freeze_agenda(session, session_id=of.session_id, at=LATER) == 0
    assert frozen(session, of.item_id) == ("", "", None, None)
    assert now(session, of).shown == BEFORE
    assert not now(session, of).is_changed


def test_sharing_freezes_value_quarter_version_and_moment(session: Session, of: Prepared) -> None:
    version = find_report(session, report_id=of.report.id, provider_id=None).version
    of.share(session)
    assert frozen(session, of.item_id) == (BEFORE, "2026-K3", version, SHARED_AT)
    assert not now(session, of).is_changed
    assert dialogues.freeze_agenda(session, session_id=of.session_id, at=LATER + timedelta(days=1)) == 0  # once is once


def test_a_correction_in_a_later_quarter_is_told_beside_it(session: Session, of: Prepared) -> None:
    of.share(session)
    before = frozen(session, of.item_id)
    corrected(session, of)
    assert frozen(session, of.item_id) == before
    told = now(session, of)
    assert (told.is_changed, told.frozen_value, told.shown, told.period) == (True, BEFORE, "80,6 %", "2026-K3")
    assert (told.corrected_in, told.corrected_reason) == ("2026-K4", "Er was dubbel geteld.")
    assert told.corrected_at == LATER + timedelta(days=80)


def test_the_same_quarter_signed_anew_is_told_beside_it(session: Session, of: Prepared) -> None:
    of.share(session)
    changed(session, of)
    told = now(session, of)
    assert (told.is_changed, told.shown, told.corrected_in) == (True, "93,5 %", "")
    assert (told.signed_at, told.asked) == (LATER + timedelta(days=2), "Kijk de aanmeldingen nog eens na.")
    assert told.version > frozen(session, of.item_id).frozen_version


def test_what_was_put_right_before_sharing_is_what_is_frozen(session: Session, of: Prepared) -> None:
    dialogues.put_on_agenda(session, session_id=of.session_id, deviation_ids=[of.deviation_id], **of.centre)
    changed(session, of)
    dialogues.share(session, session_id=of.session_id, **of.centre | {"at": LATER + timedelta(days=9)})
    told = now(session, of)
    assert (frozen(session, of.item_id).frozen_value, told.is_changed, told.asked) == ("93,5 %", False, "")


def test_an_open_report_changes_nothing_until_it_is_signed_again(session: Session, of: Prepared) -> None:
    of.share(session)
    recompute(session, report_id=of.report.id, by=of.chair, at=LATER)
    assert not now(session, of).is_changed


def test_a_deviation_that_comes_on_a_shared_agenda_freezes_at_that_moment(session: Session, of: Prepared) -> None:
    of.share(session)
    poor = CALM | {"BZ-01": ("20", "31")}
    submitted(session, of.world, QUARTER.shift(1), poor, explanation="Er was weinig personeel.")
    lines = deviations_of_provider(session, provider_id=of.world.provider_id, period="2026-K4")
    later = LATER + timedelta(days=3)
    (item_id,) = dialogues.put_on_agenda(session, session_id=of.session_id, deviation_ids=[lines[0].id], **of.centre | {"at": later})
    assert frozen(session, item_id)[:2] == ("64,5 %", "2026-K4")
    assert frozen(session, item_id).frozen_at == later
    assert frozen(session, of.item_id).frozen_at == SHARED_AT


def test_starting_shares_and_freezes(session: Session, of: Prepared) -> None:
    dialogues.start(session, session_id=of.session_id, **of.centre)
    assert frozen(session, of.item_id).frozen_value == BEFORE


def test_an_agreement_keeps_the_newest_signed_figure_of_its_kpi(session: Session, of: Prepared) -> None:
    action = _agreement(session, of)
    again = dialogues.plan_session(session, provider_id=of.world.provider_id, title="Daarna", planned_at=LATER, by=of.chair, at=LATER)
    item_id = session.scalars(select(AgendaItem.id).where(AgendaItem.action_point_id == action, AgendaItem.session_id == again)).one()
    submitted(session, of.world, QUARTER.shift(1), CALM, explanation="De cijfers zijn nu volledig.")
    dialogues.share(session, session_id=again, **of.centre)
    assert frozen(session, item_id)[:2] == ("100 %", "2026-K4")
    submitted(session, of.world, QUARTER.shift(2), CALM | {"BZ-01": ("30", "31")}, explanation="Een verhuizing.")
    told = figures_now(session, session_id=again)[item_id]
    assert (told.period, told.is_changed) == ("2026-K4", False)  # a newer quarter is no other figure


def test_one_question_whatever_the_number_of_points(session: Session, of: Prepared) -> None:
    with counted(session) as few:
        figures_now(session, session_id=of.session_id)
    assert len(few) == 1


def _agreement(session: Session, of: Prepared) -> int:
    dialogues.start(session, session_id=of.session_id, **of.centre)
    about = {"text": "Maak een plan", "owner_organisation": "Stichting De-Linde", "owner_name": "Sam", "due_on": date(2027, 1, 1)}
    return dialogues.make_action_point(session, session_id=of.session_id, agenda_item_id=of.item_id, **about, **of.centre)
