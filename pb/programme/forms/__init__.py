"""Forms of the pages that span the rooms."""
