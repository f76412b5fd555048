"""For all tests: a slow machine is no fault of what is tested, so property tests have no clock of their own."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
