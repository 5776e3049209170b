"""The web's part that knows nothing of the domain: access, wording, errors, page furniture."""
