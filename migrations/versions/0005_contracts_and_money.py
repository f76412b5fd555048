"""Contracts and money: amendments, options, contacts, papers, tariffs, a subsidie's events, shares, realisation by file, proposals, taakvelden."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW_TABLES = (
    "commitment_kpi", "spending_room", "realisation", "realisation_import", "money_proposal", "budget_line_taakveld", "allocation_share",
    "subsidy_event", "tariff_step", "commitment_tariff", "contract_document", "contract_contact", "agreement_option", "amendment",
)  # fmt: skip


def upgrade() -> None:
    """Go forward. What was realised so far becomes a first realisation of its year."""
    for table, columns in _new_columns().items():
        for column in columns:
            op.add_column(table, column)
    _agreements()
    _tariffs()
    _subsidies()
    _division()
    _realisation()
    _kpis()
    _keep_realised()


def downgrade() -> None:
    """Go back. The sums per year stay; how they came about is lost."""
    for table in NEW_TABLES:
        op.drop_table(table)
    for table, columns in _new_columns().items():
        for column in columns:
            op.drop_column(table, column.name)


def _new_columns() -> dict[str, tuple[sa.Column, ...]]:
    return {
        "agreement": (sa.Column("base_ends_on", sa.Date(), nullable=True),),
        "commitment": (
            sa.Column("variant", sa.String(length=20), nullable=True),
            sa.Column("product_category", sa.String(length=10), nullable=False, server_default=""),
            sa.Column("product_code", sa.String(length=10), nullable=False, server_default=""),
            sa.Column("agreed_places", sa.BigInteger(), nullable=True),
            sa.Column("subsidy_state", sa.String(length=30), nullable=True),
        ),
        "commitment_year": (
            sa.Column("agreed_units", sa.BigInteger(), nullable=True),
            sa.Column("division", sa.String(length=10), nullable=False, server_default="bedragen"),
        ),
        "allocation": (sa.Column("reason", sa.Text(), nullable=False, server_default=""),),
    }


def _keep_realised() -> None:
    """Until which day a year's sum goes was never asked, so its last day stays empty."""
    year = sa.table("commitment_year", *(sa.column(name) for name in ("commitment_id", "year", "realised_cents")))
    names = ("commitment_id", "year", "amount_cents", "note", "person_name")
    kept = sa.table("realisation", *map(sa.column, names), sa.column("first_on", sa.Date()), sa.column("at", MOMENT))
    note = "Stand van voor de invoering van bestanden met realisatie."
    rows = op.get_bind().execute(sa.select(year).where(year.c.realised_cents > 0).order_by(year.c.commitment_id, year.c.year)).all()
    for commitment_id, number, cents in rows:
        about = {"commitment_id": commitment_id, "year": number, "first_on": date(number, 1, 1)}
        op.execute(sa.insert(kept).values(**about, amount_cents=cents, note=note, person_name="Samenzicht", at=sa.func.current_timestamp()))


def _agreements() -> None:
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("(agreement_id IS NULL) <> (commitment_id IS NULL)", name=op.f("ck_amendment_subject")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_amendment_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_amendment_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_amendment_agreement_id_number")),
        sa.UniqueConstraint("commitment_id", "number", name=op.f("uq_amendment_commitment_id_number")),
    )
    op.create_table(
        "agreement_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("length_unit", sa.String(length=10), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("notice_unit", sa.String(length=10), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length_unit IN ('dagen', 'weken', 'maanden', 'jaar')", name=op.f("ck_agreement_option_length_unit")),
        sa.CheckConstraint("notice_unit IN ('dagen', 'weken', 'maanden', 'jaar')", name=op.f("ck_agreement_option_notice_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_option_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_option")),
        sa.UniqueConstraint("agreement_id", "position", name=op.f("uq_agreement_option_agreement_id_position")),
    )
    op.create_table(
        "contract_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.CheckConstraint("side IN ('gemeente', 'aanbieder')", name=op.f("ck_contract_contact_side")),
        sa.CheckConstraint("(agreement_id IS NULL) <> (commitment_id IS NULL)", name=op.f("ck_contract_contact_subject")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_contract_contact_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_contract_contact_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_contact")),
    )
    op.create_index(op.f("ix_contract_contact_agreement_id"), "contract_contact", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_contract_contact_commitment_id"), "contract_contact", ["commitment_id"], unique=False)
    op.create_table(
        "contract_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=160), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("(agreement_id IS NULL) <> (commitment_id IS NULL)", name=op.f("ck_contract_document_subject")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_contract_document_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_contract_document_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_document")),
    )
    op.create_index(op.f("ix_contract_document_agreement_id"), "contract_document", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_contract_document_commitment_id"), "contract_document", ["commitment_id"], unique=False)


def _tariffs() -> None:
    op.create_table(
        "commitment_tariff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("tariff_cents", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("indexed_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("tariff_cents >= 0", name=op.f("ck_commitment_tariff_tariff_cents")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_tariff_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_tariff")),
        sa.UniqueConstraint("commitment_id", "valid_from", name=op.f("uq_commitment_tariff_commitment_id_valid_from")),
    )
    op.create_table(
        "tariff_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("above_units", sa.Integer(), nullable=False),
        sa.Column("thousandths", sa.Integer(), nullable=False),
        sa.CheckConstraint("thousandths BETWEEN 0 AND 99999", name=op.f("ck_tariff_step_thousandths")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_tariff_step_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff_step")),
        sa.UniqueConstraint("commitment_id", "above_units", name=op.f("uq_tariff_step_commitment_id_above_units")),
    )


def _subsidies() -> None:
    op.create_table(
        "subsidy_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("per_book_year", sa.Boolean(), nullable=False),
        sa.Column("ex_officio", sa.Boolean(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("breach_on", sa.Date(), nullable=True),
        sa.Column("budget_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("struck_at", MOMENT, nullable=True),
        sa.Column("struck_by", sa.String(length=120), nullable=False),
        sa.Column("struck_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_cents IS NULL OR amount_cents >= 0", name=op.f("ck_subsidy_event_amount")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_subsidy_event_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_event")),
    )
    op.create_index(op.f("ix_subsidy_event_commitment_id"), "subsidy_event", ["commitment_id"], unique=False)


def _division() -> None:
    op.create_table(
        "allocation_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("budget_line_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.CheckConstraint("share BETWEEN 0 AND 10000", name=op.f("ck_allocation_share_share")),
        sa.ForeignKeyConstraint(["budget_line_id"], ["budget_line.id"], name=op.f("fk_allocation_share_budget_line_id_budget_line")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_allocation_share_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_share")),
        sa.UniqueConstraint("commitment_id", "year", "budget_line_id", name=op.f("uq_allocation_share_commitment_id_year_budget_line_id")),
    )
    op.create_index(op.f("ix_allocation_share_budget_line_id"), "allocation_share", ["budget_line_id"], unique=False)
    op.create_table(
        "budget_line_taakveld",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("share BETWEEN 1 AND 10000", name=op.f("ck_budget_line_taakveld_share")),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_budget_line_taakveld_line_id_budget_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line_taakveld")),
        sa.UniqueConstraint("line_id", "year", "code", name=op.f("uq_budget_line_taakveld_line_id_year_code")),
    )
    op.create_index(op.f("ix_budget_line_taakveld_year"), "budget_line_taakveld", ["year"], unique=False)
    op.create_table(
        "money_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('ingediend', 'overgenomen', 'afgewezen', 'ingetrokken')", name=op.f("ck_money_proposal_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_proposal")),
    )
    op.create_index(op.f("ix_money_proposal_year"), "money_proposal", ["year"], unique=False)


def _realisation() -> None:
    op.create_table(
        "realisation_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=160), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('voorbeeld', 'overgenomen', 'vervallen')", name=op.f("ck_realisation_import_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realisation_import")),
    )
    op.create_table(
        "realisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=True),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_realisation_amount")),
        sa.CheckConstraint("last_on IS NULL OR last_on >= first_on", name=op.f("ck_realisation_days")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_realisation_commitment_id_commitment")),
        sa.ForeignKeyConstraint(["import_id"], ["realisation_import.id"], name=op.f("fk_realisation_import_id_realisation_import")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realisation")),
    )
    op.create_index(op.f("ix_realisation_commitment_id"), "realisation", ["commitment_id"], unique=False)
    op.create_index(op.f("ix_realisation_year"), "realisation", ["year"], unique=False)
    op.create_table(
        "spending_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("room_cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("room_cents >= 0", name=op.f("ck_spending_room_room")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_spending_room_provider_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending_room")),
        sa.UniqueConstraint("provider_id", "year", name=op.f("uq_spending_room_provider_id_year")),
    )
    op.create_index(op.f("ix_spending_room_year"), "spending_room", ["year"], unique=False)


def _kpis() -> None:
    op.create_table(
        "commitment_kpi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("indicator_code", sa.String(length=10), nullable=False),
        sa.Column("is_steering", sa.Boolean(), nullable=False),
        sa.Column("norm_low", sa.BigInteger(), nullable=True),
        sa.Column("norm_high", sa.BigInteger(), nullable=True),
        sa.Column("norm_note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_kpi_commitment_id_commitment")),
        sa.ForeignKeyConstraint(["indicator_code"], ["indicator.code"], name=op.f("fk_commitment_kpi_indicator_code_indicator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_kpi")),
        sa.UniqueConstraint("commitment_id", "indicator_code", name=op.f("uq_commitment_kpi_commitment_id_indicator_code")),
    )
    op.create_index(op.f("ix_commitment_kpi_indicator_code"), "commitment_kpi", ["indicator_code"], unique=False)
