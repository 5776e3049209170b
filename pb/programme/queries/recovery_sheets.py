"""The recovery sheet of a round's ballot key: whether it can be printed again, for every page that tells of it."""

from __future__ import annotations

from enum import StrEnum

from pb.rounds.models import Round
from pb.voting.queries import box_opening_of, has_envelopes


class RecoverySheet(StrEnum):
    """``NONE``: there is nothing to tell; ``AGAIN``: until the first vote it can be printed again; ``VOTED``: not any more;
    ``SHARES``: the key is only on the word sheets of its holders.
    """

    NONE = "none"
    AGAIN = "again"
    VOTED = "voted"
    SHARES = "shares"


def recovery_sheet_of(round_: Round) -> RecoverySheet:
    """What is so of the round now. After the opening nobody needs the key."""
    if round_.source != "people" or not round_.frozen or box_opening_of(round_.id):
        return RecoverySheet.NONE
    if round_.key_custody == "shares":
        return RecoverySheet.SHARES
    return RecoverySheet.VOTED if has_envelopes(round_.id) else RecoverySheet.AGAIN
