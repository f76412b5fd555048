"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from portal.sounding_board.desk import sounding_board

__all__ = ["sounding_board"]
