"""Reading for results: elections from the database, the checklist after the close, what is published."""

from pb.results.queries.counts import latest_count, newest_publication_of, publication_of, signatures_of

__all__ = ["latest_count", "newest_publication_of", "publication_of", "signatures_of"]
