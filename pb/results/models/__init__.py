"""From the open box to the published result."""

import pb.results.models.after_the_publication
import pb.results.models.guards
from pb.results.models.corrections import ResultCorrection
from pb.results.models.counts import Count, Lot, LotEntry, Publication, Recount, Signature
from pb.results.models.departures import Departure
from pb.results.models.objections import Objection, ObjectionAnswer, ObjectionTime, ObjectionWords
from pb.results.models.offers import OfferAnswer
from pb.results.models.paper_checks import CheckStage, Dice, DiceEntry, PaperCheck, Sighting
from pb.results.models.public_times import PublicTime

__all__ = [
    "CheckStage",
    "Count",
    "Departure",
    "Dice",
    "DiceEntry",
    "Lot",
    "LotEntry",
    "Objection",
    "ObjectionAnswer",
    "ObjectionTime",
    "ObjectionWords",
    "OfferAnswer",
    "PaperCheck",
    "PublicTime",
    "Publication",
    "Recount",
    "ResultCorrection",
    "Sighting",
    "Signature",
]
