"""What happens after the box is open: the lot, the count, the check of the papers, signatures, the publication."""

from pb.results.models.counts import Count, Lot, LotEntry, Publication, Recount, Signature
from pb.results.models.paper_checks import CheckStage, Dice, DiceEntry, PaperCheck, Sighting

__all__ = [
    "CheckStage",
    "Count",
    "Dice",
    "DiceEntry",
    "Lot",
    "LotEntry",
    "PaperCheck",
    "Publication",
    "Recount",
    "Sighting",
    "Signature",
]
