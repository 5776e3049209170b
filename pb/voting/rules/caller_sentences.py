"""What is said to staff who vote for somebody on the phone, where the voter would be told something about themselves."""

from __future__ import annotations

from pb.words import Sentence
from pb.words import lazy_gettext as _l

CALLERS_CODE = _l("The caller’s voting code")
ENTER_THE_CALLERS_CODE = _l("Enter the code that the caller reads out.")

_NEWER_CARD = _l("If the caller has a newer card, use its code. If not, a coordinator can help.")
_NEWEST_CARD = _l("Ask the caller to read out the code on their newest card or letter.")
#: By the English words that a voter reads. Only what helps: what happened is said to both alike.
_INSTEAD = {
    "This voting code is not right. Check each letter and number against your card, and try again.": _l(
        "This voting code is not right. Ask the caller to read it out again, one letter or number at a time."
    ),
    "We do not recognise this code. Check it against your newest card, or phone us.": _l(
        "We do not recognise this code. Ask the caller to read it from their newest card or letter."
    ),
    "It may have been you or someone who helped you. If you are not sure, phone us.": _l(
        "It may have been the caller, or someone who helped them. If they are not sure, tell a coordinator."
    ),
    "If you did not vote there or by post, phone us.": _l(
        "If the caller did not vote there or by post, tell a coordinator."
    ),
    "If you have a newer card, use its code. If not, phone us.": _NEWER_CARD,
    "Check your newest card or letter, or phone us.": _NEWEST_CARD,
    "It is not your fault. Please phone us, and keep the card.": _l(
        "It is not the caller’s fault. Ask them to keep the card, and tell a coordinator."
    ),
    "Keep your card safe until then.": _l("Ask the caller to keep their card safe until then."),
    "Phone us if you need help.": _l("Tell the caller. A coordinator can help if they ask for more."),
}


def to_the_helper(said: Sentence | str) -> Sentence | str:
    """The same for who votes for a caller; as it is, where it says nothing of the voter."""
    return _INSTEAD.get(said.english if isinstance(said, Sentence) else said, said)
