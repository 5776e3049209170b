"""Serials of ballot papers: made by chance, typed by hand, with a digit that finds slips."""

from __future__ import annotations

import secrets

#: Digits of a serial, the check digit included. Digits only: they are typed on the number pad.
SERIAL_LENGTH = 7

#: H. Michael Damm, "Total anti-symmetrische Quasigruppen" (2004): finds every wrong digit and every swap of neighbours.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


#: The row of the table that the papers of a practice begin with. Whatever the other digits are, another row leads to
#: another check digit: no paper of a practice has a number of a real one.
_REAL, _PRACTICE = 0, 1


def check_digit(digits: str, *, practice: bool = False) -> str:
    """The digit that is put behind ``digits``."""
    interim = _PRACTICE if practice else _REAL
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def new_serial(*, practice: bool = False) -> str:
    """A serial from the system's randomness: it tells neither order nor session."""
    body = f"{secrets.randbelow(10 ** (SERIAL_LENGTH - 1)):0{SERIAL_LENGTH - 1}d}"
    return body + check_digit(body, practice=practice)


def read_serial(typed: str, *, practice: bool = False) -> str | None:
    """The serial in what someone typed, with or without spaces; None for a typing error, and for a paper of a practice
    where there is none, or a real one's in a practice.
    """
    digits = "".join((typed or "").split())
    if (
        len(digits) != SERIAL_LENGTH
        or not digits.isascii()
        or not digits.isdigit()
        or check_digit(digits[:-1], practice=practice) != digits[-1]
    ):
        return None
    return digits


def shown_serial(serial: str) -> str:
    """ "482 1937", as it is printed."""
    return f"{serial[:3]} {serial[3:]}"
