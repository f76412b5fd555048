"""On "Controleren" the aanbieder reads what its figures will bring, as a question that an explanation at the cell answers."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from contracts.foundation.database import begin_writing
from contracts.foundation.period import Quarter
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report, ReportValue
from portal.extensions import db
from portal.web import clock
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import BEFORE, NOW, World, _cells

CHECK = "/aanbieder/rapportages/2026-k3/controleren"
CODE = "CF-04"
QUIET = ("0", "0", "1", "0", "0", "0")


def _more_history(session: Session, world: World) -> None:
    """Signed quarters before the one that is there, with this one figure."""
    first = session.execute(select(Report.__table__).where(Report.id == world.reports["noord", BEFORE.code])).mappings().one()
    version_id = session.scalar(select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == CODE))
    for back, number in enumerate(QUIET, start=1):
        period = Quarter(BEFORE.year, BEFORE.number).shift(-back)
        row = {**first, "period": period.code, "period_starts_on": period.starts_on, "period_ends_on": period.ends_on}
        made = session.execute(insert(Report).values(**{name: row[name] for name in first if name != "id"}).returning(Report.id)).scalar_one()
        session.add(ReportValue(report_id=made, indicator_version_id=version_id, numerator=number, changed_at=clock.now(), changed_by="Proef"))


def _now(session: Session, world: World, **figure: str) -> None:
    """The figure of this quarter."""
    version_id = select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == CODE).scalar_subquery()
    mine = ReportValue.report_id == world.reports["noord", NOW.code], ReportValue.indicator_version_id == version_id
    session.execute(update(ReportValue).where(*mine).values(**figure).execution_options(synchronize_session=False))


def changed(app: Flask, world: World, **figure: str) -> None:
    """Change the figure of this quarter behind the screens."""
    with app.app_context():
        session = db.session()
        begin_writing(session)
        _now(session, world, **figure)
        session.commit()
        db.session.remove()


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of Huize Noord, whose figure of this quarter lies outside what was usual."""
    own = {"report_id": world.reports["noord", NOW.code], "provider_id": world.organisations["noord"]}
    with app.app_context():
        session = db.session()
        begin_writing(session)
        _more_history(session, world)
        _cells(session, own, set(), world.people["invoerder-noord"].as_actor(), clock.now())
        _now(session, world, numerator="4")
        session.commit()
        db.session.remove()
    return signed_in(app, world.people["invoerder-noord"])


def section_of(page: Answer) -> str:
    """What stands under "Dit gaat opvallen"; "" without it."""
    return page.html.partition('aria-labelledby="valt-op"')[2].partition("</section>")[0]


def test_what_will_stand_out_is_a_question_with_the_place_of_its_answer(app: Flask, world: World, entry: Inspector) -> None:
    page = entry.get(CHECK)
    told = section_of(page)
    assert "Dit kwartaal valt op" in told and "Schrijf op wat er gebeurde" in told and CODE in told and "hoger dan te verwachten was" in told
    assert "2026-K3" not in told
    place = f"/aanbieder/rapportages/2026-k3/cijfers/contract#explanation-{CODE}"
    assert place in page.links() and f'id="explanation-{CODE}"' in entry.get(place.partition("#")[0]).html


def test_an_explanation_at_the_cell_answers_it(app: Flask, world: World, entry: Inspector) -> None:
    changed(app, world, explanation="Drie meldingen gingen over dezelfde nacht.")
    told = section_of(entry.get(CHECK))
    assert "Uw uitleg staat al bij dit cijfer" in told and "Drie meldingen gingen over dezelfde nacht." in told and "#explanation" not in told


def test_a_usual_figure_brings_no_question(app: Flask, world: World, entry: Inspector) -> None:
    changed(app, world, numerator="1")
    assert section_of(entry.get(CHECK)) == ""


def test_the_page_asks_no_more_of_the_database_for_it(app: Flask, world: World, entry: Inspector) -> None:
    with counted_requests(app) as sent:
        assert section_of(entry.get(CHECK))
    with_question = len(sent)
    changed(app, world, numerator="1")
    with counted_requests(app) as sent:
        assert not section_of(entry.get(CHECK))
    assert with_question == len(sent) <= 8


def test_once_it_is_handed_in_the_register_speaks(app: Flask, world: World) -> None:
    assert section_of(signed_in(app, world.people["invoerder"]).get(CHECK)) == ""
