"""Asking somebody who is signed in for their password again, before what must not be done by whoever finds the device."""

from __future__ import annotations

from flask_login import current_user
from wtforms import PasswordField

from pb.passwords import verify_password
from pb.web import rate_limits
from pb.words import Sentence


def is_own_password(field: PasswordField, wrong: Sentence) -> bool:
    """Whether ``field`` has the password of whoever is signed in; else it gets the error ``wrong``, and the failure
    counts for the account.
    """
    # Apart from guesses at the sign-in page, where every name is in small letters: strangers there lock nobody out here.
    account = f"Signed in: {current_user.id}"
    rate_limits.check(rate_limits.ACCOUNT, account)
    if verify_password(current_user.password_hash, field.data):
        return True
    rate_limits.record_failure(rate_limits.ACCOUNT, account)
    field.errors = [str(wrong)]
    return False
