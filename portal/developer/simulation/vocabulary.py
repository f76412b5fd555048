"""The codes of the simulation: forms of care, destinations, reasons to end (S001 §7.2; domain paper A5 and A15)."""

from __future__ import annotations

SHELTER = "eerste-opvang"
RESIDENTIAL = "bw-met-verblijf"
AMBULATORY = "bw-zonder-verblijf"
STEPPING_STONE = "doorstroomwoning"
SUPPORTED_HOME = "zelfstandig-met-begeleiding"

FORMS = (SHELTER, RESIDENTIAL, AMBULATORY, STEPPING_STONE, SUPPORTED_HOME)
"""Every form of care that people flow through, in reporting order."""
MAATZORG = frozenset({RESIDENTIAL, AMBULATORY, STEPPING_STONE, SUPPORTED_HOME})
"""The four maatzorg forms: "maatwerk" in S001 §7.2 line 4 means these (trap T21)."""
FORMS_WITH_PLACES = frozenset({SHELTER, RESIDENTIAL, STEPPING_STONE})
"""Forms that are delivered in a place of the aanbieder; the other two come to a person's own home."""
NIGHT_FORMS = frozenset({SHELTER, RESIDENTIAL})
"""Forms whose nights count for the occupancy rate (KPI BZ-07)."""

HOME, ELSEWHERE, UNKNOWN, DEATH = "woning", "elders", "onbekend", "overlijden"
DESTINATIONS = (HOME, ELSEWHERE, UNKNOWN, DEATH)
"""Where someone goes who leaves: independent home, other known housing, nobody knows, death."""

ORIGIN_UNKNOWN = "onbekend"
"""The municipality of origin is not known; such people are outside KPI BZ-09."""

NORM_DAYS = 42
"""The norm for a first shelter stay: six weeks (S000; S001 §4.3.1, §6.8; trap T8)."""

QUARTER_CODES = (
    "BZ-01", "BZ-02", "BZ-03", "BZ-06", "BZ-07", "BZ-08", "BZ-09", "MZ-01", "MZ-05", "MZ-08", "MZ-10", "NZ-02", "OC-02", "CF-04",
)  # fmt: skip
"""The KPIs that an aanbieder reports every quarter."""
YEAR_CODES = ("MZ-12", "NZ-03", "NZ-04", "OC-03")
"""The KPIs that an aanbieder reports once a year, in the fourth quarter."""
RATIO_CODES = frozenset({"BZ-01", "BZ-06", "BZ-07", "BZ-09", "MZ-05", "MZ-10", "MZ-12", "NZ-02", "NZ-03", "NZ-04", "OC-02"})
"""The KPIs whose cell is a numerator out of a denominator."""
COUNT_CODES = frozenset({"BZ-02", "BZ-08", "MZ-01", "MZ-08", "CF-04"})
"""The KPIs whose cell is a count alone: no denominator."""
VALUE_CODES = frozenset({"BZ-03", "OC-03"})
"""The KPIs whose cell is a value (a median, a mean) and the number of people it rests on."""
