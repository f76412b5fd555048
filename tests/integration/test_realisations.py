"""Files with realised amounts on both databases: nothing before "overnemen", then all or nothing, and the year's sum follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from contracts.actions.realisations import KEPT, forget_previews, keep_one, keep_preview, take_over, withdraw
from contracts.domain.preview import EXPIRED, PREVIEW, TAKEN_OVER
from contracts.domain.realisation_file import FIELDS, Entry, entries_of, read_entry
from contracts.domain.realisation_rows import BY_EVENTS
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.foundation.sheet import Raw, Sheet
from contracts.queries.realisation_imports import find_import, known_contracts, progress, recent_imports
from contracts.tables.agreement import Commitment, CommitmentYear
from contracts.tables.realisation import Realisation, RealisationImport
from tests.factories import contracts as make
from tests.support.queries import counted

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = make.actor()


def _arrangement(session: Session, reference: str, *, realised: int = 0) -> int:
    made = make.commitment(session, provider_id=make.organisation(session), years={2026: (100_000_00, realised)})
    session.execute(update(Commitment).where(Commitment.id == made).values(reference=reference))
    return made


def _read(session: Session, *rows: Sequence[Raw], at: datetime = AT) -> int:
    entries, remarks = entries_of([Sheet("Blad", (tuple(FIELDS.values()), *map(tuple, rows)))])
    return keep_preview(session, entries=entries, remarks=remarks, file_name="kwartaal.xlsx", sha256="ab" * 32, by=BY, at=at)


def _taken(session: Session, *rows: Sequence[Raw]) -> int:
    made = _read(session, *rows)
    take_over(session, import_id=made, version=1, by=BY, at=AT)
    return made


def _row(reference: str, amount: str = "12,50", first: str = "1-1-2026", last: str = "31-3-2026") -> tuple[Raw, ...]:
    return reference, first, last, amount, None, None


def _realised(session: Session, commitment_id: int) -> int:
    session.expire_all()
    found = session.scalar(select(CommitmentYear.realised_cents).where(CommitmentYear.commitment_id == commitment_id, CommitmentYear.year == 2026))
    return int(found or 0)


def _counting(session: Session) -> list[int]:
    return list(session.scalars(select(Realisation.amount_cents).where(Realisation.replaced_at.is_(None)).order_by(Realisation.id)))


def test_a_preview_changes_nothing_and_taking_it_over_everything(session: Session) -> None:
    first, second = _arrangement(session, "ARR-1"), _arrangement(session, "ARR-2")
    made = _read(session, _row("ARR-1"), _row("arr-2", "7"))
    assert (_counting(session), _realised(session, first), find_import(session, import_id=made).state) == ([], 0, PREVIEW)
    assert take_over(session, import_id=made, version=1, by=BY, at=AT) == 2
    assert (_realised(session, first), _realised(session, second), find_import(session, import_id=made).state) == (1250, 700, TAKEN_OVER)
    about = select(JournalEntry.object).where(JournalEntry.action == "realisatie overgenomen").order_by(JournalEntry.id)
    assert list(session.scalars(about)) == [f"commitment:{first}", f"commitment:{second}", f"realisation_import:{made}"]


def test_a_later_figure_for_the_same_days_takes_the_place_of_the_first(session: Session) -> None:
    made = _arrangement(session, "ARR-1")
    _taken(session, _row("ARR-1"), _row("ARR-1", "5", "1-4-2026", "30-6-2026"))
    _taken(session, _row("ARR-1", "20"))
    assert (_realised(session, made), _counting(session)) == (2500, [500, 2000])
    assert session.scalar(select(func.count()).select_from(Realisation)) == 3  # the first one is still there


def test_a_sum_without_a_last_day_gives_way(session: Session) -> None:
    made = _arrangement(session, "ARR-1", realised=90_00)
    _taken(session, _row("ARR-1"))
    assert _realised(session, made) == 1250


def test_one_wrong_row_keeps_the_whole_file_out(session: Session) -> None:
    made = _arrangement(session, "ARR-1")
    wrong = _read(session, _row("ARR-1"), _row("ARR-9"))
    with pytest.raises(Refused, match="fouten"):
        take_over(session, import_id=wrong, version=1, by=BY, at=AT)
    assert (_counting(session), _realised(session, made)) == ([], 0)


def test_a_subsidie_with_events_is_refused_also_when_they_came_after_the_preview(session: Session) -> None:
    made = _arrangement(session, "SUB-1")
    waiting = _read(session, _row("SUB-1"))
    session.execute(update(Commitment).where(Commitment.id == made).values(subsidy_state="verleend"))
    with pytest.raises(Conflict) as lost:
        take_over(session, import_id=waiting, version=1, by=BY, at=AT)
    assert BY_EVENTS in lost.value.theirs[0][1] and _counting(session) == []
    assert find_import(session, import_id=_read(session, _row("SUB-1"))).preview.lines[0].sentences == (BY_EVENTS,)


def test_what_changed_after_the_preview_is_shown_with_both(session: Session) -> None:
    made = _arrangement(session, "ARR-1")
    waiting = _read(session, _row("ARR-1"))
    quick = keep_preview(session, entries=[_entry("ARR-1", "99")], file_name="b.csv", sha256="", by=make.actor("Cor"), at=AT)
    session.execute(update(RealisationImport).where(RealisationImport.id == waiting).values(state=PREVIEW))
    take_over(session, import_id=quick, version=1, by=BY, at=AT)
    with pytest.raises(Conflict) as lost:
        take_over(session, import_id=waiting, version=1, by=BY, at=AT)
    assert lost.value.mine == [("ARR-1", "€ 12,50: nieuw.")] and lost.value.theirs == [("ARR-1", "€ 12,50: vervangt. Vervangt € 99,00.")]
    assert _realised(session, made) == 9900


def _entry(reference: str, amount: str, first: str = "1-1-2026", last: str = "31-3-2026") -> Entry:
    return read_entry({"reference": reference, "first_on": first, "last_on": last, "amount": amount}, place="")


def test_a_file_is_taken_over_once_in_the_version_that_was_seen_and_within_a_day(session: Session) -> None:
    _arrangement(session, "ARR-1")
    made = _read(session, _row("ARR-1"))
    with pytest.raises(Conflict):
        take_over(session, import_id=made, version=2, by=BY, at=AT)
    with pytest.raises(Refused, match="verlopen"):
        take_over(session, import_id=made, version=1, by=BY, at=AT + KEPT)
    take_over(session, import_id=made, version=1, by=BY, at=AT)
    with pytest.raises(Refused, match="al overgenomen"):
        take_over(session, import_id=made, version=2, by=BY, at=AT)
    with pytest.raises(Refused, match="niets nieuws"):
        take_over(session, import_id=_read(session, _row("ARR-1")), version=1, by=BY, at=AT)
    with pytest.raises(NotFound):
        take_over(session, import_id=99_999, version=1, by=BY, at=AT)


def test_a_new_preview_lets_the_former_lapse_and_old_ones_are_forgotten(session: Session) -> None:
    _arrangement(session, "ARR-1")
    first, second = _read(session, _row("ARR-1")), _read(session, _row("ARR-1"))
    session.expire_all()
    assert [find_import(session, import_id=each).state for each in (first, second)] == [EXPIRED, PREVIEW]
    kept = _taken(session, _row("ARR-1"))
    assert forget_previews(session, at=AT + KEPT - timedelta(seconds=1)) == 0
    assert forget_previews(session, at=AT + KEPT) == 2
    assert [item.id for item in recent_imports(session)] == [kept]


def test_one_typed_amount_is_refused_at_its_field_or_becomes_a_preview(session: Session) -> None:
    _arrangement(session, "ARR-1")
    with pytest.raises(Refused) as refused:
        keep_one(session, entry=_entry("ARR-1", "1,234"), by=BY, at=AT)
    assert refused.value.field == "amount"
    made = keep_one(session, entry=_entry("ARR-1", "1,23"), by=BY, at=AT)
    assert take_over(session, import_id=made, version=1, by=BY, at=AT) == 1


def test_an_amount_is_withdrawn_with_a_reason_and_once(session: Session) -> None:
    made = _arrangement(session, "ARR-1")
    _taken(session, _row("ARR-1"))
    (which,) = session.scalars(select(Realisation.id))
    with pytest.raises(Refused, match="minstens 10 tekens"):
        withdraw(session, realisation_id=which, reason="fout", by=BY, at=AT)
    assert withdraw(session, realisation_id=which, reason="Hoort bij een ander contract.", by=BY, at=AT) == made
    assert _realised(session, made) == 0
    with pytest.raises(Refused, match="telt al niet meer"):
        withdraw(session, realisation_id=which, reason="Hoort bij een ander contract.", by=BY, at=AT)
    with pytest.raises(NotFound):
        withdraw(session, realisation_id=99_999, reason="Hoort bij een ander contract.", by=BY, at=AT)


def test_progress_tells_until_which_day_and_what_is_not_known(session: Session) -> None:
    read, unknown, nothing = _arrangement(session, "A"), _arrangement(session, "B", realised=500), _arrangement(session, "C")
    _taken(session, _row("A"), _row("A", "1", "1-4-2026", "30-4-2026"))
    found = {each.commitment_id: (each.realised_cents, each.amounts, each.until) for each in progress(session, year=2026)}
    assert found == {read: (1350, 2, date(2026, 4, 30)), unknown: (500, 1, None), nothing: (0, 0, None)}


def test_the_questions_are_as_many_at_1_and_at_20_contracts(session: Session) -> None:
    counts = []
    for extra in (1, 19):
        for _ in range(extra):
            number = session.scalar(select(func.count()).select_from(Commitment))
            _arrangement(session, f"N-{number}")
            _taken(session, _row(f"N-{number}"))
        with counted(session) as sent:
            known_contracts(session, years=[2026])
            progress(session, year=2026)
            recent_imports(session)
        counts.append(len(sent))
    assert counts == [5, 5]


_ROWS = st.lists(
    st.tuples(st.sampled_from(["P", "Q", "ONBEKEND"]), st.integers(1, 9), st.integers(0, 2), st.integers(0, 10**6)), min_size=1, max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(_ROWS, min_size=1, max_size=4))
def test_random_files_keep_the_sums_and_are_never_half_written(session: Session, files: list[list[tuple[str, int, int, int]]]) -> None:
    with session.begin_nested() as attempt:
        ids = [_arrangement(session, "P"), _arrangement(session, "Q", realised=77)]
        for rows in files:
            told = [_row(who, f"{cents // 100},{cents % 100:02d}", f"1-{first}-2026", f"28-{first + more}-2026") for who, first, more, cents in rows]
            made, before = _read(session, *told), _counting(session)
            preview = find_import(session, import_id=made).preview
            try:
                take_over(session, import_id=made, version=1, by=BY, at=AT)
            except Refused:
                assert _counting(session) == before and (preview.faulty or not preview.good)
            else:
                assert not preview.faulty and sum(_counting(session)) == sum(before) + preview.more_cents
            asked = select(Realisation.commitment_id, func.sum(Realisation.amount_cents)).where(Realisation.replaced_at.is_(None))
            per = {row[0]: row[1] for row in session.execute(asked.group_by(Realisation.commitment_id))}
            assert [_realised(session, each) for each in ids] == [int(per.get(each, 0)) for each in ids]
        attempt.rollback()
