"""The account of a session's papers: when its numbers fit."""

from __future__ import annotations

from dataclasses import dataclass

from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: From here on papers that do not add up are a lot: of fewer papers any of them, else so many, or so many in a hundred.
FEW_PAPERS, MANY_PAPERS, MANY_IN_A_HUNDRED = 50, 15, 2


@dataclass(frozen=True)
class PaperCounts:
    """What facilitators count when a session ends, in papers."""

    received: int
    issued: int
    unused: int
    spoiled: int
    taken_away: int


def discrepancies(
    figures: PaperCounts, *, printed: int, issued: int, replaced: int, lent: tuple[int, int] = (0, 0)
) -> list[Sentence]:
    """What does not fit, as sentences: received = issued + unused, and both sides equal to what the programme knows.

    ``printed``: papers printed for the session; ``lent``: those that came from elsewhere, and that went elsewhere;
    ``issued``, ``replaced``: counted on the page "Issue ballot papers".
    The form of the account is that of a polling place (Elections Canada): nothing may be left over.
    """
    said = []
    if figures.received != figures.issued + figures.unused:
        together = figures.issued + figures.unused
        said.append(
            _l(
                "Papers received: %(received)s. Papers issued and unused papers together: %(together)s.",
                received=figures.received,
                together=together,
            )
        )
    if differs := _received_differs(figures.received, printed, *lent):
        said.append(differs)
    if figures.issued != issued:
        said.append(
            _l(
                "Papers issued: %(issued)s. Papers recorded when they were issued: %(counted)s.",
                issued=figures.issued,
                counted=issued,
            )
        )
    if figures.spoiled != replaced:
        said.append(
            _l(
                "Spoiled papers: %(spoiled)s. Papers recorded as replaced: %(replaced)s.",
                spoiled=figures.spoiled,
                replaced=replaced,
            )
        )
    if figures.spoiled + figures.taken_away > figures.issued:
        said.append(_l("More papers were spoiled or taken away than were issued."))
    return said


def _received_differs(received: int, printed: int, came: int, left: int) -> Sentence | None:
    here = printed + came - left
    if received == here:
        return None
    if came or left:
        return _l(
            "Papers received: %(received)s. Papers printed for this session: %(printed)s, brought from elsewhere: %(came)s, "
            "taken elsewhere: %(left)s. That makes %(here)s.",
            received=received,
            printed=printed,
            came=came,
            left=left,
            here=here,
        )
    return _l(
        "Papers received: %(received)s. Papers printed for this session: %(printed)s.",
        received=received,
        printed=printed,
    )


def papers_off(figures: PaperCounts, *, here: int, issued: int) -> int:
    """How many papers do not add up at most, whichever way they are counted. ``here``: papers that should have been there;
    ``issued``: as they were recorded.
    """
    return max(
        abs(figures.received - figures.issued - figures.unused),
        abs(figures.received - here),
        abs(figures.issued - issued),
        figures.spoiled + figures.taken_away - figures.issued,
        0,
    )


def is_a_lot(papers: int, of: int) -> bool:
    """Whether so many papers that do not add up, ``of`` so many, are more than a slip."""
    return papers > 0 and (of < FEW_PAPERS or papers >= MANY_PAPERS or papers * 100 >= of * MANY_IN_A_HUNDRED)
