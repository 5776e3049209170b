"""What is said to staff who vote for somebody on the phone, where the voter would be told something about themselves. What
happened is said to both alike.
"""

from __future__ import annotations

from pb.projects.rules.sentences import PHONE_US
from pb.voting.rules.sentences import KEEP_YOUR_CARD, PHONE_ABOUT_THE_CARD
from pb.voting.rules.spent_rights import CARD_CAME_BACK, WHY_RIGHT_IS_SPENT
from pb.words import Sentence
from pb.words import lazy_gettext as _l

CALLERS_CODE = _l("The caller’s voting code")
ENTER_THE_CALLERS_CODE = _l("Enter the code that the caller reads out.")
CALLERS_SLIP = _l("This voting code is not right. Ask the caller to read it out again, one letter or number at a time.")
CALLERS_UNKNOWN_CODE = _l("We do not recognise this code. Ask the caller to read it from their newest card or letter.")

_NEWER_CARD = _l("If the caller has a newer card, use its code. If not, a coordinator can help.")
#: By what a voter reads.
_INSTEAD = {
    CARD_CAME_BACK[1].english: _NEWER_CARD,
    WHY_RIGHT_IS_SPENT["void"][1].english: _NEWER_CARD,
    WHY_RIGHT_IS_SPENT["cast"][1].english: _l(
        "It may have been the caller, or someone who helped them. If they are not sure, tell a coordinator."
    ),
    WHY_RIGHT_IS_SPENT["exchanged"][1].english: _l("If the caller did not vote there or by post, tell a coordinator."),
    WHY_RIGHT_IS_SPENT["unknown"][1].english: _l("Ask the caller to read out the code on their newest card or letter."),
    PHONE_ABOUT_THE_CARD.english: _l(
        "It is not the caller’s fault. Ask them to keep the card, and tell a coordinator."
    ),
    KEEP_YOUR_CARD.english: _l("Ask the caller to keep their card safe until then."),
    PHONE_US.english: _l("Tell the caller. A coordinator can help if they ask for more."),
}


def to_the_helper(said: Sentence | str) -> Sentence | str:
    """The same for who votes for a caller; as it is, where it says nothing of the voter."""
    return _INSTEAD.get(said.english, said) if isinstance(said, Sentence) else said
