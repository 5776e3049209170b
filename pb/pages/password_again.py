"""Asking somebody who is signed in for their password again, before what must not be done by whoever finds the device."""

from __future__ import annotations

from flask_login import current_user
from wtforms import PasswordField

from pb.passwords import verify_password
from pb.web import rate_limits
from pb.words import Sentence


def is_own_password(field: PasswordField, wrong: Sentence) -> bool:
    """Whether ``field`` has the password of whoever is signed in; else it gets the error ``wrong``."""
    # Apart from guesses at the sign-in page, where every name is in small letters: they make nobody wait here.
    account, stored = rate_limits.here(f"Signed in: {current_user.id}"), current_user.password_hash
    try:
        if rate_limits.tried(rate_limits.ACCOUNT, account, lambda: verify_password(stored, field.data)):
            return True
        field.errors = [str(wrong)]
    except rate_limits.TooManyTries as wait:
        field.errors = [wait.words]
    return False
