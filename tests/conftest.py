"""For all tests: a slow machine is no fault of what is tested, so property tests have no clock of their own.

And what the libraries made when they were imported is not looked through for rubbish again and again: a tenth of all the time.
"""

from __future__ import annotations

import gc

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """Everything is imported now, and stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
