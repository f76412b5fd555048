"""Every table of the ground and first floor, for the schema as a whole (migrations, tests)."""

from contracts.tables import registry as ground_floor
from kpi.tables import agreed, capacity, detail, deviation, dialogue, dialogue_outcome, indicator, publication, report

__all__ = ["agreed", "capacity", "detail", "deviation", "dialogue", "dialogue_outcome", "ground_floor", "indicator", "publication", "report"]
