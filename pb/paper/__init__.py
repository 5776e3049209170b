"""The paper desk: batches and their serials, double entry, bundles, the account of a session."""
