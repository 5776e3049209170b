"""Asking somebody who is signed in for their password again, before what must not be done by whoever finds the device."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user
from wtforms import PasswordField, StringField

from pb.passwords import verify_password
from pb.people import queries
from pb.people.models import Account
from pb.web import rate_limits
from pb.words import Sentence


def account_with(name: StringField, password: PasswordField) -> Account | None:
    """The open account whose sign-in name and password a second person typed here. Else ``password`` gets an error, and
    the failure counts as one of signing in does.
    """
    typed = (name.data or "").strip().lower()
    rate_limits.check(rate_limits.SIGN_IN, rate_limits.address())
    rate_limits.check(rate_limits.ACCOUNT, typed)
    account = queries.account_named(typed)
    stored = account.password_hash if account is not None and account.is_active else None
    if verify_password(stored, password.data or ""):
        return account
    rate_limits.record_failure(rate_limits.SIGN_IN, rate_limits.address())
    rate_limits.record_failure(rate_limits.ACCOUNT, typed)
    password.errors = [_("The sign-in name or password is wrong. Check both and try again.")]
    return None


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
