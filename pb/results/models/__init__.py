"""From the open box to the published result."""

import pb.results.models.guards
from pb.results.models.counts import Count, Lot, LotEntry, Publication, Recount, Signature

__all__ = ["Count", "Lot", "LotEntry", "Publication", "Recount", "Signature"]
