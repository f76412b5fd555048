"""Close the way round the journal's triggers on SQLite: REPLACE takes a line away without asking the delete trigger."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A new line comes after every other one. PostgreSQL knows no REPLACE; its trigger sees what ON CONFLICT would change."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER journal_only_at_the_end BEFORE INSERT ON journal WHEN NEW.id <= (SELECT max(id) FROM journal) "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_only_at_the_end")
