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


def check_digit(digits: str) -> str:
    """The digit that is put behind ``digits``."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def new_serial() -> str:
    """A serial from the system's randomness: it tells neither order nor session."""
    body = f"{secrets.randbelow(10 ** (SERIAL_LENGTH - 1)):0{SERIAL_LENGTH - 1}d}"
    return body + check_digit(body)


def read_serial(typed: str) -> str | None:
    """The serial in what someone typed, with or without spaces; None for a typing error."""
    digits = "".join((typed or "").split())
    if (
        len(digits) != SERIAL_LENGTH
        or not digits.isascii()
        or not digits.isdigit()
        or check_digit(digits[:-1]) != digits[-1]
    ):
        return None
    return digits


def shown_serial(serial: str) -> str:
    """ "482 1937", as it is printed."""
    return f"{serial[:3]} {serial[3:]}"
