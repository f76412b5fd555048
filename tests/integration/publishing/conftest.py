"""The same quarter as the klankbordgroep's tests use."""

from tests.integration.sounding_board.conftest import published, ready

__all__ = ["published", "ready"]
