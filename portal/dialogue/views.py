"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from portal.dialogue.desk import dialogue

__all__ = ["dialogue"]
