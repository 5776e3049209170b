"""The count: elections, rules, ties, reasons, comparisons and Pabulib files.

Pure Python and numpy: no Flask, no database. See README.md in this folder for how to use it.
"""

from __future__ import annotations

from pb.counting.counts import TieNeedsLot, count
from pb.counting.elections import BALLOT_TYPES, Election, ElectionError, ElectionProject
from pb.counting.outcomes import Comparison, Comparisons, Offer, Outcome, OutcomeReason, PotOutcome, Step, Tie
from pb.counting.rulebooks import (
    RULES,
    SATISFACTIONS,
    SUPPORTS,
    TIE_RULES,
    Rulebook,
    RulebookRefused,
    RuleOptions,
    rulebook_error,
)
from pb.counting.sentences import OutcomeWording, explain
from pb.counting.ties import LEAST_DIGITS, BadLot, LotDigits, lot_order
from pb.counting.what_if import Alternative, alternatives, share_step, voters_with_a_funded_choice, what_if

__all__ = [
    "BALLOT_TYPES",
    "LEAST_DIGITS",
    "RULES",
    "SATISFACTIONS",
    "SUPPORTS",
    "TIE_RULES",
    "Alternative",
    "BadLot",
    "Comparison",
    "Comparisons",
    "Election",
    "ElectionError",
    "LotDigits",
    "Offer",
    "Outcome",
    "PotOutcome",
    "ElectionProject",
    "OutcomeReason",
    "RulebookRefused",
    "RuleOptions",
    "Rulebook",
    "Step",
    "Tie",
    "TieNeedsLot",
    "OutcomeWording",
    "alternatives",
    "count",
    "explain",
    "lot_order",
    "rulebook_error",
    "share_step",
    "voters_with_a_funded_choice",
    "what_if",
]
