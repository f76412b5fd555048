"""Two hundred ways of tampering with the journal: every one is found, and the place is named."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from contracts.foundation.journal import GENESIS, JournalEntry, seal
from portal.developer import backup, journal_check
from portal.web import clock
from tests.support.databases import KEY, Postgresql, Sqlite, engine_for, session_on
from tests.support.figures import measured
from tests.support.portal import portal_on
from tests.support.whole_world import Whole

Tamper = Callable[[sqlite3.Connection, random.Random, int], int]
FIELDS = ("action", "object", "result", "origin", "actor", "details", "at", "person_id", "organisation_id", "hash")


def _change(one: sqlite3.Connection, dice: random.Random, last: int) -> int:
    line, field = dice.randint(1, last), dice.choice(FIELDS)
    new = {"at": "2020-01-01 00:00:00.000000", "person_id": 987, "organisation_id": 987, "hash": "f" * 64}.get(field, "iets anders")
    one.execute(f"UPDATE journal SET {field} = ? WHERE id = ?", (new, line))
    return line


def _delete(one: sqlite3.Connection, dice: random.Random, last: int) -> int:
    line = dice.randint(1, last - 1)
    one.execute("DELETE FROM journal WHERE id = ?", (line,))
    return line


def _delete_and_close_up(one: sqlite3.Connection, dice: random.Random, last: int) -> int:
    line = dice.randint(1, last - 1)
    one.execute("DELETE FROM journal WHERE id = ?", (line,))
    for number in range(line + 1, last + 1):
        one.execute("UPDATE journal SET id = ? WHERE id = ?", (number - 1, number))
    return line


def _insert(one: sqlite3.Connection, dice: random.Random, last: int) -> int:
    line = dice.randint(1, last)
    for number in range(last, line - 1, -1):
        one.execute("UPDATE journal SET id = ? WHERE id = ?", (number + 1, number))
    facts = "at, action, object, result, origin, actor, person_id, organisation_id, details, hash"
    one.execute(f"INSERT INTO journal (id, {facts}) SELECT ?, {facts} FROM journal WHERE id = ?", (line, line + 1))
    return line + 1  # the copy itself is equal to the line it copies; the next one no longer follows


def _swap(one: sqlite3.Connection, dice: random.Random, last: int) -> int:
    line = dice.randint(1, last - 1)
    for old, new in ((line, last + 99), (line + 1, line), (last + 99, line + 1)):
        one.execute("UPDATE journal SET id = ? WHERE id = ?", (new, old))
    return line


def _cut_the_tail(one: sqlite3.Connection, dice: random.Random, last: int) -> int:
    anchor: int = one.execute("SELECT max(journal_id) FROM receipt").fetchone()[0]
    line = dice.randint(2, anchor)
    one.execute("DELETE FROM journal WHERE id >= ?", (line,))
    found: int = one.execute("SELECT min(journal_id) FROM receipt WHERE journal_id >= ?", (line,)).fetchone()[0]
    return found


def _recompute_without_the_key(one: sqlite3.Connection, dice: random.Random, last: int) -> int:
    line = dice.randint(1, last)
    one.execute("UPDATE journal SET result = 'mislukt' WHERE id = ?", (line,))
    one.commit()
    url = f"sqlite:///{one.execute('PRAGMA database_list').fetchone()[2]}"
    engine = engine_for(url)
    session = session_on(engine)
    hashes, before = {}, GENESIS
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.id)):
        before = entry.hash if entry.id < line else seal(before, entry, b"a guess at the key")
        hashes[entry.id] = before
    session.close()
    engine.dispose()
    one.executemany("UPDATE journal SET hash = ? WHERE id = ?", [(new, number) for number, new in hashes.items()])
    return line


TAMPERS: tuple[Tamper, ...] = (_change, _delete, _delete_and_close_up, _insert, _swap, _cut_the_tail, _recompute_without_the_key)


@pytest.fixture
def kept(whole_server: tuple[Sqlite | Postgresql, Whole]) -> Iterator[Path]:
    """A SQLite file with the whole world and an untouched journal."""
    if not isinstance(whole_server[0], Sqlite):
        pytest.skip("tampering is done to a SQLite copy; the check itself is the same for both")
    with whole_server[0].fresh("whole") as url:
        yield Path(url.removeprefix("sqlite:///"))


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody with the file and without the key: the triggers are the first to go."""
    one = sqlite3.connect(path)
    one.execute("DROP TRIGGER journal_no_update")
    one.execute("DROP TRIGGER journal_no_delete")
    one.execute("DROP TRIGGER journal_only_at_the_end")
    yield one
    one.commit()
    one.close()


def test_every_tampering_is_found_and_its_place_named(kept: Path, tmp_path: Path) -> None:
    assert journal_check.check_file(kept, key=KEY) is None
    dice, missed = random.Random(200), []
    for number in range(200):
        copy = tmp_path / f"copy-{number}.db"
        shutil.copy(kept, copy)
        tamper = TAMPERS[number % len(TAMPERS)]
        with _opened(copy) as one:
            last: int = one.execute("SELECT max(id) FROM journal").fetchone()[0]
            place = tamper(one, dice, last)
        found = journal_check.check_file(copy, key=KEY)
        if found is None or abs(found.entry_id - place) > (1 if tamper is _cut_the_tail else 0):
            missed.append(f"{tamper.__name__} at {place}: {found}")
        for leftover in tmp_path.glob(f"{copy.name}*"):
            leftover.unlink()
    measured("audit tamperings tried", 200)
    measured("audit tamperings missed", len(missed))
    assert missed == []


def test_the_triggers_refuse_before_anybody_drops_them(kept: Path) -> None:
    one = sqlite3.connect(kept)
    for statement in ("UPDATE journal SET result = 'x'", "DELETE FROM journal", "REPLACE INTO journal SELECT * FROM journal WHERE id = 1"):
        with pytest.raises(sqlite3.IntegrityError):
            one.execute(statement)
    one.close()


def _settings(path: Path) -> Any:
    return portal_on(f"sqlite:///{path}").config["SETTINGS"]


def test_a_backup_comes_back_whole(kept: Path, tmp_path: Path) -> None:
    settings = _settings(kept)
    made = backup.back_up(settings, folder=tmp_path, at=clock.now())
    with sqlite3.connect(kept) as one:
        one.execute("UPDATE person SET name = 'Weg'")
        one.commit()
    one.close()
    old = backup.restore(settings, backup=made, at=clock.now())
    assert old is not None and old.exists()
    back = sqlite3.connect(kept)
    assert back.execute("SELECT count(*) FROM person WHERE name = 'Weg'").fetchone()[0] == 0
    back.close()
    assert journal_check.check_file(kept, key=KEY) is None
    outside = journal_check.anchors_of([made.with_suffix(".json")])
    with _opened(kept) as cut:
        cut.execute("DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)")
    assert journal_check.check(f"sqlite:///{kept}", key=KEY, outside=outside) is not None, "the sidecar is an anchor for the last line"


@pytest.mark.parametrize("where", [0.05, 0.3, 0.6, 0.95])
def test_a_corrupted_backup_is_refused_and_nothing_is_replaced(kept: Path, tmp_path: Path, where: float) -> None:
    settings = _settings(kept)
    made = backup.back_up(settings, folder=tmp_path, at=clock.now())
    whole = bytearray(made.read_bytes())
    whole[int(len(whole) * where)] ^= 0xFF
    made.write_bytes(bytes(whole))
    before = kept.read_bytes()
    with pytest.raises(backup.BadBackup):
        backup.restore(settings, backup=made, at=clock.now())
    assert kept.read_bytes() == before
    measured("corrupted backups tried", 1)


def test_a_tampered_database_is_not_backed_up(kept: Path, tmp_path: Path) -> None:
    with _opened(kept) as one:
        one.execute("UPDATE journal SET result = 'anders' WHERE id = 5")
    with pytest.raises(backup.BadBackup, match="regel 5"):
        backup.back_up(_settings(kept), folder=tmp_path, at=clock.now())
    assert not list(tmp_path.glob("*.json"))
