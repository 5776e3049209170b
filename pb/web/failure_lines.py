"""Lines of the log about failed requests: while a disk is full, one a minute for each cause and not one for each press."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger("pb")

#: In seconds: how long the same line is counted before it is written again.
QUIET_FOR = 60.0
#: So many different lines are kept in mind; there are few causes and few places.
MOST_LINES = 200


class FailureLines:
    """Writes a line at once, and the same line at most once in ``QUIET_FOR``, with how often it came in between.

    ``seconds``: a clock that never steps back.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, int]] = {}

    def write(self, line: str) -> None:
        """As an error."""
        with self._lock:
            now = self._seconds()
            at, unsaid = self._kept.get(line, (now - QUIET_FOR, 0))
            if now - at < QUIET_FOR:
                self._kept[line] = at, unsaid + 1
                return
            if len(self._kept) >= MOST_LINES:
                self._kept.clear()
            self._kept[line] = now, 0
        log.error("%s%s", line, f" (and {unsaid} times since this was last said)" if unsaid else "")
