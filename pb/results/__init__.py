"""Results: the lot, the count, signatures, publication, charts, open data."""
