"""What the text of a setting may be, and what it means."""

from __future__ import annotations

from datetime import date

from pb.typed_days import NotADay, day_of


class CannotBe(ValueError):
    """The text cannot be right; the message says, after the setting's name, what it must be."""


def yes(value: str) -> bool:
    """Whether something is switched on."""
    return value.strip().lower() in ("1", "yes", "true", "on")


def months(value: str) -> int:
    """A whole number of months, 1 or more."""
    if not value.strip().isdecimal() or int(value) < 1:
        raise CannotBe("must be a whole number of months, 1 or more: the page Privacy promises it.")
    return int(value)


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


def faults(value: str) -> tuple[str, ...] | None:
    """What is known not to work, as sentences with ; between them; () for "none", None where nothing is said."""
    said = tuple(part.strip() for part in value.split(";") if part.strip())
    if len(said) == 1 and said[0].lower() == "none":
        return ()
    return said or None
