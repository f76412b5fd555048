"""Who is in care on the last day, saved on both databases: what is kept, what is refused, who was first, and what is signed of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.actions.reference import read_region
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.people import PeopleEntry, save_people, take_over_previous
from kpi.actions.reviews import request_change
from kpi.actions.submission import offer_for_signature
from kpi.domain.canonical import canonical_text, figures_of
from kpi.domain.openings import SECTION, Ask
from kpi.domain.people import keys_of
from kpi.domain.problems import SeveralRefused
from kpi.queries.content import content_of
from kpi.queries.people import PeopleOfReport, moves_and_people, people_of
from kpi.queries.readiness import problems_of
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.people import PeopleCount
from kpi.tables.report import Receipt
from tests.support.world import BEFORE, NOW, World, _places, fill

BANDS = read_region(Path("contracts/reference/maastricht-heuvelland")).age_bands
FORM, OTHER = "eerste-opvang", "bw-met-verblijf"
WELL = {("0935", "18-22"): "4", ("0935", "27-64"): "11", ("overig", "onbekend"): "5"}  # twenty, as the flows of the small world end


@dataclass
class Desk:
    """The open report of Huize Noord, and how its invoerder saves."""

    session: Session
    world: World

    def __post_init__(self) -> None:
        own = self.world.organisations["noord"]
        entry = self.world.people["invoerder-noord"].as_actor()
        at = find_report(self.session, report_id=self.world.reports["noord", NOW.code], provider_id=own).due_at
        self.own = {"report_id": self.world.reports["noord", NOW.code], "provider_id": own}
        self.who = {"by": entry, "at": at}

    @property
    def header(self) -> ReportHeader:
        return find_report(self.session, **self.own)

    @property
    def now(self) -> PeopleOfReport:
        return people_of(self.session, report=self.header, age_bands=BANDS)

    def save(self, *entries: PeopleEntry) -> int:
        return save_people(self.session, entries=entries, age_bands=BANDS, **self.own, **self.who)

    def take_over(self) -> int:
        return take_over_previous(self.session, age_bands=BANDS, **self.own, **self.who)

    def problems(self) -> list[str]:
        return [f"{one.field}: {one.reason}" for one in problems_of(self.session, report=self.header) if one.field.startswith("mensen-")]


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session, fill(session))


def tell_before(desk: Desk) -> None:
    """The table of the quarter before, as it was signed then."""
    report_id = desk.world.reports["noord", BEFORE.code]
    for (municipality, age), text in WELL.items():
        told = {"municipality_code": municipality, "age_group": age, "people": int(text)}
        desk.session.add(PeopleCount(report_id=report_id, care_form_code=FORM, **told))
    desk.session.flush()


def test_a_table_is_kept_whole_and_empty_is_zero(desk: Desk) -> None:
    assert desk.save(PeopleEntry(FORM, 0, WELL), PeopleEntry(OTHER, 0, dict.fromkeys(WELL, ""))) == 1
    found = desk.now.form(FORM)
    assert found is not None and (found.version, len(found.table), sum(found.table.values())) == (1, len(keys_of(desk.now.axes)), 20)
    assert desk.save(PeopleEntry(FORM, 1, WELL)) == 0, "the same again changes nothing"
    assert desk.session.scalar(select(func.count()).select_from(PeopleCount)) == 42
    assert desk.save(PeopleEntry(FORM, 1, WELL | {("0994", "65+"): "2"})) == 1
    assert desk.now.forms[0].version == 2
    assert desk.save(PeopleEntry(FORM, 2, dict.fromkeys(WELL, " "))) == 1, "an emptied table is not told any more"
    assert not desk.now.forms[0].is_told and desk.session.scalar(select(func.count()).select_from(PeopleCount)) == 0


def test_nothing_is_kept_when_one_cell_is_wrong(desk: Desk) -> None:
    with pytest.raises(SeveralRefused) as told:
        desk.save(PeopleEntry(FORM, 0, WELL), PeopleEntry(OTHER, 0, {("0935", "18-22"): "x", ("0981", "65+"): "-1", ("1729", "0-17"): "1,5"}))
    assert [one.field for one in told.value.problems] == [
        "mensen-bw-met-verblijf_1729_0-17", "mensen-bw-met-verblijf_0935_18-22", "mensen-bw-met-verblijf_0981_65+",
    ]  # fmt: skip
    assert told.value.problems[1].reason.startswith("Maastricht, 18 tot en met 22 jaar: Dit is geen getal.")
    assert not any(one.is_told for one in desk.now.forms)


def test_who_was_second_sees_both_texts(desk: Desk) -> None:
    desk.save(PeopleEntry(FORM, 0, WELL))
    with pytest.raises(Conflict) as lost:
        desk.save(PeopleEntry(FORM, 0, WELL | {("0935", "18-22"): "6"}))
    label = "Maastricht, 18 tot en met 22 jaar"
    assert (lost.value.mine, lost.value.theirs, lost.value.version) == ([(label, "6")], [(label, "4")], 1)


def test_a_foreign_report_an_unknown_form_and_an_unknown_cell_are_not_there(desk: Desk) -> None:
    with pytest.raises(NotFound):
        save_people(
            desk.session, entries=[], age_bands=BANDS, report_id=desk.own["report_id"], provider_id=desk.world.organisations["linde"], **desk.who
        )
    for entry in (PeopleEntry("bestaat-niet", 0, {}), PeopleEntry(FORM, 0, {("0000", "18-22"): "1"})):
        with pytest.raises(NotFound):
            desk.save(entry)


def test_last_quarter_is_taken_over_in_one_press_where_nothing_was_told(desk: Desk) -> None:
    with pytest.raises(Refused, match="niets om over te nemen"):
        desk.take_over()
    tell_before(desk)
    assert desk.take_over() == 1
    assert {key: str(people) for key, people in desk.now.forms[0].table.items() if people} == WELL
    with pytest.raises(Refused):
        desk.take_over()


def test_the_sum_must_be_the_end_before_it_is_offered_and_telling_nothing_is_allowed(desk: Desk) -> None:
    desk.save(PeopleEntry(FORM, 0, WELL | {("0935", "65+"): "3"}))
    assert desk.problems() == [], "the flows are not filled in yet: judged later"
    _places(desk.session, desk.own, **desk.who)
    (sentence,) = desk.problems()
    assert "De tabel telt op tot 23. Bij in-, door- en uitstroom is het eind 20. Dat is 3 te veel." in sentence
    with pytest.raises(SeveralRefused) as told:
        offer_for_signature(desk.session, version=desk.header.version, **desk.own, **desk.who)
    assert any(one.field == "mensen-eerste-opvang" for one in told.value.problems)
    desk.save(PeopleEntry(FORM, 1, WELL))
    assert desk.problems() == []


def test_what_is_signed_holds_it_only_when_it_was_told(desk: Desk) -> None:
    before = content_of(desk.session, header=desk.header)
    assert "mensen" not in before
    desk.save(PeopleEntry(FORM, 0, WELL))
    now = content_of(desk.session, header=desk.header)
    assert [(line["gemeente"], line["leeftijd"], line["mensen"]) for line in now["mensen"]] == [
        ("0935", "18-22", 4), ("0935", "27-64", 11), ("overig", "onbekend", 5),
    ]  # fmt: skip
    assert now["mensen"][0]["naam"] == "Eerste opvang, Maastricht, 18-22 jaar"
    assert figures_of(now) != figures_of(before)
    desk.save(PeopleEntry(FORM, 1, {}))
    assert canonical_text(content_of(desk.session, header=desk.header)) == canonical_text(before)
    assert moves_and_people(desk.session, report_id=desk.own["report_id"]) == ({}, ())
    signed = desk.session.scalars(select(Receipt.content)).all()
    assert signed and all("mensen" not in json.loads(text) for text in signed)


def test_while_a_change_is_asked_only_the_named_section_or_a_broken_sum_is_open(session: Session) -> None:
    world = fill(session)
    own = {"report_id": world.reports["linde", NOW.code], "provider_id": world.organisations["linde"]}
    manager, entry = world.people["contractmanager"].as_actor(), world.people["invoerder"].as_actor()
    header = find_report(session, **own)
    at = header.due_at
    asks = [Ask(SECTION, "stromen", "Klopt de uitstroom van de opvang?")]
    request_change(session, report_id=header.id, version=header.version, asks=asks, by=manager, at=at)
    told = {"entries": [PeopleEntry(FORM, 0, WELL)], "age_bands": BANDS, "by": entry, "at": at, **own}
    with pytest.raises(Refused, match="geen wijziging gevraagd"):
        save_people(session, **told)
    session.add(PeopleCount(report_id=header.id, care_form_code=FORM, municipality_code="0935", age_group="65+", people=19))
    session.flush()
    told["entries"] = [PeopleEntry(FORM, 1, WELL)]
    assert save_people(session, **told) == 1, "a table that does not add up any more may be mended"
    with pytest.raises(Refused, match="geen wijziging gevraagd"):
        save_people(session, **(told | {"entries": [PeopleEntry(FORM, 2, WELL | {("0935", "65+"): "1"})]}))
