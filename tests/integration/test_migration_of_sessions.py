"""Sessions from before the partnership table was whole: what was settled keeps its hash, and everything that is open gets its one place."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from sqlalchemy import Connection, text

from kpi.domain.minutes import RecordedAction, RecordedHead, RecordedItem, fingerprint_of, parse
from portal.developer import migration
from tests.support.databases import engine_for

ITEM = RecordedItem(10, "data", 3000, "Doorstroom", 1, "Het cijfer is 41 %.", "Besproken.")
ACTION = RecordedAction(20, 10, 1, "Maak een plan", "A", "Sam", date(2026, 12, 1))
AGREED_TO = (  # the first form of the record: what both sides consented to before editions were kept
    '{"afspraken":[{"action_id":20,"agenda_item_id":10,"deviation_id":1,"due_on":"2026-12-01","owner_name":"Sam","owner_organisation":"A",'
    '"text":"Maak een plan"}],"agenda":[{"deviation_id":1,"figures":"Het cijfer is 41 %.","item_id":10,"minutes":"Besproken.","part":"data",'
    '"position":3000,"title":"Doorstroom"}]}'
)
OLD = (
    (
        "INSERT INTO organisation (id, slug, name, kind, is_fictitious, source) VALUES "
        "(5, 'centrum', 'Maastricht', 'centrumgemeente', true, 's'), (6, 'a', 'A', 'aanbieder', true, 's')"
    ),
    "INSERT INTO indicator (code, family, position, source) VALUES ('MZ-01', 'maatzorg', 1, 's'), ('MZ-02', 'maatzorg', 2, 's')",
    (
        "INSERT INTO report (id, provider_id, period, period_ends_on, first_due_at, due_at, last_edit_at, state, note, version, kind, title, "
        "contract_basis) VALUES (1, 6, '2026-K3', '2026-09-30', '2026-11-01 00:00:00', '2026-11-01 00:00:00', '2026-12-01 00:00:00', 'ingediend', "
        "'', 1, 'kwartaal', '', '')"
    ),
    (
        "INSERT INTO deviation (id, report_id, provider_id, period, indicator_code, severity, state, found_at, version, owner_name) VALUES "
        "(1, 1, 6, '2026-K3', 'MZ-01', 2, 'afspraak loopt', '2026-10-20 09:00:00', 3, ''), "
        "(2, 1, 6, '2026-K3', 'MZ-02', 2, 'nieuw', '2026-10-20 09:00:00', 1, '')"
    ),
    (
        "INSERT INTO dialogue_session (id, provider_id, title, planned_at, place, state, version) VALUES "
        "(1, 6, 'Geweest', '2026-08-01 08:00:00', '', 'vastgesteld', 9), (2, 6, 'Komt', '2026-12-01 08:00:00', '', 'voorbereiding', 1)"
    ),
    (
        "INSERT INTO dialogue_event (session_id, kind, at, person_name, organisation_name, note) VALUES "
        "(1, 'gepland', '2026-07-01 08:00:00', 'K', 'M', ''), (1, 'vastgesteld', '2026-08-09 08:00:00', 'K', 'M', '')"
    ),
    (
        "INSERT INTO agenda_item (id, session_id, part, position, title, deviation_id, figures, minutes, changed_by, version) VALUES "
        "(10, 1, 'data', 3000, 'Doorstroom', 1, 'Het cijfer is 41 %.', 'Besproken.', 'K', 2), "
        "(11, 2, 'dialoog', 1, 'Open afspraak: Maak een plan', NULL, 'Maak een plan', '', 'K', 1), "
        "(12, 2, 'waarden', 1000, 'Wat willen we samen bereiken?', NULL, '', '', 'K', 1)"
    ),
    (
        "INSERT INTO action_point (id, session_id, agenda_item_id, deviation_id, provider_id, text, owner_organisation, owner_name, due_on, state, "
        "closed_reason, version) VALUES (20, 1, 10, 1, 6, 'Maak een plan', 'A', 'Sam', '2026-12-01', 'open', '', 1)"
    ),
)


def _consents(connection: Connection) -> None:
    sha256 = fingerprint_of(AGREED_TO)
    for side in ("gemeente", "aanbieder"):
        connection.execute(
            text(
                "INSERT INTO consent (session_id, side, verdict, reason, sha256, at, person_name, is_void) "
                "VALUES (1, :side, 'eens', '', :sha256, '2026-08-09 08:00:00', 'P', false)"
            ),
            {"side": side, "sha256": sha256},
        )


def test_old_sessions_keep_their_hash_and_what_is_open_gets_a_place(empty_url: str) -> None:
    migration.upgrade(empty_url)
    migration.downgrade(empty_url, "0005")
    engine = engine_for(empty_url)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        for statement in OLD:
            connection.execute(text(statement))
        _consents(connection)
    migration.upgrade(empty_url)
    with engine.connect() as connection:
        edition = connection.execute(text("SELECT number, sha256, content FROM dialogue_edition")).one()
        assert edition == (1, fingerprint_of(AGREED_TO), AGREED_TO)
        read = parse(edition.content, RecordedHead(1, "Geweest", datetime(2026, 8, 1, 8, tzinfo=UTC), "", ()))
        assert (read.items, read.actions) == ((ITEM,), (ACTION,))
        assert edition.sha256 == hashlib.sha256(edition.content.encode()).hexdigest()
        parties = connection.execute(text("SELECT session_id, organisation_id, side FROM dialogue_party ORDER BY 1, 2")).all()
        assert [tuple(row) for row in parties] == [(1, 5, "gemeente"), (1, 6, "aanbieder"), (2, 5, "gemeente"), (2, 6, "aanbieder")]
        assert connection.execute(text("SELECT side, organisation_id FROM consent ORDER BY id")).all() == [("gemeente", 5), ("aanbieder", 6)]
        asked = text("SELECT session_id, kind, deviation_id, action_point_id FROM agenda_item WHERE is_live")
        live = {tuple(row) for row in connection.execute(asked)}
        assert live == {(2, "afspraak", None, 20), (2, "afwijking", 1, None), (2, "afwijking", 2, None), (2, "vast", None, None)}
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("UPDATE action_point SET state = 'bevestigd'"))
    migration.downgrade(empty_url, "0005")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT state FROM action_point")).scalar() == "gereed"
        assert connection.execute(text("SELECT count(*) FROM agenda_item WHERE session_id = 1")).scalar() == 1
    engine.dispose()
