"""What is done in voting. ``cast`` is the one door by which every vote goes in."""

from pb.voting.actions.cards import exchange, issue_cards, reissue_card, release_cards, void_card
from pb.voting.actions.cast import Vote, cast
from pb.voting.actions.group_commit import cast_vote
from pb.voting.actions.key_copies import confirm_key_copies_destroyed, report_key_copies_destroyed
from pb.voting.actions.keys import (
    keep_ballot_key,
    make_ballot_key,
    marks_sheets,
    restore_ballot_key,
    restore_marks_key,
)
from pb.voting.actions.kiosk_tallies import KioskLocked, Purpose, note_visit, pin_was_right, spend_pin, unlock
from pb.voting.actions.kiosks import begin_turn, end_turn, end_turns_of, leave, pair, revoke
from pb.voting.actions.looking import TwoMustConfirm, dry_check
from pb.voting.actions.opening import Confirmed, open_box
from pb.voting.actions.sessions import check_in_envelope, hand_out_paper, note_papers, replace_spoiled_paper

__all__ = [
    "Confirmed",
    "KioskLocked",
    "Purpose",
    "TwoMustConfirm",
    "Vote",
    "begin_turn",
    "cast",
    "cast_vote",
    "check_in_envelope",
    "confirm_key_copies_destroyed",
    "dry_check",
    "end_turn",
    "end_turns_of",
    "exchange",
    "hand_out_paper",
    "issue_cards",
    "keep_ballot_key",
    "leave",
    "make_ballot_key",
    "marks_sheets",
    "note_papers",
    "note_visit",
    "open_box",
    "pair",
    "pin_was_right",
    "reissue_card",
    "release_cards",
    "replace_spoiled_paper",
    "report_key_copies_destroyed",
    "restore_ballot_key",
    "restore_marks_key",
    "revoke",
    "spend_pin",
    "unlock",
    "void_card",
]
