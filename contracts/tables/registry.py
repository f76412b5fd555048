"""Every table of the ground floor, for the schema as a whole (migrations, tests)."""

from contracts.foundation.journal import JournalEntry
from contracts.tables import agreement, amendment, budget, organisation, programme, proposal, realisation, subsidy, tariff

__all__ = ["JournalEntry", "agreement", "amendment", "budget", "organisation", "programme", "proposal", "realisation", "subsidy", "tariff"]
