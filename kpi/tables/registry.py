"""Every table of the ground and first floor, for the schema as a whole (migrations, tests)."""

from contracts.tables import registry as ground_floor
from kpi.tables import advice, agreed, capacity, detail, deviation, dialogue, dialogue_outcome, edition, indicator, people, publication, report

__all__ = [
    "advice",
    "agreed",
    "capacity",
    "detail",
    "deviation",
    "dialogue",
    "dialogue_outcome",
    "edition",
    "ground_floor",
    "indicator",
    "people",
    "publication",
    "report",
]
