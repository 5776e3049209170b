"""What the text of a setting may be, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pb.typed_days import NotADay, day_of


class CannotBe(ValueError):
    """The text cannot be right; the message says, after the setting's name, what it must be."""


ON, OFF = ("1", "yes", "true", "on"), ("", "0", "no", "false", "off")


def yes(value: str) -> bool:
    """Whether something is switched on. A word that says neither is never taken for "off"."""
    said = value.strip().lower()
    if said not in ON + OFF:
        raise CannotBe("must be 1 (on) or 0 (off).")
    return said in ON


#: More is a slip of the hand: months of 80,000 years.
_MOST = 1_000_000


def whole(least: int) -> Callable[[str], int]:
    """The kind of a setting that is a whole number, ``least`` or more."""

    def read(value: str) -> int:
        said = value.strip()
        if not said.isdecimal() or len(said) > len(str(_MOST)) or not least <= int(said) <= _MOST:
            raise CannotBe(f"must be a whole number, {least} or more.")
        return int(said)

    return read


def hosts(value: str) -> str:
    """Names of a site, with commas between; "0" for any. An address with https:// or a path would fit no request."""
    if any(set(name.strip()) & set("/ @") for name in value.split(",")):
        raise CannotBe("must be names alone, with commas between, like vote.example.org: no https:// and no /.")
    return value


def day(value: str) -> date | None:
    """A day of the calendar that stands on a public page; None for an empty text."""
    try:
        return day_of(value) if value.strip() else None
    except NotADay as wrong:
        raise CannotBe("must be a date like 2026-11-28, or empty: the page Accessibility shows it.") from wrong


#: The lawful bases of the UK GDPR on which a programme like this may rest.
LAWFUL_BASES = ("public task", "legitimate interests", "consent", "legal obligation")


def lawful_basis(value: str) -> str:
    """One of ``LAWFUL_BASES``, or empty: then the page Privacy names none."""
    said = " ".join(value.lower().split())
    if said and said not in LAWFUL_BASES:
        raise CannotBe(f"must be one of: {', '.join(LAWFUL_BASES)}. Or leave it empty: the page Privacy shows it.")
    return said


#: Their names, addresses and short names: ``pb.results.rules.open_data``.
LICENCE_NAMES = ("OGL", "CC BY")


def licence(value: str) -> str:
    """One of ``LICENCE_NAMES``."""
    said = " ".join(value.upper().split())
    if said not in LICENCE_NAMES:
        raise CannotBe(f"must be one of: {', '.join(LICENCE_NAMES)}.")
    return said


def faults(value: str) -> tuple[str, ...] | None:
    """What is known not to work, as sentences with ; between them; () for "none", None where nothing is said."""
    said = tuple(part.strip() for part in value.split(";") if part.strip())
    if len(said) == 1 and said[0].lower() == "none":
        return ()
    return said or None
