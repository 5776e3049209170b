"""Why a right cannot be spent, in words that accuse nobody, and what to do next."""

from __future__ import annotations

from pb.voting.rules.sentences import USE_NEWER_CARD
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: By status of the right; "unknown": there is none.
WHY_RIGHT_IS_SPENT = {
    "cast": (
        _l("A vote has already been cast with this code."),
        _l("It may have been you or someone who helped you. If you are not sure, phone us."),
    ),
    "exchanged": (
        _l("This code has already been handed in. It was at a voting session, or with a vote by post."),
        _l("If you did not vote there or by post, phone us."),
    ),
    "void": (_l("This card has been cancelled."), USE_NEWER_CARD),
    "unused": (_l("This ballot has been closed."), _l("Ask the facilitator to open the ballot again.")),
    "unknown": (
        _l("This code is not for this round."),
        _l("Check your newest card or letter, or phone us."),
    ),
}
#: A card that nobody took, or that was handed back; two people have counted it.
CARD_CAME_BACK = (
    _l("This card was handed back unused, so it has been closed."),
    USE_NEWER_CARD,
)
#: At a kiosk nobody may take a cast vote for a lost one, or the facilitator would open a second ballot for it.
CAST_AT_THE_KIOSK = (
    _l("This ballot has been cast. The vote is in the ballot box."),
    _l("Give the device back to the facilitator."),
)


def why_spent(kind: str | None, status: str | None) -> tuple[Sentence, Sentence]:
    """Why a right of this ``kind`` and ``status`` cannot be spent, and what to do next. ``kind`` None: there is no right."""
    if kind == "opening":
        return CAST_AT_THE_KIOSK if status == "cast" else WHY_RIGHT_IS_SPENT["unused"]
    if (kind, status) == ("code", "unused"):
        return CARD_CAME_BACK
    return WHY_RIGHT_IS_SPENT.get(status or "unknown", WHY_RIGHT_IS_SPENT["unknown"])
