"""Publishing the regional summary and reading it back, on both databases; and the wall in front of the klankbordgroep."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Location, Organisation
from kpi.actions import summaries as actions
from kpi.queries import summaries
from kpi.queries.summary_sources import editions_made, summary_input
from kpi.tables.edition import SummaryEdition
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import ReportValue
from tests.factories import figures as f
from tests.factories.figures import NOW, QUARTER, actor

BY = actor("Jo Willems")


def quarter(session: Session, providers: list[Organisation], *, period: Quarter = QUARTER, more: int = 0) -> None:
    """Accepted reports of these aanbieders, with cells, flow and places."""
    version = session.scalars(select(IndicatorVersion)).first() or f.indicator(session, "NZ-01", name="Woning binnen een jaar")
    form = f.care_form(session)
    for number, provider in enumerate(providers, start=1):
        report = f.report(session, provider, period=period)
        f.cell(session, report, version, str(10 * number + more), "100")
        f.flow(session, report, form, begin=100, inflow=9, through_in=3, through_out=4, outflow=5 + more)
        f.capacity(session, report, form, occupied=50, free=6, closed=4, waiting=7)


def four(session: Session) -> list[Organisation]:
    return [f.organisation(session) for _ in range(4)]


def test_publish_and_read_back(session: Session) -> None:
    quarter(session, four(session))
    actions.publish(session, period=QUARTER, by=BY, at=NOW)
    session.expire_all()
    read = summaries.edition(session, period=QUARTER)
    assert (read.edition, read.is_intact, read.published_at) == (1, True, NOW)
    (figure,) = read.content.figures
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal(25), Decimal(100), Decimal(400))
    assert (read.content.flow_total.begin, read.content.flow_total.end) == (400, 412)
    assert (read.content.places.places, read.content.places.occupied, read.content.places.waiting) == (240, 200, 28)
    assert [line.edition for line in summaries.editions(session)] == [1]
    assert read.content == actions.preview(session, period=QUARTER).content
    assert actions.preview(session, period=QUARTER).language == ()


def test_no_name_and_no_free_text_is_in_the_content(session: Session) -> None:
    quarter(session, four(session))
    actions.publish(session, period=QUARTER, by=BY, at=NOW)
    content = session.scalars(select(SummaryEdition.content)).one()
    names = [*session.scalars(select(Organisation.name)), *session.scalars(select(Organisation.slug)), *session.scalars(select(Location.name))]
    assert len(names) == 12
    for secret in [*names, "Geheime toelichting", "Sam Peters", "Jo Willems"]:
        assert secret not in content


def test_only_accepted_reports_count_and_three_are_needed(session: Session) -> None:
    providers = four(session)
    quarter(session, providers[:2])
    waiting = f.report(session, providers[2], state="in beoordeling")
    f.cell(session, waiting, session.scalars(select(IndicatorVersion)).one(), "50", "100")
    f.flow(session, waiting, f.care_form(session), 10, 1, 1, 1, 1)
    f.capacity(session, waiting, f.care_form(session), occupied=5, free=5)
    given = summary_input(session, period=QUARTER)
    assert (given.accepted, given.expected, len(given.cells), len(given.flows), len(given.places)) == (2, 3, 2, 2, 2)
    with pytest.raises(Refused, match="minder dan 3"):
        actions.publish(session, period=QUARTER, by=BY, at=NOW)
    assert actions.preview(session, period=QUARTER).content.figures[0].value is None
    assert summaries.editions(session) == ()


def test_the_next_quarter_is_compared_with_the_published_one(session: Session) -> None:
    providers = four(session)
    quarter(session, providers, period=QUARTER.previous)
    assert actions.preview(session, period=QUARTER.previous).content.figures[0].previous is None
    actions.publish(session, period=QUARTER.previous, by=BY, at=NOW)
    quarter(session, providers, more=8)
    figure = actions.preview(session, period=QUARTER).content.figures[0]
    assert (figure.previous, figure.value, figure.message) == (Decimal(25), Decimal(33), "Woning binnen een jaar: het cijfer is gestegen.")


def test_a_new_edition_replaces_the_one_before_and_the_same_one_is_refused(session: Session) -> None:
    providers = four(session)
    quarter(session, providers)
    actions.publish(session, period=QUARTER, by=BY, at=NOW)
    with pytest.raises(Refused, match="niets veranderd"):
        actions.publish(session, period=QUARTER, by=BY, at=NOW)
    for cell in session.scalars(select(ReportValue)):
        cell.numerator = Decimal(40)
    session.flush()
    frozen = summaries.edition(session, period=QUARTER)
    assert frozen.content.figures[0].value == 25
    actions.publish(session, period=QUARTER, by=BY, at=NOW)
    assert [line.edition for line in summaries.editions(session)] == [2]
    assert [(made.edition, made.state) for made in editions_made(session, period=QUARTER)] == [(2, "gepubliceerd"), (1, "ingetrokken")]


def test_a_withdrawn_edition_cannot_be_read(session: Session) -> None:
    quarter(session, four(session))
    edition_id = actions.publish(session, period=QUARTER, by=BY, at=NOW)
    with pytest.raises(Refused):
        actions.withdraw(session, edition_id=edition_id, reason=" ", by=BY, at=NOW)
    actions.withdraw(session, edition_id=edition_id, reason="Een fout in de plekken", by=BY, at=NOW)
    with pytest.raises(NotFound):
        summaries.edition(session, period=QUARTER)
    with pytest.raises(Conflict):
        actions.withdraw(session, edition_id=edition_id, reason="Nog een keer", by=BY, at=NOW)
    with pytest.raises(NotFound):
        actions.withdraw(session, edition_id=999_999, reason="Onbekend", by=BY, at=NOW)
    told = session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert told == ["samenvatting gepubliceerd", "samenvatting ingetrokken"]


def test_a_changed_text_is_noticed(session: Session) -> None:
    quarter(session, four(session))
    actions.publish(session, period=QUARTER, by=BY, at=NOW)
    session.execute(text("UPDATE summary_edition SET content = replace(content, '400', '401')"))
    assert summaries.edition(session, period=QUARTER).is_intact is False


def test_definitions_follow_the_quarter(session: Session) -> None:
    f.indicator(session, "BZ-04", reported_by="gemeente")
    f.indicator(session, "NZ-03", frequency="jaar")
    f.indicator(session, "NZ-99", valid_to=QUARTER.previous.ends_on)
    f.indicator(session, "BZ-03", kind="mediaan", over_providers="niet")
    f.indicator(session, "MZ-01", kind="aantal", name="Cliënten per vorm", norm_kind="min", norm_low=Decimal("0.5"))
    found = {d.code: d for d in summary_input(session, period=QUARTER).definitions}
    assert set(found) == {"BZ-03", "MZ-01"}
    assert (found["BZ-03"].can_be_added, found["MZ-01"].can_be_added, found["MZ-01"].counts_people) == (False, True, True)


def test_the_klankbordgroeps_query_reads_one_table_only(session: Session) -> None:
    asked: list[str] = []
    quarter(session, four(session))
    actions.publish(session, period=QUARTER, by=BY, at=NOW)
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))
    summaries.editions(session)
    summaries.edition(session, period=QUARTER)
    assert len(asked) == 2 and all("FROM summary_edition" in statement and "JOIN" not in statement for statement in asked)


def test_the_wall_imports_nothing_behind_it() -> None:
    tree = ast.parse(Path(summaries.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    own = {name for name in imported if name and name.startswith(("kpi.", "contracts.tables", "contracts.queries"))}
    assert own == {"kpi.domain.summary_content", "kpi.tables.edition"}
