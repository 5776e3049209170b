"""The program on a machine whose clock is wrong by ``PB_DRILL_CLOCK_AHEAD`` seconds: in place of ``wsgi``."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from pb import clock
from pb.serving import app_or_exit

AHEAD = timedelta(seconds=float(os.environ["PB_DRILL_CLOCK_AHEAD"]))


class Wrong(clock.MachineClocks):
    """What the machine's clock shows is wrong; the counter that nobody sets is not."""

    def wall(self) -> datetime:
        return super().wall() + AHEAD


clock.machine = Wrong()
app = app_or_exit()
