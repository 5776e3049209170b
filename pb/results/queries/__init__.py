"""Reading for results: elections from the database, the checklist after the close, what is published."""

from pb.results.queries.counts import latest_count, publication_of, signatures_of
from pb.results.queries.results import published, result_of

__all__ = ["latest_count", "publication_of", "published", "result_of", "signatures_of"]
