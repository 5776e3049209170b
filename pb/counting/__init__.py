"""The count: elections, rules, ties, reasons, comparisons and Pabulib files.

Pure Python and numpy: no Flask, no database. See README.md in this folder for how to use it.
"""

from .counts import TieNeedsLot, count
from .elections import BALLOT_TYPES, Election, ElectionError, Project
from .outcomes import Comparison, Comparisons, Offer, Outcome, PotOutcome, Reason, Step, Tie
from .rulebooks import RULES, SATISFACTIONS, SUPPORTS, TIE_RULES, GoesWith, Refused, Rulebook, refused
from .sentences import Wording, explain
from .ties import LEAST_DIGITS, BadLot, Lot, lot_order
from .what_if import Alternative, alternatives, voters_with_a_funded_choice, what_if

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
    "GoesWith",
    "Lot",
    "Offer",
    "Outcome",
    "PotOutcome",
    "Project",
    "Reason",
    "Refused",
    "Rulebook",
    "Step",
    "Tie",
    "TieNeedsLot",
    "Wording",
    "alternatives",
    "count",
    "explain",
    "lot_order",
    "refused",
    "voters_with_a_funded_choice",
    "what_if",
]
