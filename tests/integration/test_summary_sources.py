"""What a publication is made of, read on both databases: only accepted reports, people only when all told them, four questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from sqlalchemy import event, update
from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.tables.organisation import Municipality, Organisation
from contracts.tables.programme import CareForm
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.scheme import scheme
from kpi.domain.publication.source import providers_of, source_sha256
from kpi.queries.summary_sources import summary_input
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.people import PeopleCount
from kpi.tables.report import Report
from tests.factories import figures as f
from tests.factories.figures import QUARTER
from tests.unit.publication.region import RULES

BANDS = (AgeBand("0-22", "tot en met 22 jaar", 0, 22, "proef"), AgeBand("23+", "23 jaar en ouder", 23, None, "proef"))
GEMEENTEN, AGES = ("0935", "0938", "overig"), ("0-22", "23+", "onbekend")


@contextmanager
def questions(session: Session) -> Iterator[list[str]]:
    """The statements that go to the database in this block."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def people(session: Session, report: Report, form: CareForm, numbers: list[int]) -> None:
    """Row by row: three gemeenten by three age groups."""
    places = [(gemeente, age) for gemeente in GEMEENTEN for age in AGES]
    for (gemeente, age), number in zip(places, numbers, strict=True):
        row = PeopleCount(report_id=report.id, care_form_code=form.code, municipality_code=gemeente, age_group=age, people=number)
        f.saved(session, row)


def region(session: Session, *, told: bool = True) -> list[Organisation]:
    """Four aanbieders with an accepted report; each has 9 people in its house and 20 in flats, and the second form of the last has nobody."""
    for code, name in (("0935", "Maastricht"), ("0938", "Meerssen")):
        f.saved(session, Municipality(code=code, name=name, is_centre=code == "0935", source="test"))
    house, flats = f.care_form(session, "bw-met-verblijf", "Beschermd wonen"), f.care_form(session, "zelfstandig-met-begeleiding", "Eigen woning")
    ratio = f.indicator(session, "NZ-02", prefill="geen | cijfers:noemer van MZ-05")
    providers = [f.organisation(session) for _ in range(4)]
    for number, provider in enumerate(providers):
        report = f.report(session, provider)
        f.flow(session, report, house, begin=8, inflow=3, through_in=0, through_out=0, outflow=2)
        f.flow(session, report, flats, begin=20, inflow=0, through_in=0, through_out=0, outflow=0 if number < 3 else 20)
        f.capacity(session, report, house, occupied=9, free=1, waiting=number)
        f.cell(session, report, ratio, "30", "40")
        if told:
            people(session, report, house, [1] * 9)
            people(session, report, flats, [4, 4, 4, 4, 4, 0, 0, 0, 0]) if number < 3 else None
    return providers


def test_all_of_a_quarter_in_four_questions(session: Session) -> None:
    providers = region(session)
    session.expire_all()
    with questions(session) as asked:
        given = summary_input(session, period=QUARTER, age_bands=BANDS)
    assert len(asked) == 4
    assert (given.accepted, given.expected) == (4, 4)
    assert [one.code for one in given.axes.municipalities] == list(GEMEENTEN)
    assert [one.code for one in given.axes.ages] == list(AGES)
    assert [one.name for one in given.axes.forms] == ["Beschermd wonen", "Eigen woning"]
    assert given.axes.centre == "0935"
    assert sum(one.people for one in given.people) == 4 * 9 + 3 * 20
    assert {(flow.form, flow.pijler) for flow in given.flows} == {("bw-met-verblijf", "maatzorg"), ("zelfstandig-met-begeleiding", "maatzorg")}
    assert len(given.flows) == 8
    assert [(cell.code, cell.numerator, cell.denominator) for cell in given.cells] == [("NZ-02", Decimal(30), Decimal(40))] * 4
    (definition,) = given.definitions
    assert (definition.prefill, definition.pijler) == ("geen | cijfers:noemer van MZ-05", "Maatzorg")
    made = scheme(given, Choice(), RULES, name=QUARTER.code)
    assert [len(table.cells) for table in made.tables] == [4, 4, 3]
    assert made.bundle.cells[f"{QUARTER.code}|gl|0938|23+"].value == 4 + 3 * 4
    assert providers_of(made.bundle) == {provider.id for provider in providers}


def test_people_are_read_only_when_every_form_with_people_told_them(session: Session) -> None:
    providers = region(session)
    late = f.report(session, f.organisation(session))
    f.flow(session, late, f.care_form(session, "bw-met-verblijf"), begin=3, inflow=0, through_in=0, through_out=0, outflow=0)
    assert summary_input(session, period=QUARTER, age_bands=BANDS).people == ()
    again = summary_input(session, period=QUARTER, age_bands=BANDS, providers=[provider.id for provider in providers])
    assert sum(one.people for one in again.people) == 96
    assert (again.accepted, again.expected) == (4, 5)


def test_what_is_not_accepted_is_in_no_figure(session: Session) -> None:
    providers = region(session)
    session.execute(update(Report).where(Report.provider_id == providers[0].id).values(state="in beoordeling"))
    given = summary_input(session, period=QUARTER, age_bands=BANDS)
    assert (given.accepted, given.expected) == (3, 4)
    accepted = {provider.id for provider in providers[1:]}
    assert {one.provider for one in given.cells} == {one.provider for one in given.flows} == accepted
    assert {one.provider for one in given.places} == {one.provider for one in given.people} == accepted


def test_a_code_that_the_region_no_longer_names_joins_the_rest(session: Session) -> None:
    region(session)
    given = summary_input(session, period=QUARTER, age_bands=BANDS[:1])
    assert {one.age for one in given.people} == {"0-22", "onbekend"}
    assert sum(one.people for one in given.people) == 96


def test_the_fingerprint_changes_with_a_figure_and_with_nothing_else(session: Session) -> None:
    region(session)
    first = source_sha256(summary_input(session, period=QUARTER, age_bands=BANDS))
    session.expire_all()
    assert source_sha256(summary_input(session, period=QUARTER, age_bands=BANDS)) == first
    assert source_sha256(summary_input(session, period=QUARTER, age_bands=BANDS[:1])) != first
    session.execute(update(PeopleCount).where(PeopleCount.people == 1, PeopleCount.age_group == "23+").values(people=2))
    changed = source_sha256(summary_input(session, period=QUARTER, age_bands=BANDS))
    assert changed != first
    session.execute(update(IndicatorVersion).values(name="Iets anders"))
    assert source_sha256(summary_input(session, period=QUARTER, age_bands=BANDS)) not in (first, changed)
