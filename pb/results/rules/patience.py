"""How long a page counts itself: shares that grow by a pound at a time can be counted thousands of times."""

from __future__ import annotations

import time
from collections.abc import Callable

#: Seconds of the processor; what takes longer is left to a job.
LONGEST_ON_A_PAGE = 4


class TakesLong(Exception):
    """This count takes longer than somebody should wait for a page."""


def for_a_page() -> Callable[[], None]:
    """To be called while a page counts: raises ``TakesLong`` once that has taken its time."""
    begun = time.thread_time()

    def going_on() -> None:
        if time.thread_time() - begun > LONGEST_ON_A_PAGE:
            raise TakesLong

    return going_on
