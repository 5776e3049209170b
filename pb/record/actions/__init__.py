"""What is done with the record: every act commits together with its line; and what is put right or set anew."""

from pb.record.actions.anchoring import ANCHOR_SET
from pb.record.actions.putting_right import erase_reason, put_guards_back, put_rows_back
from pb.record.actions.record_lines import (
    ActInProgress,
    acting,
    asked_before_each_act,
    asked_of_the_impartial,
    stamp_totals,
)

__all__ = [
    "ANCHOR_SET",
    "ActInProgress",
    "acting",
    "asked_before_each_act",
    "asked_of_the_impartial",
    "erase_reason",
    "put_guards_back",
    "put_rows_back",
    "stamp_totals",
]
