"""How much work a test does: a reduced number in ``make test``, the full number in ``make test-long``."""

from __future__ import annotations

import os

FULL = bool(os.environ.get("PB_LONG"))


def runs(quick: int, full: int) -> int:
    """How often to repeat something: ``quick`` times every day, ``full`` times in the long run."""
    return full if FULL else quick


def settle_hypothesis() -> None:
    """Make property tests repeatable in ``make test`` and thorough in ``make test-long``."""
    from hypothesis import HealthCheck, settings

    slow = [HealthCheck.too_slow]  # this machine may be busy; that is no fault of the property
    settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True, suppress_health_check=slow)
    settings.register_profile("full", max_examples=2000, deadline=None, suppress_health_check=slow)
    settings.load_profile("full" if FULL else "quick")
