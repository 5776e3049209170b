"""How much work a test does, every day (``make test``) and in the long run (``make test-long``), and how much it did.

A test that repeats something asks `runs` how often; a property that is put to proof for minutes is marked `thorough`.
What was done is kept with the test's report (``user_properties``, so that it also comes from xdist's workers) and
printed by `table`.
"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

FULL = bool(os.environ.get("PB_LONG"))
#: For a mutation run, where the same tests are run hundreds of times: a small part of what is done every day.
BRIEF = bool(os.environ.get("PB_BRIEF"))
#: For how many minutes a thorough property goes on in the long run.
MINUTES = float(os.environ.get("PB_LONG_MINUTES", "10"))
_DONE = "times"
_done: list[int] = []


def runs(quick: int, full: int) -> int:
    """How often to repeat something: ``quick`` times every day, ``full`` times in the long run."""
    times = full if FULL else min(max(quick // 15, 60), quick) if BRIEF else quick
    did(times)
    return times


def did(times: int) -> None:
    """Note that this test repeats something so often."""
    _done.append(times)


def settle_hypothesis() -> None:
    """Make property tests repeatable in ``make test`` and thorough in ``make test-long``."""
    from hypothesis import HealthCheck, Phase, settings

    slow = [HealthCheck.too_slow]  # this machine may be busy; that is no fault of the property
    settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True, suppress_health_check=slow)
    first = (Phase.explicit, Phase.generate)  # a failure is enough, the smallest one is not looked for
    settings.register_profile("brief", settings.get_profile("quick"), max_examples=20, phases=first)
    settings.register_profile("full", max_examples=2000, deadline=None, suppress_health_check=slow)
    settings.load_profile("full" if FULL else "brief" if BRIEF else "quick")


def thorough(holds: Callable) -> Callable:
    """Above ``@given``: 100 examples every day, the same ones, so that more of them would tell nothing new of code that
    has not changed; in the long run fresh thousands until the minutes are over.
    """
    from hypothesis import settings

    holds = settings(max_examples=40 if BRIEF else 1_000 if FULL else 100)(holds)

    @functools.wraps(holds)
    def again_and_again(*args, **kwargs) -> None:
        end = time.monotonic() + 60 * MINUTES
        holds(*args, **kwargs)
        while FULL and time.monotonic() < end:
            holds(*args, **kwargs)

    return again_and_again


def begin() -> None:
    """A new test begins."""
    _done.clear()


@contextmanager
def noted(test) -> Iterator[None]:
    """While a test (an item of pytest) runs: count the examples of a property, and keep what it did with its report."""
    try:
        with _examples_counted(getattr(test.obj, "hypothesis", None)):
            yield
    finally:
        if _done:
            test.user_properties.append((_DONE, ", ".join(f"{times:,}" for times in _done)))


@contextmanager
def _examples_counted(handle) -> Iterator[None]:
    if handle is None:
        yield
        return
    holds, examples = handle.inner_test, 0

    @functools.wraps(holds)
    def counted(*args, **kwargs) -> None:
        nonlocal examples
        holds(*args, **kwargs)
        examples += 1  # not reached for an example that was thrown away

    handle.inner_test = counted
    try:
        yield
    finally:
        handle.inner_test = holds
        did(examples)


def table(reports: Iterable) -> list[str]:
    """What each test did, as lines of Markdown; empty if none of them repeats anything."""
    rows = sorted(
        (report.nodeid, times, report.duration)
        for report in reports
        for name, times in report.user_properties
        if name == _DONE
    )
    lines = [f"| {name} | {times} | {seconds:,.0f} |" for name, times, seconds in rows]
    return ["| test | times | seconds |", "|---|---:|---:|", *lines] if lines else []
