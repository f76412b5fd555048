"""Options of a raamovereenkomst on both databases: used in time, in their order, and kept as versions."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.options import add_option, use_option
from contracts.domain.options import MOST_OPTIONS, Option
from contracts.domain.subject import of_agreement
from contracts.domain.terms import Unit
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.queries.amendments import amendments_of
from contracts.queries.terms import frame_now
from contracts.tables.agreement import Agreement
from tests.factories import contracts as make

ANNA = make.actor("Anna")
YEAR = Option(1, Unit.YEARS, 6, Unit.MONTHS)
WHY = "Besluit van het college."
LAST_DAY = datetime(2029, 6, 30, 20, tzinfo=UTC)
TOO_LATE = datetime(2029, 6, 30, 22, 30, tzinfo=UTC)  # it is 1 July in the Netherlands


def at(year: int, month: int = 1) -> datetime:
    return datetime(year, month, 5, 9, tzinfo=UTC)


@pytest.fixture
def frame(session: Session) -> int:
    """Until 31 December 2029, with two options of a year that are decided on half a year before."""
    made = make.agreement(session, provider_id=make.organisation(session))
    for number in (1, 2):
        assert add_option(session, agreement_id=made, option=YEAR, reason=WHY, version=number, by=ANNA, at=at(2026)) == number
    return made


def use(session: Session, frame: int, number: int, *, version: int, moment: datetime) -> date:
    return use_option(session, agreement_id=frame, number=number, reason=WHY, version=version, by=ANNA, at=moment).ends_on


def test_an_option_that_is_used_in_time_moves_the_end_and_keeps_the_first_one(session: Session, frame: int) -> None:
    assert use(session, frame, 1, version=3, moment=LAST_DAY) == date(2030, 12, 31)
    assert use(session, frame, 2, version=4, moment=at(2030)) == date(2031, 12, 31)
    row = session.execute(select(Agreement.ends_on, Agreement.base_ends_on, Agreement.version).where(Agreement.id == frame)).one()
    assert tuple(row) == (date(2031, 12, 31), date(2029, 12, 31), 5)
    versions = amendments_of(session, subject=of_agreement(frame))
    assert [one.number for one in versions] == [5, 4, 3, 2, 1]
    assert (versions[1].effective_on, versions[0].effective_on) == (date(2030, 1, 1), date(2031, 1, 1))
    assert versions[1].changed[1].sentence == "Laatste dag: was 31 december 2029, is nu 31 december 2030."
    assert versions[0].content == frame_now(session, agreement_id=frame).terms.text
    with pytest.raises(Refused, match="is al gebruikt"):
        use(session, frame, 1, version=5, moment=at(2030))


@pytest.mark.parametrize(
    ("number", "moment", "says"),
    [
        (1, TOO_LATE, "Verlenging 1 is vervallen. Beslissen kon tot en met 30 juni 2029."),
        (2, TOO_LATE, "Verlenging 2 is vervallen"),
        (2, LAST_DAY, "kan niet zonder de verlenging ervoor"),
    ],
)
def test_too_late_or_out_of_turn_is_refused(session: Session, frame: int, number: int, moment: datetime, says: str) -> None:
    before = frame_now(session, agreement_id=frame)
    with pytest.raises(Refused, match=says):
        use(session, frame, number, version=3, moment=moment)
    assert frame_now(session, agreement_id=frame) == before


def test_two_people_do_not_use_one_option_twice(session: Session, frame: int) -> None:
    use(session, frame, 1, version=3, moment=LAST_DAY)
    with pytest.raises(Conflict) as lost:
        use(session, frame, 2, version=3, moment=at(2030))
    assert lost.value.by.startswith("Anna") and ("Laatste dag", "31 december 2030") in lost.value.theirs
    with pytest.raises(Refused, match="is al gebruikt"):
        use(session, frame, 1, version=3, moment=LAST_DAY)


def test_what_is_not_there_is_not_found_and_what_nobody_agrees_on_is_refused(session: Session, frame: int) -> None:
    for number in (0, 3):
        with pytest.raises(NotFound):
            use(session, frame, number, version=3, moment=LAST_DAY)
    with pytest.raises(Conflict):
        add_option(session, agreement_id=frame, option=YEAR, reason=WHY, version=1, by=ANNA, at=LAST_DAY)
    with pytest.raises(Refused, match="Vul in: waarom"):
        add_option(session, agreement_id=frame, option=YEAR, reason="", version=3, by=ANNA, at=LAST_DAY)
    for number in range(3, MOST_OPTIONS + 1):
        add_option(session, agreement_id=frame, option=YEAR, reason=WHY, version=number, by=ANNA, at=LAST_DAY)
    with pytest.raises(Refused, match="hoogstens"):
        add_option(session, agreement_id=frame, option=YEAR, reason=WHY, version=MOST_OPTIONS + 1, by=ANNA, at=LAST_DAY)
