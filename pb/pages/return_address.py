"""Where votes by post are sent."""

from __future__ import annotations

from flask import current_app

from pb.unicode_text import tidy


def return_address() -> list[str]:
    """The lines of the address to which votes are posted; none where nobody has set it."""
    said = current_app.config
    typed = said["RETURN_ADDRESS"] or said["CONTACT_ADDRESS"]
    lines = [tidy(line) for line in typed.replace(",", "\n").splitlines()]
    return [line for line in (said["ORGANISATION"], *lines) if line] if any(lines) else []
