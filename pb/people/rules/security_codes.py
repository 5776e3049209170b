"""Security codes of an authenticator app (TOTP)."""

from __future__ import annotations

from datetime import datetime

from pyotp import TOTP
from pyotp.utils import strings_equal


def time_step_of(secret: str, typed: str, now: datetime, after: int = -1) -> int | None:
    """The time step (of 30 seconds since 1970) whose code of six digits was ``typed``: the present one, the one before
    or the next, as clocks differ, but none up to ``after``. None where it is the code of none of them.
    """
    app, digits = TOTP(secret), "".join(typed.split())
    present = app.timecode(now)
    steps = (step for step in (present - 1, present, present + 1) if step > after)
    return next((step for step in steps if strings_equal(app.generate_otp(step), digits)), None)
