"""Rules for accounts and invitations."""

from __future__ import annotations

from datetime import timedelta

#: An invitation works for so long.
INVITATION_LASTS = timedelta(days=7)

#: Long is strong; no other rule, because other rules make people write passwords down (NIST SP 800-63B).
PASSWORD_LENGTH = 12


def password_refused(password: str) -> str | None:
    """Why ``password`` cannot be used, or None."""
    if len(password) < PASSWORD_LENGTH:
        return f"Choose a password of at least {PASSWORD_LENGTH} characters. Three or four words together work well."
    if len(password) > 200:
        return "Choose a password of at most 200 characters."
    if len(set(password)) < 4:
        return "Choose a password that is harder to guess."
    return None
