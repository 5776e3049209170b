"""What all pages share and what knows nothing of the programme: access, fields, errors, headers, static files."""
