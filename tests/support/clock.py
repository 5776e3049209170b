"""The program's clock in a test's hands."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, time, timedelta


class MovedClock:
    """Stands still at the moment it was last set to, for every thread of this process; right again when the test
    ends.
    """

    def __init__(self) -> None:
        self._moved = ExitStack()

    def set(self, to: datetime | str) -> datetime:
        """Move to ``to``: an aware time, or "2026-05-03 14:30" as a clock in Edinburgh shows it. Returns it in UTC."""
        from pb import clock

        if isinstance(to, str):
            to = datetime.fromisoformat(to).replace(tzinfo=clock.LOCAL)
        self.release()
        self._moved.enter_context(clock.moved(to.astimezone(UTC), everywhere=True))
        return clock.now()

    def forward(self, **by: float) -> datetime:
        """Move on by so many ``days``, ``hours``, ``minutes`` or ``seconds``."""
        from pb import clock

        return self.set(clock.now() + timedelta(**by))

    def to_noon(self) -> datetime:
        """Move to the next noon in Edinburgh, so that hours around it lie on one day whenever the test runs."""
        from pb import clock

        here = clock.now().astimezone(clock.LOCAL)
        return self.set(datetime.combine(here.date() + timedelta(days=here.hour >= 12), time(12), clock.LOCAL))

    def release(self) -> None:
        """Let real time go on."""
        self._moved.close()
