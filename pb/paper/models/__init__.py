"""Paper ballots from the printer to the settled bundle, and what two people decided where numbers do not add up."""

import pb.paper.models.guards
from pb.paper.models.ballot_paper_accounts import BallotPaperAccount
from pb.paper.models.movements import Movement
from pb.paper.models.papers import Batch, Bundle, Entry, Paper, Ruling, Stray
from pb.paper.models.resolutions import Resolution

__all__ = ["BallotPaperAccount", "Batch", "Bundle", "Entry", "Movement", "Paper", "Resolution", "Ruling", "Stray"]
