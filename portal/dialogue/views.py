"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from portal.dialogue import agreement_views, live_views, minutes_views, session_views
from portal.dialogue.desk import dialogue

__all__ = ["agreement_views", "dialogue", "live_views", "minutes_views", "session_views"]
