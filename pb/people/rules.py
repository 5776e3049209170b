"""Rules for accounts and invitations."""

from __future__ import annotations

from datetime import timedelta

from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: An invitation works for so long.
INVITATION_LASTS = timedelta(days=7)

#: Long is strong; no other rule, because other rules make people write passwords down (NIST SP 800-63B).
PASSWORD_LENGTH = 12


def password_refused(password: str) -> Sentence | None:
    """Why ``password`` cannot be used, or None."""
    if len(password) < PASSWORD_LENGTH:
        return _l(
            "Choose a password of at least %(least)s characters. Three or four words together work well.",
            least=PASSWORD_LENGTH,
        )
    if len(password) > 200:
        return _l("Choose a password of at most 200 characters.")
    if len(set(password)) < 4:
        return _l("Choose a password that is harder to guess.")
    return None
