"""The record: the append-only, hash-chained list of every act that matters, and its verifier."""
