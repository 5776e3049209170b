"""Rules for accounts and invitations."""

from __future__ import annotations

from datetime import timedelta

from pb.roles import COORDINATOR, COUNTER, FACILITATOR, STEERING
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: The roles as people call them, in the order in which a page lists them.
ROLE_NAMES = {
    COORDINATOR: _l("Coordinator"),
    STEERING: _l("Steering group member"),
    FACILITATOR: _l("Facilitator"),
    COUNTER: _l("Counter"),
}
ROLE_HINTS = {
    COORDINATOR: _l("Sets up rounds, venues and people, and checks what needs to be done."),
    STEERING: _l("Decides on applications, draws the lot and signs the result."),
    FACILITATOR: _l("Runs voting sessions at venues."),
    COUNTER: _l("Types ballot papers."),
}

#: An invitation works for so long.
INVITATION_LASTS = timedelta(days=7)

#: Long is strong; no other rule, because other rules make people write passwords down (NIST SP 800-63B).
PASSWORD_LENGTH = 12


def password_error(password: str) -> Sentence | None:
    """Why ``password`` cannot be used, or None."""
    if len(password) < PASSWORD_LENGTH:
        return _l(
            "Enter a password of %(least)s characters or more. Three or four words together work well.",
            least=PASSWORD_LENGTH,
        )
    if len(password) > 200:
        return _l("Enter a password of 200 characters or fewer.")
    if len(set(password)) < 4:
        return _l("Enter a password that is harder to guess.")
    return None
