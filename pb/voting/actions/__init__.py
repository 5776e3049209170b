"""What is done in voting. ``cast`` is the one door by which every vote goes in."""

from pb.voting.actions.cards import exchange, issue_cards, reissue_card, void_card
from pb.voting.actions.cast import Vote, cast
from pb.voting.actions.keys import keep_ballot_key, make_ballot_key, restore_ballot_key
from pb.voting.actions.opening import open_box

__all__ = [
    "Vote",
    "cast",
    "exchange",
    "issue_cards",
    "keep_ballot_key",
    "make_ballot_key",
    "open_box",
    "reissue_card",
    "restore_ballot_key",
    "void_card",
]
