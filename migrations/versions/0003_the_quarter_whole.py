"""The aanbieder's quarter whole: the questions a report keeps, parts, talk, confirmations, adjustments, uploads, proof and mail."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OLD_STATES = "state IN ('niet begonnen', 'bezig', 'wacht op ondertekening', 'in beoordeling', 'wijziging gevraagd', 'geaccepteerd')"
NEW_STATES = (
    "state IN ('niet begonnen', 'bezig', 'wacht op ondertekening', 'ingediend', 'in beoordeling', 'wijziging gevraagd', "
    "'opnieuw ingediend', 'geaccepteerd', 'vastgesteld')"
)
ORIGINS = "origin IN ('getypt', 'geplakt', 'upload', 'vorig kwartaal', 'capaciteit', 'stromen', 'uitsplitsing', 'niets te melden')"
KINDS = "kind IN ('kwartaal', 'jaar', 'vrij')"
LAST_EDIT = timedelta(days=28)
"""Reports from before this revision had no last day; they get four weeks after their deadline."""
NEW_TABLES = (
    "outgoing_mail",
    "calendar_feed",
    "cell_comment",
    "change_request",
    "confirmation",
    "flow_move",
    "frozen_report",
    "upload",
    "adjustment",
    "report_part",
    "report_question",
)


def upgrade() -> None:
    """Go forward."""
    _new_tables()
    for table, name, type_, default in (
        ("indicator_version", "breakdown", sa.String(60), ""),
        ("indicator_version", "prefill", sa.String(100), "geen"),
        ("receipt", "key_id", sa.String(16), ""),
        ("receipt", "signature", sa.String(120), ""),
        ("receipt", "statement", sa.Text(), ""),
        ("report", "kind", sa.String(10), "kwartaal"),
        ("report", "title", sa.String(120), ""),
        ("report", "contract_basis", sa.Text(), ""),
        ("report_value", "origin", sa.String(20), "getypt"),
    ):
        op.add_column(table, sa.Column(name, type_, nullable=False, server_default=default))
    op.add_column("report_event", sa.Column("until_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("first_due_at", "last_edit_at"):
        op.add_column("report", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    _fill_dates()
    _tighten_reports(NEW_STATES)
    _tighten_values()
    _keep_questions()


def downgrade() -> None:
    """Go back. States that the older schema does not know become the nearest one it does."""
    op.execute("UPDATE report SET state = 'in beoordeling' WHERE state IN ('ingediend', 'opnieuw ingediend')")
    op.execute("UPDATE report SET state = 'geaccepteerd' WHERE state = 'vastgesteld'")
    _loosen()
    for table, name in (
        ("report_event", "until_at"),
        ("receipt", "statement"),
        ("receipt", "signature"),
        ("receipt", "key_id"),
        ("indicator_version", "prefill"),
        ("indicator_version", "breakdown"),
    ):
        op.drop_column(table, name)
    for table in reversed(NEW_TABLES):
        op.drop_table(table)


def _old_report(*more: sa.Column) -> sa.Table:
    """The table as the first revision made it, with columns that were added since: SQLite alters by copying and forgets what it is not told."""
    table = sa.Table(
        "report",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_report_provider_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("provider_id", "period", name=op.f("uq_report_provider_id_period")),
    )
    sa.Index(op.f("ix_report_period"), table.c.period)
    sa.Index(op.f("ix_report_provider_id"), table.c.provider_id)
    return table


def _new_columns() -> list[sa.Column]:
    return [
        sa.Column("kind", sa.String(length=10), nullable=False, server_default="kwartaal"),
        sa.Column("title", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("contract_basis", sa.Text(), nullable=False, server_default=""),
        sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_edit_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _old_value(*more: sa.Column) -> sa.Table:
    table = sa.Table(
        "report_value",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("indicator_version_id", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("missing_reason", sa.String(length=30), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *more,
        sa.CheckConstraint("missing_reason IN ('niet van toepassing', 'nog niet bekend', 'te klein aantal')", name=op.f("ck_report_value_reason")),
        sa.CheckConstraint("missing_reason IS NULL OR (numerator IS NULL AND denominator IS NULL)", name=op.f("ck_report_value_missing")),
        sa.ForeignKeyConstraint(
            ["indicator_version_id"], ["indicator_version.id"], name=op.f("fk_report_value_indicator_version_id_indicator_version")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_value_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_value")),
        sa.UniqueConstraint("report_id", "indicator_version_id", name=op.f("uq_report_value_report_id_indicator_version_id")),
    )
    sa.Index(op.f("ix_report_value_indicator_version_id"), table.c.indicator_version_id)
    return table


def _fill_dates() -> None:
    """The first deadline is the one there is."""
    report = sa.table(
        "report", sa.column("id"), sa.column("due_at", sa.DateTime(timezone=True)), sa.column("first_due_at"), sa.column("last_edit_at")
    )
    bind = op.get_bind()
    for number, due_at in bind.execute(sa.select(report.c.id, report.c.due_at)).all():
        moments = {
            "first_due_at": sa.literal(due_at, sa.DateTime(timezone=True)),
            "last_edit_at": sa.literal(due_at + LAST_EDIT, sa.DateTime(timezone=True)),
        }
        bind.execute(sa.update(report).where(report.c.id == number).values(**moments))


def _tighten_reports(states: str) -> None:
    # SQLite copies the table as it is described here, without its old CHECK; PostgreSQL alters in place and is told to drop it.
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_report_state"), "report", type_="check")
    with op.batch_alter_table("report", copy_from=_old_report(*_new_columns())) as batch:
        for name in ("first_due_at", "last_edit_at"):
            batch.alter_column(name, existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.create_check_constraint(op.f("ck_report_state"), states)
        batch.create_check_constraint(op.f("ck_report_kind"), KINDS)


def _tighten_values() -> None:
    with op.batch_alter_table(
        "report_value", copy_from=_old_value(sa.Column("origin", sa.String(20), nullable=False, server_default="getypt"))
    ) as batch:
        batch.create_check_constraint(op.f("ck_report_value_origin"), ORIGINS)


def _loosen() -> None:
    if op.get_bind().dialect.name != "sqlite":
        for table, name in (("report", "ck_report_state"), ("report", "ck_report_kind"), ("report_value", "ck_report_value_origin")):
            op.drop_constraint(op.f(name), table, type_="check")
    with op.batch_alter_table("report_value", copy_from=_old_value(sa.Column("origin", sa.String(20), nullable=False))) as batch:
        batch.drop_column("origin")
    with op.batch_alter_table("report", copy_from=_old_report(*_new_columns())) as batch:
        for name in ("kind", "title", "contract_basis", "first_due_at", "last_edit_at"):
            batch.drop_column(name)
        batch.create_check_constraint(op.f("ck_report_state"), OLD_STATES)


def _keep_questions() -> None:
    """What each report asks: the definitions in force on its last day, and those it already holds figures of."""
    op.execute(
        """
        INSERT INTO report_question (report_id, indicator_version_id)
        SELECT report_id, indicator_version_id FROM report_value
        UNION
        SELECT r.id, v.id FROM report r JOIN indicator_version v
          ON v.reported_by = 'aanbieder'
         AND v.valid_from <= r.period_ends_on AND (v.valid_to IS NULL OR v.valid_to >= r.period_ends_on)
         AND (v.frequency = 'kwartaal' OR r.period LIKE '%-K4')
        WHERE NOT EXISTS (
          SELECT 1 FROM indicator_version n WHERE n.indicator_code = v.indicator_code AND n.version > v.version
             AND n.valid_from <= r.period_ends_on AND (n.valid_to IS NULL OR n.valid_to >= r.period_ends_on))
        """
    )


def _new_tables() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("to_address", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('klaar', 'bezig', 'verstuurd', 'mislukt')", name=op.f("ck_outgoing_mail_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outgoing_mail_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_outgoing_mail_key")),
    )
    op.create_index(op.f("ix_outgoing_mail_person_id"), "outgoing_mail", ["person_id"], unique=False)
    op.create_index(op.f("ix_outgoing_mail_state"), "outgoing_mail", ["state"], unique=False)
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_table(
        "cell_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("indicator_code", sa.String(length=10), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("side IN ('gemeente', 'aanbieder')", name=op.f("ck_cell_comment_side")),
        sa.ForeignKeyConstraint(["indicator_code"], ["indicator.code"], name=op.f("fk_cell_comment_indicator_code_indicator")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_cell_comment_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_comment")),
    )
    op.create_index(op.f("ix_cell_comment_indicator_code"), "cell_comment", ["indicator_code"], unique=False)
    op.create_index(op.f("ix_cell_comment_report_id"), "cell_comment", ["report_id"], unique=False)
    op.create_table(
        "change_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("scope_kind", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("scope_kind IN ('cel', 'onderdeel')", name=op.f("ck_change_request_scope_kind")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_change_request_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    op.create_index(op.f("ix_change_request_report_id"), "change_request", ["report_id"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_confirmation_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("report_id", "rule", "field", name=op.f("uq_confirmation_report_id_rule_field")),
    )
    op.create_table(
        "flow_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("from_code", sa.String(length=40), nullable=False),
        sa.Column("to_code", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_code <> to_code", name=op.f("ck_flow_move_other")),
        sa.CheckConstraint("people >= 0", name=op.f("ck_flow_move_not_negative")),
        sa.ForeignKeyConstraint(["from_code"], ["care_form.code"], name=op.f("fk_flow_move_from_code_care_form")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_flow_move_report_id_report")),
        sa.ForeignKeyConstraint(["to_code"], ["care_form.code"], name=op.f("fk_flow_move_to_code_care_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_move")),
        sa.UniqueConstraint("report_id", "from_code", "to_code", name=op.f("uq_flow_move_report_id_from_code_to_code")),
    )
    op.create_table(
        "frozen_report",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_frozen_report_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_frozen_report")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=160), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('voorbeeld', 'overgenomen', 'vervallen')", name=op.f("ck_upload_state")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_upload_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_report_id"), "upload", ["report_id"], unique=False)
    op.create_table(
        "adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("about_report_id", sa.Integer(), nullable=False),
        sa.Column("indicator_version_id", sa.Integer(), nullable=False),
        sa.Column("was_numerator", sa.BigInteger(), nullable=True),
        sa.Column("was_denominator", sa.BigInteger(), nullable=True),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("missing_reason", sa.String(length=30), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("missing_reason IS NULL OR (numerator IS NULL AND denominator IS NULL)", name=op.f("ck_adjustment_missing")),
        sa.ForeignKeyConstraint(["about_report_id"], ["report.id"], name=op.f("fk_adjustment_about_report_id_report")),
        sa.ForeignKeyConstraint(
            ["indicator_version_id"], ["indicator_version.id"], name=op.f("fk_adjustment_indicator_version_id_indicator_version")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_adjustment_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sa.UniqueConstraint(
            "report_id", "about_report_id", "indicator_version_id", name=op.f("uq_adjustment_report_id_about_report_id_indicator_version_id")
        ),
    )
    op.create_index(op.f("ix_adjustment_about_report_id"), "adjustment", ["about_report_id"], unique=False)
    op.create_index(op.f("ix_adjustment_indicator_version_id"), "adjustment", ["indicator_version_id"], unique=False)
    op.create_index(op.f("ix_adjustment_report_id"), "adjustment", ["report_id"], unique=False)
    op.create_table(
        "report_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("indicator_version_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=12), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("dimension IN ('gemeente', 'leeftijd', 'voorziening')", name=op.f("ck_report_part_dimension")),
        sa.ForeignKeyConstraint(
            ["indicator_version_id"], ["indicator_version.id"], name=op.f("fk_report_part_indicator_version_id_indicator_version")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_part_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_part")),
        sa.UniqueConstraint(
            "report_id",
            "indicator_version_id",
            "dimension",
            "category",
            name=op.f("uq_report_part_report_id_indicator_version_id_dimension_category"),
        ),
    )
    op.create_index(op.f("ix_report_part_indicator_version_id"), "report_part", ["indicator_version_id"], unique=False)
    op.create_table(
        "report_question",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("indicator_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_version_id"], ["indicator_version.id"], name=op.f("fk_report_question_indicator_version_id_indicator_version")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_question_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "indicator_version_id", name=op.f("pk_report_question")),
    )
    op.create_index(op.f("ix_report_question_indicator_version_id"), "report_question", ["indicator_version_id"], unique=False)
