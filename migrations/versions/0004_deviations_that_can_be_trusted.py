"""Deviations that can be trusted: what was judged of every figure, findings with what they stand on, more states, an owner, evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OLD_STATES = "state IN ('nieuw', 'uitleg gevraagd', 'toegelicht', 'op de agenda', 'afgehandeld')"
NEW_STATES = "state IN ('nieuw', 'uitleg gevraagd', 'toegelicht', 'op de agenda', 'afspraak loopt', 'effect gezien', 'afgehandeld')"
NEW_COLUMNS = ("changed_at", "owner_id", "owner_name")
KEPT = sa.table("finding", *(sa.column(name) for name in ("id", "deviation_id", "rule", "severity", "sentence")))
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward. Findings from before were about a norm (contractual) or a change (statistical), and both sides read them."""
    with op.batch_alter_table("deviation", copy_from=_old_deviation()) as batch:
        batch.add_column(sa.Column("changed_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("owner_name", sa.String(length=120), nullable=False, server_default=""))
    _states(NEW_STATES)
    _findings()
    _judgement()
    _rebase()
    _evidence()


def downgrade() -> None:
    """Go back. States that the older schema does not know become the nearest one it does; of several findings by one rule the first stays."""
    op.execute("UPDATE deviation SET state = 'op de agenda' WHERE state IN ('afspraak loopt', 'effect gezien')")
    for table in ("evidence", "rebase", "judgement"):
        op.drop_table(table)
    _old_findings()
    _states(OLD_STATES)
    with op.batch_alter_table("deviation", copy_from=_old_deviation(*_new_columns())) as batch:
        for name in NEW_COLUMNS:
            batch.drop_column(name)
        if op.get_bind().dialect.name == "sqlite":
            batch.create_check_constraint(op.f("ck_deviation_state"), OLD_STATES)


def _old_deviation(*more: sa.Column) -> sa.Table:
    """The table as the first revision made it, without the check on its state: SQLite alters by copying and forgets what it is not told."""
    table = sa.Table(
        "deviation",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("indicator_code", sa.String(length=10), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *more,
        sa.CheckConstraint("severity IN (1, 2, 3)", name=op.f("ck_deviation_severity")),
        sa.ForeignKeyConstraint(["indicator_code"], ["indicator.code"], name=op.f("fk_deviation_indicator_code_indicator")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_deviation_provider_id_organisation")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_deviation_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
        sa.UniqueConstraint("report_id", "indicator_code", name=op.f("uq_deviation_report_id_indicator_code")),
    )
    for name in ("indicator_code", "period", "provider_id", "state"):
        sa.Index(op.f(f"ix_deviation_{name}"), table.c[name])
    return table


def _new_columns() -> list[sa.Column]:
    return [
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_name", sa.String(length=120), nullable=False, server_default=""),
    ]


def _states(states: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_deviation_state"), "deviation", type_="check")
    with op.batch_alter_table("deviation", copy_from=_old_deviation(*_new_columns())) as batch:
        batch.create_check_constraint(op.f("ck_deviation_state"), states)


def _findings() -> None:
    rows = [row._asdict() for row in op.get_bind().execute(sa.select(KEPT).order_by(KEPT.c.id))]
    op.drop_table("finding")
    made = op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deviation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("nature", sa.String(length=12), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("shared_sentence", sa.Text(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.CheckConstraint("nature IN ('contractual', 'statistical', 'data')", name=op.f("ck_finding_nature")),
        sa.ForeignKeyConstraint(["deviation_id"], ["deviation.id"], name=op.f("fk_finding_deviation_id_deviation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("deviation_id", "position", name=op.f("uq_finding_deviation_id_position")),
    )
    for position, row in enumerate(rows):
        nature = "contractual" if row["rule"] == "norm" else "statistical"
        row |= {"position": position, "nature": nature, "shared_sentence": row["sentence"], "numbers": "{}"}
        op.get_bind().execute(sa.insert(made).values(**{name: value for name, value in row.items() if name != "id"}))


def _old_findings() -> None:
    """One finding per rule."""
    rows = [row._asdict() for row in op.get_bind().execute(sa.select(KEPT).order_by(KEPT.c.id))]
    op.drop_table("finding")
    made = op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deviation_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["deviation_id"], ["deviation.id"], name=op.f("fk_finding_deviation_id_deviation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("deviation_id", "rule", name=op.f("uq_finding_deviation_id_rule")),
    )
    first = {(row["deviation_id"], row["rule"]): row for row in reversed(rows)}
    for row in first.values():
        op.get_bind().execute(sa.insert(made).values(**{name: value for name, value in row.items() if name != "id"}))


def _judgement() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("indicator_code", sa.String(length=10), nullable=False),
        sa.Column("indicator_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("missing_reason", sa.String(length=30), nullable=True),
        sa.Column("norm_verdict", sa.String(length=12), nullable=False),
        sa.Column("norm_side", sa.Integer(), nullable=False),
        sa.Column("point_type", sa.String(length=30), nullable=False),
        sa.Column("pattern", sa.String(length=20), nullable=False),
        sa.Column("assurance", sa.String(length=20), nullable=False),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.Column("earlier", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("centre", "lower", "upper", "smallest")),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column("chance_peers", sa.Double(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("judged_at", MOMENT, nullable=False),
        sa.CheckConstraint("severity IN (0, 1, 2, 3)", name=op.f("ck_judgement_severity")),
        sa.ForeignKeyConstraint(["indicator_code"], ["indicator.code"], name=op.f("fk_judgement_indicator_code_indicator")),
        sa.ForeignKeyConstraint(["indicator_version_id"], ["indicator_version.id"], name=op.f("fk_judgement_indicator_version_id_indicator_version")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_judgement_provider_id_organisation")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_judgement_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sa.UniqueConstraint("report_id", "indicator_code", name=op.f("uq_judgement_report_id_indicator_code")),
    )
    op.create_index(op.f("ix_judgement_period"), "judgement", ["period"])
    op.create_index("ix_judgement_provider_id_period", "judgement", ["provider_id", "period"])
    op.create_index("ix_judgement_indicator_code_period", "judgement", ["indicator_code", "period"])


def _rebase() -> None:
    op.create_table(
        "rebase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("indicator_code", sa.String(length=10), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_code"], ["indicator.code"], name=op.f("fk_rebase_indicator_code_indicator")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_rebase_provider_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rebase")),
    )
    op.create_index(op.f("ix_rebase_provider_id"), "rebase", ["provider_id"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deviation_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("organisation_name", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=160), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["deviation_id"], ["deviation.id"], name=op.f("fk_evidence_deviation_id_deviation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_deviation_id"), "evidence", ["deviation_id"])
