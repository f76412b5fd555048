"""The first schema: every table, and the triggers that keep the journal append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "annual_goal",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_annual_goal")),
    )
    op.create_table(
        "baseline_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_figure")),
        sa.UniqueConstraint("code", "year", name=op.f("uq_baseline_figure_code_year")),
    )
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["budget_line.id"], name=op.f("fk_budget_line_parent_id_budget_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint("code", name=op.f("uq_budget_line_code")),
    )
    op.create_table(
        "housing_target",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("housing_group", sa.String(length=40), nullable=False),
        sa.Column("places_min", sa.Integer(), nullable=False),
        sa.Column("places_max", sa.Integer(), nullable=False),
        sa.Column("counts_in_total", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("places_max >= places_min", name=op.f("ck_housing_target_places")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_housing_target")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("object", sa.String(length=120), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_object"), "journal", ["object"], unique=False)
    op.create_index(op.f("ix_journal_organisation_id"), "journal", ["organisation_id"], unique=False)

    op.create_table(
        "municipality",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_centre", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality")),
        sa.UniqueConstraint("name", name=op.f("uq_municipality_name")),
    )
    op.create_table(
        "norm",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("valid_from_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind IN ('min', 'max', 'bereik', 'geen')", name=op.f("ck_norm_kind")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_norm")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=False),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "pijler",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("aims", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_pijler")),
    )
    op.create_table(
        "planned_result",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("realised_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_planned_result")),
    )
    op.create_table(
        "role",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("organisation_kind", sa.String(length=20), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("organisation_kind IN ('centrumgemeente', 'regiogemeente', 'aanbieder', 'klankbordgroep')", name=op.f("ck_role_kind")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_role")),
    )
    op.create_table(
        "summary_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('gepubliceerd', 'ingetrokken')", name=op.f("ck_summary_edition_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_edition")),
        sa.UniqueConstraint("period", "edition", name=op.f("uq_summary_edition_period_edition")),
    )
    op.create_index(op.f("ix_summary_edition_period"), "summary_edition", ["period"], unique=False)

    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "used_key",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("endpoint", sa.String(length=120), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_used_key")),
    )
    op.create_index(op.f("ix_used_key_used_at"), "used_key", ["used_at"], unique=False)

    op.create_table(
        "budget_amount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount_cents IS NOT NULL OR note <> ''", name=op.f("ck_budget_amount_empty_has_note")),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_budget_amount_line_id_budget_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_amount")),
        sa.UniqueConstraint("line_id", "year", "revision", name=op.f("uq_budget_amount_line_id_year_revision")),
    )
    op.create_index(op.f("ix_budget_amount_year"), "budget_amount", ["year"], unique=False)

    op.create_table(
        "care_form",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("pijler_code", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("counts_in_flow", sa.Boolean(), nullable=False),
        sa.Column("has_places", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["pijler_code"], ["pijler.code"], name=op.f("fk_care_form_pijler_code_pijler")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_care_form")),
    )
    op.create_table(
        "goal",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("pijler_code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["pijler_code"], ["pijler.code"], name=op.f("fk_goal_pijler_code_pijler")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_goal")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=True),
        sa.Column("is_fictitious", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind IN ('centrumgemeente', 'regiogemeente', 'aanbieder', 'klankbordgroep')", name=op.f("ck_organisation_kind")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_organisation_municipality_code_municipality")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "planned_result_year",
        sa.Column("result_code", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["result_code"], ["planned_result.code"], name=op.f("fk_planned_result_year_result_code_planned_result")),
        sa.PrimaryKeyConstraint("result_code", "year", name=op.f("pk_planned_result_year")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_agreement_dates")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_agreement_provider_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("reference", name=op.f("uq_agreement_reference")),
    )
    op.create_index(op.f("ix_agreement_provider_id"), "agreement", ["provider_id"], unique=False)

    op.create_table(
        "dialogue_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('voorbereiding', 'in gesprek', 'verslag ter instemming', 'vastgesteld')", name=op.f("ck_dialogue_session_state")
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_dialogue_session_provider_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_session")),
    )
    op.create_index(op.f("ix_dialogue_session_provider_id"), "dialogue_session", ["provider_id"], unique=False)

    op.create_table(
        "indicator",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("family", sa.String(length=20), nullable=False),
        sa.Column("pijler_code", sa.String(length=20), nullable=True),
        sa.Column("goal_code", sa.String(length=10), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["goal_code"], ["goal.code"], name=op.f("fk_indicator_goal_code_goal")),
        sa.ForeignKeyConstraint(["pijler_code"], ["pijler.code"], name=op.f("fk_indicator_pijler_code_pijler")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicator")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_table(
        "location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("care_form_code", sa.String(length=40), nullable=False),
        sa.Column("housing_type_code", sa.String(length=40), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["care_form_code"], ["care_form.code"], name=op.f("fk_location_care_form_code_care_form")),
        sa.ForeignKeyConstraint(["housing_type_code"], ["housing_target.code"], name=op.f("fk_location_housing_type_code_housing_target")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_location_municipality_code_municipality")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_location_provider_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
    )
    op.create_index(op.f("ix_location_provider_id"), "location", ["provider_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("person_id", "organisation_id", name=op.f("uq_membership_person_id_organisation_id")),
    )
    op.create_index(op.f("ix_membership_organisation_id"), "membership", ["organisation_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('niet begonnen', 'bezig', 'wacht op ondertekening', 'in beoordeling', 'wijziging gevraagd', 'geaccepteerd')",
            name=op.f("ck_report_state"),
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_report_provider_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("provider_id", "period", name=op.f("uq_report_provider_id_period")),
    )
    op.create_index(op.f("ix_report_period"), "report", ["period"], unique=False)
    op.create_index(op.f("ix_report_provider_id"), "report", ["provider_id"], unique=False)

    op.create_table(
        "capacity_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("occupied", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("occupied + free + closed = places", name=op.f("ck_capacity_count_adds_up")),
        sa.CheckConstraint(
            "occupied >= 0 AND free >= 0 AND closed >= 0 AND waiting >= 0 AND places >= 0", name=op.f("ck_capacity_count_not_negative")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_capacity_count_location_id_location")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_capacity_count_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_count")),
        sa.UniqueConstraint("report_id", "location_id", name=op.f("uq_capacity_count_report_id_location_id")),
    )
    op.create_index(op.f("ix_capacity_count_location_id"), "capacity_count", ["location_id"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("care_form_code", sa.String(length=40), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('arrangement', 'subsidie')", name=op.f("ck_commitment_kind")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_commitment_dates")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_commitment_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["care_form_code"], ["care_form.code"], name=op.f("fk_commitment_care_form_code_care_form")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_commitment_provider_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("reference", name=op.f("uq_commitment_reference")),
    )
    op.create_index(op.f("ix_commitment_agreement_id"), "commitment", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_commitment_provider_id"), "commitment", ["provider_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.CheckConstraint("side IN ('gemeente', 'aanbieder')", name=op.f("ck_consent_side")),
        sa.CheckConstraint("verdict IN ('eens', 'niet eens')", name=op.f("ck_consent_verdict")),
        sa.ForeignKeyConstraint(["session_id"], ["dialogue_session.id"], name=op.f("fk_consent_session_id_dialogue_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_session_id"), "consent", ["session_id"], unique=False)

    op.create_table(
        "deviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("indicator_code", sa.String(length=10), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('nieuw', 'uitleg gevraagd', 'toegelicht', 'op de agenda', 'afgehandeld')", name=op.f("ck_deviation_state")),
        sa.CheckConstraint("severity IN (1, 2, 3)", name=op.f("ck_deviation_severity")),
        sa.ForeignKeyConstraint(["indicator_code"], ["indicator.code"], name=op.f("fk_deviation_indicator_code_indicator")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_deviation_provider_id_organisation")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_deviation_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
        sa.UniqueConstraint("report_id", "indicator_code", name=op.f("uq_deviation_report_id_indicator_code")),
    )
    op.create_index(op.f("ix_deviation_indicator_code"), "deviation", ["indicator_code"], unique=False)
    op.create_index(op.f("ix_deviation_period"), "deviation", ["period"], unique=False)
    op.create_index(op.f("ix_deviation_provider_id"), "deviation", ["provider_id"], unique=False)
    op.create_index(op.f("ix_deviation_state"), "deviation", ["state"], unique=False)

    op.create_table(
        "dialogue_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("organisation_name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["dialogue_session.id"], name=op.f("fk_dialogue_event_session_id_dialogue_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_event")),
    )
    op.create_index(op.f("ix_dialogue_event_session_id"), "dialogue_event", ["session_id"], unique=False)

    op.create_table(
        "flow_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("care_form_code", sa.String(length=40), nullable=False),
        sa.Column("at_begin", sa.Integer(), nullable=False),
        sa.Column("inflow", sa.Integer(), nullable=False),
        sa.Column("through_in", sa.Integer(), nullable=False),
        sa.Column("through_out", sa.Integer(), nullable=False),
        sa.Column("outflow", sa.Integer(), nullable=False),
        sa.Column("at_end", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("at_begin + inflow + through_in - through_out - outflow = at_end", name=op.f("ck_flow_count_balance")),
        sa.CheckConstraint(
            "at_begin >= 0 AND inflow >= 0 AND through_in >= 0 AND through_out >= 0 AND outflow >= 0 AND at_end >= 0",
            name=op.f("ck_flow_count_not_negative"),
        ),
        sa.ForeignKeyConstraint(["care_form_code"], ["care_form.code"], name=op.f("fk_flow_count_care_form_code_care_form")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_flow_count_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_count")),
        sa.UniqueConstraint("report_id", "care_form_code", name=op.f("uq_flow_count_report_id_care_form_code")),
    )
    op.create_table(
        "indicator_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_code", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("value_kind", sa.String(length=12), nullable=False),
        sa.Column("numerator_label", sa.String(length=200), nullable=False),
        sa.Column("denominator_label", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("norm_kind", sa.String(length=10), nullable=False),
        sa.Column("norm_low", sa.BigInteger(), nullable=True),
        sa.Column("norm_high", sa.BigInteger(), nullable=True),
        sa.Column("norm_note", sa.Text(), nullable=False),
        sa.Column("frequency", sa.String(length=10), nullable=False),
        sa.Column("reported_by", sa.String(length=10), nullable=False),
        sa.Column("over_time", sa.String(length=20), nullable=False),
        sa.Column("over_providers", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("direction IN ('hoger', 'lager', 'binnen', 'geen')", name=op.f("ck_indicator_version_direction")),
        sa.CheckConstraint("frequency IN ('kwartaal', 'jaar')", name=op.f("ck_indicator_version_frequency")),
        sa.CheckConstraint("norm_kind IN ('min', 'max', 'bereik', 'geen')", name=op.f("ck_indicator_version_norm_kind")),
        sa.CheckConstraint("reported_by IN ('aanbieder', 'gemeente', 'berekend')", name=op.f("ck_indicator_version_reported_by")),
        sa.CheckConstraint("value_kind IN ('verhouding', 'aantal', 'mediaan', 'gemiddelde')", name=op.f("ck_indicator_version_value_kind")),
        sa.ForeignKeyConstraint(["indicator_code"], ["indicator.code"], name=op.f("fk_indicator_version_indicator_code_indicator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_version")),
        sa.UniqueConstraint("indicator_code", "version", name=op.f("uq_indicator_version_indicator_code_version")),
    )
    op.create_table(
        "membership_role",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_membership_role_membership_id_membership")),
        sa.PrimaryKeyConstraint("membership_id", "role", name=op.f("pk_membership_role")),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("journal_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_receipt_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("number", name=op.f("uq_receipt_number")),
    )
    op.create_index(op.f("ix_receipt_report_id"), "receipt", ["report_id"], unique=False)

    op.create_table(
        "report_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_event_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_event")),
    )
    op.create_index(op.f("ix_report_event_report_id"), "report_event", ["report_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=40), nullable=False),
        sa.Column("browser", sa.String(length=120), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_sign_in_session_membership_id_membership")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("deviation_id", sa.Integer(), nullable=True),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("part IN ('waarden', 'kaders', 'data', 'dialoog')", name=op.f("ck_agenda_item_part")),
        sa.ForeignKeyConstraint(["deviation_id"], ["deviation.id"], name=op.f("fk_agenda_item_deviation_id_deviation")),
        sa.ForeignKeyConstraint(["session_id"], ["dialogue_session.id"], name=op.f("fk_agenda_item_session_id_dialogue_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("session_id", "deviation_id", name=op.f("uq_agenda_item_session_id_deviation_id")),
    )
    op.create_index(op.f("ix_agenda_item_deviation_id"), "agenda_item", ["deviation_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_session_id"), "agenda_item", ["session_id"], unique=False)

    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("budget_line_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_allocation_amount")),
        sa.ForeignKeyConstraint(["budget_line_id"], ["budget_line.id"], name=op.f("fk_allocation_budget_line_id_budget_line")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_allocation_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("commitment_id", "budget_line_id", "year", name=op.f("uq_allocation_commitment_id_budget_line_id_year")),
    )
    op.create_index(op.f("ix_allocation_budget_line_id"), "allocation", ["budget_line_id"], unique=False)
    op.create_index(op.f("ix_allocation_year"), "allocation", ["year"], unique=False)

    op.create_table(
        "commitment_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("committed_cents", sa.BigInteger(), nullable=False),
        sa.Column("realised_cents", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("committed_cents >= 0", name=op.f("ck_commitment_year_committed")),
        sa.CheckConstraint("realised_cents >= 0", name=op.f("ck_commitment_year_realised")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_year_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_year")),
        sa.UniqueConstraint("commitment_id", "year", name=op.f("uq_commitment_year_commitment_id_year")),
    )
    op.create_index(op.f("ix_commitment_year_year"), "commitment_year", ["year"], unique=False)

    op.create_table(
        "deviation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deviation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("organisation_name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["deviation_id"], ["deviation.id"], name=op.f("fk_deviation_event_deviation_id_deviation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation_event")),
    )
    op.create_index(op.f("ix_deviation_event_deviation_id"), "deviation_event", ["deviation_id"], unique=False)

    op.create_table(
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
    op.create_table(
        "report_value",
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
        sa.CheckConstraint("missing_reason IN ('niet van toepassing', 'nog niet bekend', 'te klein aantal')", name=op.f("ck_report_value_reason")),
        sa.CheckConstraint("missing_reason IS NULL OR (numerator IS NULL AND denominator IS NULL)", name=op.f("ck_report_value_missing")),
        sa.ForeignKeyConstraint(
            ["indicator_version_id"], ["indicator_version.id"], name=op.f("fk_report_value_indicator_version_id_indicator_version")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_value_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_value")),
        sa.UniqueConstraint("report_id", "indicator_version_id", name=op.f("uq_report_value_report_id_indicator_version_id")),
    )
    op.create_index(op.f("ix_report_value_indicator_version_id"), "report_value", ["indicator_version_id"], unique=False)

    op.create_table(
        "action_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("agenda_item_id", sa.Integer(), nullable=True),
        sa.Column("deviation_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_organisation", sa.String(length=120), nullable=False),
        sa.Column("owner_name", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closed_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'gereed', 'vervallen')", name=op.f("ck_action_point_state")),
        sa.ForeignKeyConstraint(["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_action_point_agenda_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["deviation_id"], ["deviation.id"], name=op.f("fk_action_point_deviation_id_deviation")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_action_point_provider_id_organisation")),
        sa.ForeignKeyConstraint(["session_id"], ["dialogue_session.id"], name=op.f("fk_action_point_session_id_dialogue_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_point")),
    )
    op.create_index(op.f("ix_action_point_deviation_id"), "action_point", ["deviation_id"], unique=False)
    op.create_index(op.f("ix_action_point_provider_id"), "action_point", ["provider_id"], unique=False)
    op.create_index(op.f("ix_action_point_session_id"), "action_point", ["session_id"], unique=False)
    _protect_journal()


def _protect_journal() -> None:
    """Nobody changes or removes a line of the journal, whatever the program asks."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END")
        op.execute("CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END")
        return
    op.execute(
        "CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()"
    )


def _release_journal() -> None:
    """The table itself may go, with the whole schema."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_no_update")
        op.execute("DROP TRIGGER journal_no_delete")
        return
    op.execute("DROP TRIGGER journal_no_change ON journal")
    op.execute("DROP FUNCTION journal_is_append_only()")


def downgrade() -> None:
    """Go back."""
    _release_journal()
    op.drop_index(op.f("ix_action_point_session_id"), table_name="action_point")
    op.drop_index(op.f("ix_action_point_provider_id"), table_name="action_point")
    op.drop_index(op.f("ix_action_point_deviation_id"), table_name="action_point")

    op.drop_table("action_point")
    op.drop_index(op.f("ix_report_value_indicator_version_id"), table_name="report_value")

    op.drop_table("report_value")
    op.drop_table("finding")
    op.drop_index(op.f("ix_deviation_event_deviation_id"), table_name="deviation_event")

    op.drop_table("deviation_event")
    op.drop_index(op.f("ix_commitment_year_year"), table_name="commitment_year")

    op.drop_table("commitment_year")
    op.drop_index(op.f("ix_allocation_year"), table_name="allocation")
    op.drop_index(op.f("ix_allocation_budget_line_id"), table_name="allocation")

    op.drop_table("allocation")
    op.drop_index(op.f("ix_agenda_item_session_id"), table_name="agenda_item")
    op.drop_index(op.f("ix_agenda_item_deviation_id"), table_name="agenda_item")

    op.drop_table("agenda_item")
    op.drop_index(op.f("ix_sign_in_session_person_id"), table_name="sign_in_session")

    op.drop_table("sign_in_session")
    op.drop_index(op.f("ix_report_event_report_id"), table_name="report_event")

    op.drop_table("report_event")
    op.drop_index(op.f("ix_receipt_report_id"), table_name="receipt")

    op.drop_table("receipt")
    op.drop_table("membership_role")
    op.drop_table("indicator_version")
    op.drop_table("flow_count")
    op.drop_index(op.f("ix_dialogue_event_session_id"), table_name="dialogue_event")

    op.drop_table("dialogue_event")
    op.drop_index(op.f("ix_deviation_state"), table_name="deviation")
    op.drop_index(op.f("ix_deviation_provider_id"), table_name="deviation")
    op.drop_index(op.f("ix_deviation_period"), table_name="deviation")
    op.drop_index(op.f("ix_deviation_indicator_code"), table_name="deviation")

    op.drop_table("deviation")
    op.drop_index(op.f("ix_consent_session_id"), table_name="consent")

    op.drop_table("consent")
    op.drop_index(op.f("ix_commitment_provider_id"), table_name="commitment")
    op.drop_index(op.f("ix_commitment_agreement_id"), table_name="commitment")

    op.drop_table("commitment")
    op.drop_index(op.f("ix_capacity_count_location_id"), table_name="capacity_count")

    op.drop_table("capacity_count")
    op.drop_index(op.f("ix_report_provider_id"), table_name="report")
    op.drop_index(op.f("ix_report_period"), table_name="report")

    op.drop_table("report")
    op.drop_index(op.f("ix_membership_organisation_id"), table_name="membership")

    op.drop_table("membership")
    op.drop_index(op.f("ix_location_provider_id"), table_name="location")

    op.drop_table("location")
    op.drop_table("invitation")
    op.drop_table("indicator")
    op.drop_index(op.f("ix_dialogue_session_provider_id"), table_name="dialogue_session")

    op.drop_table("dialogue_session")
    op.drop_index(op.f("ix_agreement_provider_id"), table_name="agreement")

    op.drop_table("agreement")
    op.drop_index(op.f("ix_recovery_code_person_id"), table_name="recovery_code")

    op.drop_table("recovery_code")
    op.drop_table("planned_result_year")
    op.drop_table("organisation")
    op.drop_table("goal")
    op.drop_table("care_form")
    op.drop_index(op.f("ix_budget_amount_year"), table_name="budget_amount")

    op.drop_table("budget_amount")
    op.drop_index(op.f("ix_used_key_used_at"), table_name="used_key")

    op.drop_table("used_key")
    op.drop_table("throttle")
    op.drop_index(op.f("ix_summary_edition_period"), table_name="summary_edition")

    op.drop_table("summary_edition")
    op.drop_table("role")
    op.drop_table("planned_result")
    op.drop_table("pijler")
    op.drop_table("person")
    op.drop_table("norm")
    op.drop_table("municipality")
    op.drop_index(op.f("ix_journal_organisation_id"), table_name="journal")
    op.drop_index(op.f("ix_journal_object"), table_name="journal")

    op.drop_table("journal")
    op.drop_table("installation")
    op.drop_table("housing_target")
    op.drop_table("budget_line")
    op.drop_table("baseline_figure")
    op.drop_table("annual_goal")
