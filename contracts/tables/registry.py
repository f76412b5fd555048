"""Every table of the ground floor, for the schema as a whole (migrations, tests)."""

from contracts.foundation.journal import JournalEntry
from contracts.tables import agreement, budget, organisation, programme

__all__ = ["JournalEntry", "agreement", "budget", "organisation", "programme"]
