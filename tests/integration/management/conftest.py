"""The people who open this desk, signed in on the small world."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import World


@pytest.fixture
def manager(app: Flask, world: World) -> Inspector:
    """The contractmanager."""
    return signed_in(app, world.people["contractmanager"])
