"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from portal.management.desk import management

__all__ = ["management"]
