"""The recovery sheet of a round's ballot key: whether it can be printed again, for every page that tells of it."""

from __future__ import annotations

from enum import StrEnum

from pb.people.queries import names
from pb.programme.queries.freeze_proposals import freeze_proposal_of
from pb.rounds.models import Round
from pb.voting.queries import box_opening_of, has_envelopes
from pb.words import Sentence
from pb.words import lazy_gettext as _l


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


def keepers_of_sheets(round_: Round) -> list[str]:
    """Names of those who got a word sheet at the freeze, where any two of them open the box; else none."""
    proposal = freeze_proposal_of(round_) if round_.key_custody == "shares" else None
    known = names() if proposal else {}
    return [known[each] for each in proposal.holder_ids if each in known] if proposal else []


def who_brings_sheets(round_: Round) -> list[Sentence]:
    """Who is asked to come with a word sheet when the box is opened."""
    keepers = keepers_of_sheets(round_)
    return (
        [_l("Two of these people must bring their word sheets: %(names)s.", names=", ".join(keepers))]
        if keepers
        else []
    )
