"""The schema goes up and down on both databases, does not drift from the code, and keeps the journal append-only."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from portal.developer import migration
from tests.support.databases import engine_for


def test_up_without_drift_then_down_to_nothing_and_up_again(empty_url: str) -> None:
    migration.upgrade(empty_url)
    assert migration.current(empty_url) == migration.head()
    assert migration.drift(empty_url) == []
    migration.downgrade(empty_url)
    engine = engine_for(empty_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    migration.upgrade(empty_url)


def test_no_line_of_the_journal_can_be_changed_or_removed(empty_url: str) -> None:
    migration.upgrade(empty_url)
    engine = engine_for(empty_url)
    line = "INSERT INTO journal VALUES (1, '2026-11-22 09:00:00', 'a', 'b', 'c', 'd', 'e', NULL, NULL, '{}', 'h')"
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(line))
    for statement in ("UPDATE journal SET result = 'x'", "DELETE FROM journal"):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            connection.execute(text(statement))
    engine.dispose()


def test_a_migration_that_would_orphan_rows_is_undone(tmp_path: Path) -> None:
    """SQLite alters a parent by copying it; with foreign keys on, that would delete its children."""
    url = f"sqlite:///{tmp_path / 'orphans.db'}"
    migration.upgrade(url)
    engine = engine_for(url)
    with pytest.raises(migration.DamagedReferences), migration._one_transaction(engine) as connection:
        connection.execute(text("INSERT INTO goal VALUES ('X', 'gone', 'n', 1, 's')"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM goal")).scalar() == 0
    engine.dispose()


OLD_DEVIATION = (
    "INSERT INTO organisation (id, slug, name, kind, is_fictitious, source) VALUES (1, 'a', 'A', 'aanbieder', true, 's')",
    "INSERT INTO indicator (code, family, position, source) VALUES ('MZ-01', 'maatzorg', 1, 's')",
    (
        "INSERT INTO report (id, provider_id, period, period_ends_on, first_due_at, due_at, last_edit_at, state, note, version) VALUES "
        "(1, 1, '2026-K3', '2026-09-30', '2026-11-01 00:00:00', '2026-11-01 00:00:00', '2026-12-01 00:00:00', 'ingediend', '', 1)"
    ),
    (
        "INSERT INTO deviation (id, report_id, provider_id, period, indicator_code, severity, state, found_at, version) VALUES "
        "(1, 1, 1, '2026-K3', 'MZ-01', 2, 'toegelicht', '2026-10-20 09:00:00', 3)"
    ),
    "INSERT INTO finding (deviation_id, rule, severity, sentence) VALUES (1, 'norm', 2, 'Onder de norm.')",
    "INSERT INTO finding (deviation_id, rule, severity, sentence) VALUES (1, 'vorig kwartaal', 1, 'Meer dan eerst.')",
)


def test_deviations_from_before_keep_their_findings_and_their_state(empty_url: str) -> None:
    migration.upgrade(empty_url)
    migration.downgrade(empty_url, "0003")
    engine = engine_for(empty_url)
    for statement in OLD_DEVIATION:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            connection.execute(text(statement))
    migration.upgrade(empty_url)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT rule, nature, sentence, shared_sentence FROM finding ORDER BY position")).all()
        assert [tuple(row) for row in kept] == [
            ("norm", "contractual", "Onder de norm.", "Onder de norm."),
            ("vorig kwartaal", "statistical", "Meer dan eerst.", "Meer dan eerst."),
        ]
        assert connection.execute(text("SELECT state, owner_name FROM deviation")).one() == ("toegelicht", "")
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("UPDATE deviation SET state = 'afspraak loopt'"))
    migration.downgrade(empty_url, "0003")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT state FROM deviation")).scalar() == "op de agenda"
        assert connection.execute(text("SELECT count(*) FROM finding")).scalar() == 2
    migration.upgrade(empty_url)
    engine.dispose()


OLD_MONEY = (
    "INSERT INTO organisation (id, slug, name, kind, is_fictitious, source) VALUES (2, 'b', 'B', 'aanbieder', true, 's')",
    (
        "INSERT INTO commitment (id, provider_id, kind, reference, name, starts_on, ends_on, version) "
        "VALUES (1, 2, 'subsidie', 'S', 'N', '2025-03-01', '2026-12-31', 1)"
    ),
    "INSERT INTO commitment_year (commitment_id, year, committed_cents, realised_cents, version) VALUES (1, 2025, 500, 120, 1), (1, 2026, 500, 0, 1)",
)


def test_what_was_realised_before_files_could_be_read_stays_and_says_what_is_not_known(empty_url: str) -> None:
    migration.upgrade(empty_url)
    migration.downgrade(empty_url, "0004")
    engine = engine_for(empty_url)
    for statement in OLD_MONEY:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            connection.execute(text(statement))
    migration.upgrade(empty_url)
    asked = "SELECT year, CAST(first_on AS VARCHAR(10)), last_on, amount_cents FROM realisation"
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(asked))] == [(2025, "2025-01-01", None, 120)]
        assert connection.execute(text("SELECT product_code, division FROM commitment, commitment_year LIMIT 1")).one() == ("", "bedragen")
    migration.downgrade(empty_url, "0004")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT sum(realised_cents) FROM commitment_year")).scalar() == 120
    engine.dispose()


OLD_EDITION = (
    "INSERT INTO summary_edition (id, period, edition, state, published_at, published_by, content, sha256, version) VALUES "
    "(1, '2026-K1', 1, 'ingetrokken', '2026-06-01 09:00:00', 'Jo', '{}', 'a', 2), "
    "(2, '2026-K1', 2, 'gepubliceerd', '2026-06-02 09:00:00', 'Jo', '{}', 'b', 1)"
)


def test_an_edition_that_nobody_audited_is_taken_back_and_keeps_its_text(empty_url: str) -> None:
    migration.upgrade(empty_url)
    migration.downgrade(empty_url, "0006")
    engine = engine_for(empty_url)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(OLD_EDITION))
    migration.upgrade(empty_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT state, content, sha256, version, withdrawn_reason FROM summary_edition ORDER BY id")).all()
    assert [tuple(row)[:4] for row in rows] == [("ingetrokken", "{}", "a", 2), ("ingetrokken", "{}", "b", 2)]
    assert [bool(row.withdrawn_reason) for row in rows] == [False, True]
    migration.downgrade(empty_url, "0006")
    migration.upgrade(empty_url)
    engine.dispose()
