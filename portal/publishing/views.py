"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from portal.publishing.desk import publishing

__all__ = ["publishing"]
