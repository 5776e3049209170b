"""What is done in voting. ``cast`` is the one door by which every vote goes in."""

from pb.voting.actions.ballot_keys import (
    keep_ballot_key,
    make_ballot_key,
    marks_sheets,
    restore_ballot_key,
    restore_marks_key,
)
from pb.voting.actions.box_contents import TwoMustConfirm
from pb.voting.actions.box_opening import ConfirmedSetAside, decrypt_ballot_box
from pb.voting.actions.card_account import confirm_stack, count_stack, send_out_cards, take_off_the_list
from pb.voting.actions.card_orders import cancel_order, fetch_codes, may_cancel, order_cards
from pb.voting.actions.card_releases import release_cards
from pb.voting.actions.cards import cards_to_come, exchange, issue_as_printed, issue_cards
from pb.voting.actions.cast import cast
from pb.voting.actions.group_commit import cast_vote
from pb.voting.actions.held import hold, let_in, turn_away, why_held
from pb.voting.actions.issued_papers import issue_paper, note_papers, replace_spoiled_paper
from pb.voting.actions.key_copies import confirm_key_copies_destroyed, report_key_copies_destroyed
from pb.voting.actions.kiosk_locks import lock_kiosks_of
from pb.voting.actions.kiosk_tallies import (
    KioskLocked,
    Purpose,
    note_screen,
    note_turn,
    pin_was_right,
    spend_pin,
    unlock,
)
from pb.voting.actions.kiosks import (
    begin_turn,
    end_turn,
    end_turns_of,
    leave,
    pair,
    public_key_error,
    stop_kiosk,
    stop_lost_kiosk,
)
from pb.voting.actions.last_word import note_held_are_asked, note_held_are_decided
from pb.voting.actions.lost_cards import cancel_card, replace_card, withdraw_replacement
from pb.voting.actions.made_sounds import make_sounds
from pb.voting.actions.postal_addresses import forget_addresses
from pb.voting.actions.postal_asks import ask_online, remove_ask, take_ask
from pb.voting.actions.postal_lists import read_postal_list, take_postal_list
from pb.voting.actions.postal_requests import (
    remove_request,
    send_in_place,
    send_requests,
    take_request,
)
from pb.voting.actions.put_back import find_in_backup, propose_put_back, put_votes_back
from pb.voting.actions.reply_envelopes import check_in_envelope, put_aside, remove_put_aside
from pb.voting.actions.request_numbers import take_request_number
from pb.voting.actions.rights import give_rights
from pb.voting.actions.sent_votes import Answer, SentVote, take_votes
from pb.voting.actions.stock import KioskReport, give_more_ballots, take_contact
from pb.voting.actions.tablet_checks import SentCheck
from pb.voting.actions.votes import VoteToCast

__all__ = [
    "give_more_ballots",
    "Answer",
    "ask_online",
    "read_postal_list",
    "remove_ask",
    "take_ask",
    "take_postal_list",
    "ConfirmedSetAside",
    "KioskLocked",
    "Purpose",
    "KioskReport",
    "SentCheck",
    "SentVote",
    "TwoMustConfirm",
    "VoteToCast",
    "begin_turn",
    "cancel_order",
    "cast",
    "cast_vote",
    "check_in_envelope",
    "confirm_key_copies_destroyed",
    "confirm_stack",
    "count_stack",
    "end_turn",
    "end_turns_of",
    "lock_kiosks_of",
    "exchange",
    "fetch_codes",
    "give_rights",
    "find_in_backup",
    "forget_addresses",
    "send_in_place",
    "send_out_cards",
    "send_requests",
    "issue_paper",
    "hold",
    "cards_to_come",
    "issue_as_printed",
    "issue_cards",
    "keep_ballot_key",
    "leave",
    "may_cancel",
    "let_in",
    "make_ballot_key",
    "make_sounds",
    "marks_sheets",
    "note_held_are_asked",
    "note_held_are_decided",
    "note_papers",
    "note_screen",
    "note_turn",
    "decrypt_ballot_box",
    "order_cards",
    "pair",
    "pin_was_right",
    "public_key_error",
    "propose_put_back",
    "put_aside",
    "put_votes_back",
    "replace_card",
    "release_cards",
    "remove_put_aside",
    "remove_request",
    "replace_spoiled_paper",
    "report_key_copies_destroyed",
    "restore_ballot_key",
    "restore_marks_key",
    "stop_kiosk",
    "stop_lost_kiosk",
    "spend_pin",
    "unlock",
    "take_contact",
    "take_request",
    "take_request_number",
    "take_votes",
    "turn_away",
    "take_off_the_list",
    "withdraw_replacement",
    "cancel_card",
    "why_held",
]
