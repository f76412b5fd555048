"""The partnership table whole: series, parties, points that find their own agenda, preparation, agreements with a course, editions, ratings."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW_TABLES = (
    "cooperation_rating", "dialogue_addendum", "dialogue_edition", "action_point_event", "writing_claim", "agenda_input", "agenda_note",
    "dialogue_participant", "dialogue_party", "dialogue_series",
)  # fmt: skip
SESSION_STATES = "state IN ('concept', 'voorbereiding', 'gedeeld', 'in gesprek', 'verslag ter instemming', 'vastgesteld', 'geannuleerd')"
OLD_SESSION_STATES = "state IN ('voorbereiding', 'in gesprek', 'verslag ter instemming', 'vastgesteld')"
ACTION_STATES = "state IN ('open', 'bezig', 'gereed', 'bevestigd', 'vervallen')"
OLD_ACTION_STATES = "state IN ('open', 'gereed', 'vervallen')"
PARTS = "part IN ('waarden', 'kaders', 'data', 'dialoog')"
KINDS = "kind IN ('vast', 'punt', 'afwijking', 'afspraak', 'datum', 'advies')"
SIDES = "side IN ('gemeente', 'aanbieder')"
VERDICTS = "verdict IN ('eens', 'niet eens')"
OLD_CHECKS = {"action_point": {"state": OLD_ACTION_STATES}, "dialogue_session": {"state": OLD_SESSION_STATES}}
NEW_CHECKS = {"action_point": {"state": ACTION_STATES}, "dialogue_session": {"state": SESSION_STATES}}
SAME_CHECKS = {"agenda_item": {"part": PARTS}, "consent": {"side": SIDES, "verdict": VERDICTS}}


def upgrade() -> None:
    """Go forward. Settled minutes become a first edition; whatever is still open gets its place on a coming agenda, or on the list."""
    _sessions()
    _people()
    _points()
    _preparation()
    _agreements()
    _consents()
    _outcome()
    _parties_of_old_sessions()
    _editions_of_old_sessions()
    _kinds_of_old_points()
    _places_of_open_things()


def downgrade() -> None:
    """Go back. What the older schema cannot hold is lost: joint sessions, points on a list, what was prepared, ratings, editions."""
    for table in NEW_TABLES[:-1]:
        op.drop_table(table)
    op.execute("UPDATE action_point SET agenda_item_id = NULL WHERE agenda_item_id IN (SELECT id FROM agenda_item WHERE session_id IS NULL)")
    op.execute("DELETE FROM agenda_item WHERE session_id IS NULL")
    joint = sa.select(sa.column("id")).select_from(sa.table("dialogue_session")).where(sa.column("provider_id").is_(None))
    for name in ("action_point", "agenda_item", "consent", "dialogue_event"):
        rows = sa.table(name, sa.column("session_id"))
        op.execute(sa.delete(rows).where(rows.c.session_id.in_(joint)))
    op.execute("DELETE FROM dialogue_session WHERE provider_id IS NULL")
    op.execute("UPDATE dialogue_session SET state = 'voorbereiding' WHERE state IN ('concept', 'gedeeld', 'geannuleerd')")
    op.execute("UPDATE action_point SET state = 'open' WHERE state = 'bezig'")
    op.execute("UPDATE action_point SET state = 'gereed' WHERE state = 'bevestigd'")
    for name in ("uq_agenda_item_live_deviation", "uq_agenda_item_live_action_point", "ix_agenda_item_provider_id", "ix_agenda_item_action_point_id"):
        op.drop_index(name, "agenda_item")
    op.drop_index("ix_dialogue_session_series_id", "dialogue_session")
    op.drop_index("ix_action_point_state", "action_point")
    _alter("dialogue_session", NEW_CHECKS, OLD_CHECKS, drop=_session_columns(), required=("provider_id",))
    op.drop_table(NEW_TABLES[-1])
    _alter("agenda_item", {"agenda_item": {"part": PARTS, "kind": KINDS}}, SAME_CHECKS, drop=_point_columns(), required=("session_id",))
    _alter("action_point", NEW_CHECKS, OLD_CHECKS, drop=_agreement_columns(), required=("provider_id",))
    _alter("consent", SAME_CHECKS, SAME_CHECKS, drop=[_organisation_column()])


def _alter(
    table: str,
    before: dict[str, dict[str, str]],
    after: dict[str, dict[str, str]],
    *,
    add: list[sa.Column] | None = None,
    drop: list[sa.Column] | None = None,
    optional: tuple[str, ...] = (),
    required: tuple[str, ...] = (),
) -> None:
    """Columns and checks of one table. A check goes before what it is about, and comes after it."""
    checks, was = after[table], before[table]
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(table) as batch:
        for name in [name for name, rule in was.items() if checks.get(name) != rule]:
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        for column in add or ():
            batch.add_column(column)
        for column in drop or ():
            if not is_sqlite and column.foreign_keys:
                batch.drop_constraint(_key(table, column), type_="foreignkey")
            batch.drop_column(column.name)
        for name in (*optional, *required):
            batch.alter_column(name, existing_type=sa.Integer(), nullable=name in optional)
        for name in [name for name, rule in checks.items() if was.get(name) != rule]:
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), checks[name])


def _key(table: str, column: sa.Column) -> str:
    target = next(iter(column.foreign_keys)).target_fullname.split(".")[0]
    return str(op.f(f"fk_{table}_{column.name}_{target}"))


def _to(table: str, name: str, target: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}_{target}")), nullable=True)


def _flag(name: str, *, on: bool = False) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true() if on else sa.false())


def _session_columns() -> list[sa.Column]:
    return [
        _to("dialogue_session", "series_id", "dialogue_series"),
        sa.Column("duration_minutes", sa.Integer(), nullable=False, server_default="90"),
        sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"),
        _flag("is_apart"),
    ]


def _point_columns() -> list[sa.Column]:
    return [
        _to("agenda_item", "provider_id", "organisation"),
        sa.Column("kind", sa.String(length=10), nullable=False, server_default="punt"),
        sa.Column("action_point_id", sa.Integer(), nullable=True),
        sa.Column("source_key", sa.String(length=80), nullable=False, server_default=""),
        _flag("is_live", on=True),
        _flag("is_chosen"),
        _flag("is_removed"),
        sa.Column("frozen_value", sa.String(length=60), nullable=False, server_default=""),
        sa.Column("frozen_period", sa.String(length=7), nullable=False, server_default=""),
        sa.Column("frozen_version", sa.Integer(), nullable=True),
        sa.Column("frozen_at", MOMENT, nullable=True),
        sa.Column("added_by", sa.String(length=250), nullable=False, server_default=""),
    ]


def _agreement_columns() -> list[sa.Column]:
    code = sa.ForeignKey("indicator.code", name=op.f("fk_action_point_indicator_code_indicator"))
    return [
        sa.Column("indicator_code", sa.String(length=10), code, nullable=True),
        _to("action_point", "commitment_id", "commitment"),
        sa.Column("expected_value", sa.BigInteger(), nullable=True),
        sa.Column("baseline_value", sa.BigInteger(), nullable=True),
        sa.Column("baseline_shown", sa.String(length=60), nullable=False, server_default=""),
        sa.Column("baseline_period", sa.String(length=7), nullable=False, server_default=""),
        sa.Column("carried", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("result", sa.Text(), nullable=False, server_default=""),
        sa.Column("done_by", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("confirmed_at", MOMENT, nullable=True),
    ]


def _organisation_column() -> sa.Column:
    return _to("consent", "organisation_id", "organisation")


def _table(name: str, *columns: sa.Column, unique: tuple[str, ...] = (), checks: dict[str, str] | None = None, index: tuple[str, ...] = ()) -> None:
    """A table with a number of its own. Foreign keys and constraints get the names that the code gives them."""
    parts: list[Any] = [sa.Column("id", sa.Integer(), nullable=False), *columns, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))]
    if unique:
        parts.append(sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")))
    parts += [sa.CheckConstraint(rule, name=op.f(f"ck_{name}_{key}")) for key, rule in (checks or {}).items()]
    op.create_table(name, *parts)
    for column in index:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _must(table: str, name: str, target: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}_{target}")), nullable=False)


def _words(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _whole(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, MOMENT, nullable=nullable)


def _yes(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=nullable)


def _sessions() -> None:
    _table(
        "dialogue_series", _to("dialogue_series", "provider_id", "organisation"), _words("title", 160), _words("place", 160), _moment("first_at"),
        _whole("every_number"), _words("every_unit", 10), _whole("times"), _whole("duration_minutes"), _moment("ended_at", nullable=True),
        _whole("version"), checks={"every_unit": "every_unit IN ('week', 'maand')"}, index=("provider_id",),
    )  # fmt: skip
    _alter("dialogue_session", OLD_CHECKS, NEW_CHECKS, add=_session_columns(), optional=("provider_id",))
    op.create_index(op.f("ix_dialogue_session_series_id"), "dialogue_session", ["series_id"], unique=False)


def _people() -> None:
    op.create_table(
        "dialogue_party",
        _must("dialogue_party", "session_id", "dialogue_session"),
        _must("dialogue_party", "organisation_id", "organisation"),
        _words("side", 10),
        sa.PrimaryKeyConstraint("session_id", "organisation_id", name=op.f("pk_dialogue_party")),
        sa.CheckConstraint(SIDES, name=op.f("ck_dialogue_party_side")),
    )
    op.create_index(op.f("ix_dialogue_party_organisation_id"), "dialogue_party", ["organisation_id"], unique=False)
    name = "dialogue_participant"
    _table(
        name, _must(name, "session_id", "dialogue_session"), _whole("person_id", nullable=True), _to(name, "organisation_id", "organisation"),
        _words("kind", 10), _words("name", 120), _words("email", 200), _words("partner", 120), _whole("invited_sequence", nullable=True),
        _moment("removed_at", nullable=True), _yes("is_present", nullable=True), _whole("version"),
        checks={"kind": "kind IN ('deelnemer', 'gast')"}, index=("session_id",),
    )  # fmt: skip


def _points() -> None:
    checks = {"agenda_item": {"part": PARTS, "kind": KINDS}}
    _alter("agenda_item", SAME_CHECKS, checks, add=_point_columns(), optional=("session_id",))
    for column in ("action_point_id", "provider_id"):
        op.create_index(op.f(f"ix_agenda_item_{column}"), "agenda_item", [column], unique=False)


def _preparation() -> None:
    for name, texts in (("agenda_note", ("text",)), ("agenda_input", ("seen_text", "meaning_text", "doing_text"))):
        _table(
            name, _must(name, "item_id", "agenda_item"), _must(name, "organisation_id", "organisation"), *map(_text, texts),
            _words("changed_by", 120), _moment("changed_at"), _whole("version"), unique=("item_id", "organisation_id"), index=("organisation_id",),
        )  # fmt: skip
    name = "writing_claim"
    _table(
        name, _must(name, "session_id", "dialogue_session"), _must(name, "item_id", "agenda_item"), _whole("person_id"), _words("person_name", 120),
        _moment("expires_at"), unique=("session_id", "person_id"),
    )  # fmt: skip


def _agreements() -> None:
    _alter("action_point", OLD_CHECKS, NEW_CHECKS, add=_agreement_columns(), optional=("provider_id",))
    op.create_index(op.f("ix_action_point_state"), "action_point", ["state"], unique=False)
    name = "action_point_event"
    _table(
        name, _must(name, "action_point_id", "action_point"), _words("kind", 30), _moment("at"), _words("person_name", 120),
        _words("organisation_name", 120), _text("text"), index=("action_point_id",),
    )  # fmt: skip


def _consents() -> None:
    _alter("consent", SAME_CHECKS, SAME_CHECKS, add=[_organisation_column()])
    op.execute(
        "UPDATE consent SET organisation_id = CASE side WHEN 'aanbieder' THEN "
        "(SELECT s.provider_id FROM dialogue_session s WHERE s.id = consent.session_id) "
        "ELSE (SELECT min(o.id) FROM organisation o WHERE o.kind = 'centrumgemeente') END"
    )
    _alter("consent", SAME_CHECKS, SAME_CHECKS, required=("organisation_id",))


def _outcome() -> None:
    name = "dialogue_edition"
    _table(
        name, _must(name, "session_id", "dialogue_session"), _whole("number"), _words("sha256", 64), _text("content"), _moment("settled_at"),
        unique=("session_id", "number"),
    )  # fmt: skip
    name = "dialogue_addendum"
    _table(
        name, _must(name, "session_id", "dialogue_session"), _whole("number"), _text("text"), _text("reason"), _words("state", 12), _moment("at"),
        _words("person_name", 120), _words("organisation_name", 120), _whole("version"), unique=("session_id", "number"),
        checks={"state": "state IN ('open', 'opgenomen', 'ingetrokken')"},
    )  # fmt: skip
    name, answers = "cooperation_rating", ("purpose", "agreements", "openness", "learning")
    _table(
        name, _must(name, "session_id", "dialogue_session"), _must(name, "organisation_id", "organisation"), _whole("person_id"),
        _words("person_name", 120), *map(_whole, answers), _text("remark"), _yes("is_remark_shared"), _moment("at"), _whole("version"),
        unique=("session_id", "person_id"), checks={"answers": " AND ".join(f"{one} BETWEEN 1 AND 5" for one in answers)},
        index=("organisation_id",),
    )  # fmt: skip


def _parties_of_old_sessions() -> None:
    op.execute("INSERT INTO dialogue_party (session_id, organisation_id, side) SELECT id, provider_id, 'aanbieder' FROM dialogue_session")
    op.execute(
        "INSERT INTO dialogue_party (session_id, organisation_id, side) SELECT s.id, o.id, 'gemeente' FROM dialogue_session s "
        "JOIN organisation o ON o.id = (SELECT min(c.id) FROM organisation c WHERE c.kind = 'centrumgemeente')"
    )


def _editions_of_old_sessions() -> None:
    """The text that both sides agreed to, with the hash that stands under their answers."""
    bind = op.get_bind()
    settled = (
        "SELECT s.id, max(e.at) FROM dialogue_session s JOIN dialogue_event e ON e.session_id = s.id WHERE s.state = 'vastgesteld' GROUP BY s.id"
    )
    points = sa.text(
        "SELECT id AS item_id, part, position, title, deviation_id, figures, minutes FROM agenda_item WHERE session_id = :id ORDER BY position, id"
    )
    agreed = sa.text(
        "SELECT id AS action_id, agenda_item_id, deviation_id, text, owner_organisation, owner_name, due_on FROM action_point "
        "WHERE session_id = :id ORDER BY id"
    )
    kept = sa.table("dialogue_edition", *map(sa.column, ("session_id", "number", "sha256", "content")), sa.column("settled_at"))
    for session_id, settled_at in bind.execute(sa.text(settled)).all():
        about = {"id": session_id}
        agreements = [row._asdict() | {"due_on": str(row.due_on)} for row in bind.execute(agreed, about)]
        record = {"agenda": [row._asdict() for row in bind.execute(points, about)], "afspraken": agreements}
        content = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        bind.execute(sa.insert(kept).values(session_id=session_id, number=1, sha256=sha256, content=content, settled_at=settled_at))


def _kinds_of_old_points() -> None:
    op.execute("UPDATE agenda_item SET provider_id = (SELECT s.provider_id FROM dialogue_session s WHERE s.id = agenda_item.session_id)")
    op.execute("UPDATE agenda_item SET kind = 'afwijking', is_chosen = true WHERE deviation_id IS NOT NULL")
    op.execute("UPDATE agenda_item SET kind = 'vast' WHERE deviation_id IS NULL AND position IN (1000, 2000, 3000, 4000)")
    op.execute("UPDATE agenda_item SET is_live = false WHERE session_id IN (SELECT id FROM dialogue_session WHERE state = 'vastgesteld')")
    op.execute(
        "DELETE FROM agenda_item WHERE position < 1000 AND minutes = '' AND id NOT IN "
        "(SELECT agenda_item_id FROM action_point WHERE agenda_item_id IS NOT NULL) AND session_id IN "
        "(SELECT id FROM dialogue_session WHERE state = 'voorbereiding')"
    )


def _places_of_open_things() -> None:
    """Every open deviation and every open agreement on one coming agenda, or on its table's list. Their words are made again at the next change."""
    op.execute(
        "INSERT INTO agenda_item (session_id, provider_id, kind, part, position, title, deviation_id, is_live, is_chosen, figures, minutes, "
        "changed_by, version) SELECT (SELECT s.id FROM dialogue_session s WHERE s.provider_id = d.provider_id AND s.state = 'voorbereiding' "
        "ORDER BY s.planned_at, s.id LIMIT 1), d.provider_id, 'afwijking', 'data', 3001, "
        "substr(coalesce((SELECT v.name FROM indicator_version v WHERE v.indicator_code = d.indicator_code ORDER BY v.version DESC LIMIT 1), "
        "d.indicator_code) || ', ' || d.period, 1, 200), d.id, true, false, '', '', 'Samenzicht', 1 FROM deviation d "
        "WHERE d.state <> 'afgehandeld' AND NOT EXISTS (SELECT 1 FROM agenda_item i WHERE i.deviation_id = d.id AND i.is_live)"
    )
    op.execute(
        "INSERT INTO agenda_item (session_id, provider_id, kind, part, position, title, action_point_id, is_live, is_chosen, figures, minutes, "
        "changed_by, version) SELECT (SELECT s.id FROM dialogue_session s WHERE s.provider_id = a.provider_id AND s.state = 'voorbereiding' "
        "ORDER BY s.planned_at, s.id LIMIT 1), a.provider_id, 'afspraak', 'dialoog', 1, "
        "substr(a.text, 1, 200), a.id, true, false, '', '', 'Samenzicht', 1 FROM action_point a WHERE a.state IN ('open', 'gereed')"
    )
    for column in ("deviation", "action_point"):
        op.create_index(
            f"uq_agenda_item_live_{column}", "agenda_item", [f"{column}_id"], unique=True,
            sqlite_where=sa.text("is_live"), postgresql_where=sa.text("is_live"),
        )  # fmt: skip
