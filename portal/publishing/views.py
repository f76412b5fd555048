"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from portal.publishing import desk_views, draft_views, quarter_views
from portal.publishing.desk import publishing

__all__ = ["desk_views", "draft_views", "publishing", "quarter_views"]
