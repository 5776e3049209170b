"""Reading for voting."""

from pb.voting.queries.box import box_opening_of, envelopes_in, key_destruction_of, receipts, turnout, votes_cast
from pb.voting.queries.card_account import card_account
from pb.voting.queries.cards import are_unprinted, card_counts, cards_in, is_released, pack_to_release, packs
from pb.voting.queries.frozen_ballot import (
    BallotProject,
    Dates,
    FrozenBallot,
    choices_error_now,
    corrected_since,
    dates_of,
    frozen_ballot,
    require_frozen_ballot,
    texts_may_change,
    withdrawn_numbers,
)
from pb.voting.queries.held import given_again, held_by_kiosk, kiosks_in, sessions_with_kiosks
from pb.voting.queries.kiosks import kiosk_of_device, kiosk_tallies, kiosks_of, open_turn, open_turns
from pb.voting.queries.rights import (
    right_of_card,
    right_of_code,
    rights_in_numbers,
    rights_of_session,
    status_of_right,
    turns_to_give_again,
)
from pb.voting.queries.spoken import Spoken, SpokenBallot, known_as, spoken_ballot, spoken_when_saved, words_of_ballot

__all__ = [
    "BallotProject",
    "Dates",
    "FrozenBallot",
    "Spoken",
    "SpokenBallot",
    "are_unprinted",
    "box_opening_of",
    "card_account",
    "card_counts",
    "cards_in",
    "choices_error_now",
    "corrected_since",
    "dates_of",
    "envelopes_in",
    "frozen_ballot",
    "given_again",
    "held_by_kiosk",
    "is_released",
    "key_destruction_of",
    "kiosk_of_device",
    "kiosk_tallies",
    "kiosks_in",
    "kiosks_of",
    "open_turn",
    "open_turns",
    "pack_to_release",
    "packs",
    "receipts",
    "require_frozen_ballot",
    "right_of_card",
    "right_of_code",
    "rights_in_numbers",
    "rights_of_session",
    "sessions_with_kiosks",
    "status_of_right",
    "texts_may_change",
    "turnout",
    "turns_to_give_again",
    "votes_cast",
    "withdrawn_numbers",
    "known_as",
    "spoken_ballot",
    "spoken_when_saved",
    "words_of_ballot",
]
