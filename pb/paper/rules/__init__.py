"""Rules of the paper desk: papers and their typing, and the sum of everything that was issued."""

from pb.paper.rules.ballot_paper_accounts import PaperCounts, discrepancies
from pb.paper.rules.papers import (
    BACK_TO_THE_BUNDLE,
    COUNT_AGAIN,
    COUNTED_TWICE_FIRST,
    IN_THE_BOX_ALREADY,
    PaperState,
    common_reading,
    needs_ruling,
    state_of,
)
from pb.paper.rules.readings import LETTERS, PaperReading, UnreadableEntry, read_entry, reading_from
from pb.paper.rules.rulings import REASONS, RuledReading, ruled_from
from pb.paper.rules.serials import SERIAL_LENGTH, check_digit, new_serial, read_serial, shown_serial

__all__ = [
    "BACK_TO_THE_BUNDLE",
    "COUNTED_TWICE_FIRST",
    "COUNT_AGAIN",
    "IN_THE_BOX_ALREADY",
    "LETTERS",
    "REASONS",
    "SERIAL_LENGTH",
    "RuledReading",
    "PaperCounts",
    "PaperState",
    "PaperReading",
    "UnreadableEntry",
    "check_digit",
    "common_reading",
    "discrepancies",
    "reading_from",
    "ruled_from",
    "needs_ruling",
    "new_serial",
    "read_entry",
    "read_serial",
    "shown_serial",
    "state_of",
]
