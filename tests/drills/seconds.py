"""How long it took. It is printed and judges nothing: the only place of the drills with a clock on the wall."""

from __future__ import annotations

import os
import threading
import time


class Stopwatch:
    """``longest``: the longest time between two acknowledged votes, in seconds; ``running``: since it was made."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made = time.monotonic()
        self._newest: float | None = None
        self.longest = 0.0

    def saved(self) -> None:
        """A vote was acknowledged just now."""
        with self._lock:
            now = time.monotonic()
            self.longest = max(self.longest, now - (self._newest or now))
            self._newest = now

    @property
    def running(self) -> float:
        return time.monotonic() - self._made


def worked() -> float:
    """What this program and the programs that it has started and seen end have worked, in seconds of a processor."""
    return sum(os.times()[:4])
