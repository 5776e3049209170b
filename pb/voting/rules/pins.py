"""The two PINs of a kiosk: how long, and which are too easy to guess."""

from __future__ import annotations

from itertools import pairwise

from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: The fewest and the most numbers of a PIN.
SHORTEST, LONGEST = 4, 12
#: From one number to the next, round the end: in order, and in order backwards.
UP_AND_DOWN = ({1}, {9})
#: So many wrong PINs in a row lock a kiosk until it is unlocked at the session's desk. Of the some 9,800 PINs of four
#: numbers that are not weak, one in 500 is tried by then. (NIST SP 800-63B allows up to 100.)
#: Before that, whoever guesses has to wait between two tries: ``pb.web.rate_limits.PINS``.
MOST_WRONG = 20


def pin_error(next_pin: str, leave_pin: str) -> Sentence | None:
    """Why these two PINs cannot be used, as a sentence; None when they can."""
    if sentence := one_pin_error(next_pin) or one_pin_error(leave_pin):
        return sentence
    if next_pin == leave_pin:
        return _l("The two PINs must be different. You enter the first in front of voters. The second ends the kiosk.")
    return None


def one_pin_error(pin: str) -> Sentence | None:
    """Why this PIN cannot be used, whatever the other is."""
    if not (pin.isascii() and pin.isdigit()) or not SHORTEST <= len(pin) <= LONGEST:
        return _l("The PIN must be %(least)s to %(most)s numbers.", least=SHORTEST, most=LONGEST)
    if is_weak(pin):
        return _l("This PIN is too easy to guess. Do not repeat numbers or use numbers in order, like 1234.")
    return None


def is_weak(pin: str) -> bool:
    """Whether a stranger would try it first: 0000, 1234, 8765, 9012 (in order, round the end), 1212, 474747."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    is_repeated = pin in (pin + pin)[1:-1]
    return is_repeated or steps in UP_AND_DOWN


def is_locked(wrong_in_a_row: int) -> bool:
    """Whether no PIN is looked at any more."""
    return wrong_in_a_row >= MOST_WRONG
