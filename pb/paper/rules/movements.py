"""Papers that went to another place: what it changes in the ballot paper accounts of both ends."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

SAME_PLACE = _l("Choose another place: the papers are there already.")
PAPERS_NO_LONGER_MOVE = _l("The ballot box for this round has been opened, so papers no longer move.")
HAS_ITS_ACCOUNT = _l("That session has its ballot paper account already, so no papers can come to it now.")
SAY_IT_AT_THE_BUNDLE = _l(
    "If they did come before, its team corrects the account. If they are typed there, two people say how they came, at the bundle."
)
WHO_TOOK_THEM = _l("Enter the name of the person who took the papers.")


def account_counts_without(received: int | None, here: int, papers: int) -> bool:
    """Whether the account of the session that they left counts without these papers. ``received``: what it says, None while
    nobody has made it; ``here``: the papers that it should have had so far. Papers that went on when it was made were
    counted in it as unused.
    """
    return received is None or received <= here - papers


def account_counts_with(received: int | None, here: int, papers: int) -> bool:
    """The same of the session to which they came: papers that came when its account was made are not in it."""
    return received is None or received >= here + papers
