"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from portal.dialogue import (
    agenda_views,
    agreement_list_views,
    agreement_make_views,
    agreement_views,
    consent_views,
    live_views,
    minutes_views,
    participant_views,
    planning_views,
    preparation_views,
    rating_views,
    series_views,
    session_views,
    verslag_addendum_views,
    verslag_late,
    verslag_views,
)
from portal.dialogue.desk import dialogue

__all__ = [
    "agenda_views",
    "agreement_list_views",
    "agreement_make_views",
    "agreement_views",
    "consent_views",
    "dialogue",
    "live_views",
    "minutes_views",
    "participant_views",
    "planning_views",
    "preparation_views",
    "rating_views",
    "series_views",
    "session_views",
    "verslag_addendum_views",
    "verslag_late",
    "verslag_views",
]
