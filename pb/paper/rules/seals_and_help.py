"""What people say when a session ends, beside its papers: the seal on its box, and how many voters had help."""

from __future__ import annotations

from dataclasses import dataclass

from pb.paper.rules.ballot_paper_accounts import PaperCounts
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

LONGEST_SEAL = 30

#: Said by acts and by pages.
SEAL_MISSING = _l("Enter the number on the seal of the session box.")
NO_SEAL = _l("If the box has no seal, explain why.")
SEAL_DIFFERS = _l("This is not the number that the team wrote down when they sealed the box.")
READ_SEAL_AGAIN = _l("Look at the seal again. If you see the same number, explain why it is different.")


@dataclass(frozen=True)
class HelpGiven:
    """How many voters had help, each number on its own: somebody ``read_to`` them, somebody ``marked_for`` them what they
    said, or they brought a companion. Never who, and never with what.
    """

    read_to: int = 0
    marked_for: int = 0
    companions: int = 0


def seal_number(typed: str) -> str:
    """The number on a seal as it is kept and compared: capital letters, without spaces and hyphens."""
    return "".join(each for each in tidy(typed).upper() if not (each.isspace() or each in "-‐‑–"))


def seal_is_missing(figures: PaperCounts, seal: str, reason: str) -> bool:
    """Whether papers were at the session, so that a box was sealed, and neither its number nor a ``reason`` was given."""
    return figures.received > 0 and not seal_number(seal) and not tidy(reason)


def seal_error(read: str, written: str | None, reason: str | None) -> Sentence | None:
    """Why the number that somebody ``read`` on a seal cannot be taken, or None. ``written``: down when the box was sealed;
    None: nothing was.
    """
    if written is None or seal_number(read) == written or tidy(reason or ""):
        return None
    return SEAL_DIFFERS
