"""People with security codes: an app that makes them, as a phone would."""

from __future__ import annotations

from typing import Any

from pyotp import TOTP, random_base32

from pb import clock
from pb.people import actions
from pb.people.models import Account
from pb.roles import Actor


class Phone:
    """An authenticator app with a secret; ``shows()`` is the code of this moment."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def shows(self, steps: int = 0) -> str:
        """The code of the present time step, or of one so many steps from it."""
        return TOTP(self.secret).at(clock.now(), counter_offset=steps)

    def wrong(self) -> str:
        """A code that this app does not show now, before or next."""
        near = {self.shows(steps) for steps in (-1, 0, 1)}
        return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def with_an_app(account: Account, clock_: Any) -> Phone:
    """``account`` has set up an app; the clock stands at the next time step, so that its next code is a new one."""
    phone = Phone(random_base32())
    by = Actor(account.id, min(account.roles))
    actions.set_up_app(by, account, secret=phone.secret, typed=phone.shows(), token="", are_first=False)
    clock_.forward(seconds=30)
    return phone


def use_code(account: Account, typed: str) -> bool:
    """Whether one person's code is right; it is used by it."""
    return actions.use_codes([(account, typed)]) == [True]
