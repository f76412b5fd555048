"""Safe publication: people by gemeente and age, drafts with two signatures, the true figures behind editions, advice and its answers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN_DRAFT = sa.text("state IN ('concept', 'getekend')")
LIVE = sa.text("is_live")
BEFORE = "Deze editie is gemaakt met de oude regels. Zij is vervangen door samenvattingen die zijn getoetst."


def upgrade() -> None:
    """Go forward. Editions that nobody audited are taken back: their text stays, and they stay part of what readers know."""
    _people()
    _drafts()
    _editions()
    _advice()
    key = sa.ForeignKey("advice.id", name=op.f("fk_agenda_item_advice_id_advice"))
    with op.batch_alter_table("agenda_item") as batch:
        batch.add_column(sa.Column("advice_id", sa.Integer(), key, nullable=True))
    op.create_index(op.f("ix_agenda_item_advice_id"), "agenda_item", ["advice_id"], unique=False)
    live: dict[str, Any] = {"unique": True, "sqlite_where": LIVE, "postgresql_where": LIVE}
    op.create_index("uq_agenda_item_live_advice", "agenda_item", ["advice_id", "provider_id"], **live)


def downgrade() -> None:
    """Go back. People by gemeente and age, drafts, true figures and advice are lost; editions stay."""
    op.drop_index("uq_agenda_item_live_advice", "agenda_item")
    op.drop_index(op.f("ix_agenda_item_advice_id"), "agenda_item")
    with op.batch_alter_table("agenda_item") as batch:
        if op.get_bind().dialect.name != "sqlite":
            batch.drop_constraint(op.f("fk_agenda_item_advice_id_advice"), type_="foreignkey")
        batch.drop_column("advice_id")
    op.execute("UPDATE summary_edition SET published_by = substr(published_by, 1, 120)")
    with op.batch_alter_table("summary_edition") as batch:
        batch.alter_column("published_by", existing_type=sa.String(length=250), type_=sa.String(length=120), existing_nullable=False)
        batch.drop_column("withdrawn_reason")
    for table in ("advice_provider", "advice_answer", "advice", "publication_truth", "summary_signature", "summary_draft", "people_count"):
        op.drop_table(table)


def _table(name: str, *columns: sa.Column, unique: tuple[str, ...] = (), checks: dict[str, str] | None = None, index: tuple[str, ...] = ()) -> None:
    """A table with a number of its own. Foreign keys and constraints get the names that the code gives them."""
    parts: list[Any] = [sa.Column("id", sa.Integer(), nullable=False), *columns, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))]
    if unique:
        parts.append(sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")))
    parts += [sa.CheckConstraint(rule, name=op.f(f"ck_{name}_{key}")) for key, rule in (checks or {}).items()]
    op.create_table(name, *parts)
    for column in index:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _must(table: str, name: str, target: str, column: str = "id") -> sa.Column:
    kind = sa.Integer() if column == "id" else sa.String(length=40)
    return sa.Column(name, kind, sa.ForeignKey(f"{target}.{column}", name=op.f(f"fk_{table}_{name}_{target}")), nullable=False)


def _words(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _whole(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, MOMENT, nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _yes(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _people() -> None:
    name = "people_count"
    _table(
        name, _must(name, "report_id", "report"), _must(name, "care_form_code", "care_form", "code"), _words("municipality_code", 10),
        _words("age_group", 10), _whole("people"), _whole("version"), checks={"not_negative": "people >= 0"},
        unique=("report_id", "care_form_code", "municipality_code", "age_group"), index=("report_id",),
    )  # fmt: skip


def _drafts() -> None:
    _table(
        "summary_draft", _words("period", 7), _words("state", 12), _words("choice", 200), _text("content"), _text("truth"), _text("verdict"),
        _yes("is_safe"), _words("source_sha256", 64), _words("history_sha256", 64), _text("reason"), _moment("made_at"), _words("made_by", 120),
        _text("closed_reason"), _whole("version"), checks={"state": "state IN ('concept', 'getekend', 'gepubliceerd', 'vervallen')"},
        index=("period",),
    )  # fmt: skip
    op.create_index("uq_summary_draft_open", "summary_draft", ["period"], unique=True, sqlite_where=OPEN_DRAFT, postgresql_where=OPEN_DRAFT)
    name = "summary_signature"
    _table(
        name, _must(name, "draft_id", "summary_draft"), _whole("person_id"), _words("person_name", 120), _moment("at"), _words("sha256", 64),
        unique=("draft_id", "person_id"),
    )  # fmt: skip


def _editions() -> None:
    with op.batch_alter_table("summary_edition") as batch:
        batch.alter_column("published_by", existing_type=sa.String(length=120), type_=sa.String(length=250), existing_nullable=False)
        batch.add_column(sa.Column("withdrawn_reason", sa.Text(), nullable=False, server_default=""))
    op.execute(
        sa.text("UPDATE summary_edition SET state = 'ingetrokken', withdrawn_reason = :why, version = version + 1 WHERE state = 'gepubliceerd'")
        .bindparams(why=BEFORE)
    )  # fmt: skip
    op.create_table(
        "publication_truth",
        _must("publication_truth", "edition_id", "summary_edition"),
        _text("content"),
        _words("sha256", 64),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_publication_truth")),
    )


def _advice() -> None:
    name = "advice"
    _table(
        name, _must(name, "organisation_id", "organisation"), _whole("person_id"), _words("person_name", 120), _yes("may_be_named"),
        _words("period", 7, nullable=True), _words("subject", 160), _text("text"), _moment("given_at"), _day("answer_due_on"), _words("state", 20),
        _whole("version"), checks={"state": "state IN ('wacht op reactie', 'beantwoord', 'ingetrokken')"},
        index=("organisation_id", "period", "state"),
    )  # fmt: skip
    name = "advice_answer"
    _table(
        name, _must(name, "advice_id", "advice"), _whole("number"), _words("verdict", 20), _text("reason"), _text("what"),
        _day("ready_on", nullable=True), _moment("answered_at"), _words("answered_by", 120), _text("outcome"),
        _moment("outcome_at", nullable=True), _words("outcome_by", 120), _whole("version"), unique=("advice_id", "number"),
        checks={"verdict": "verdict IN ('mee eens', 'deels mee eens', 'niet mee eens')"},
    )  # fmt: skip
    name = "advice_provider"
    op.create_table(
        name,
        _must(name, "advice_id", "advice"),
        _must(name, "provider_id", "organisation"),
        _text("words"),
        _moment("at"),
        _words("person_name", 120),
        sa.PrimaryKeyConstraint("advice_id", "provider_id", name=op.f("pk_advice_provider")),
    )
    op.create_index(op.f("ix_advice_provider_provider_id"), name, ["provider_id"], unique=False)
