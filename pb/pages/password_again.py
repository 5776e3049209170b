"""Asking for a password: at the sign-in page, of a second person on a page, and of somebody who is signed in, before what
must not be done by whoever finds the device."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user
from wtforms import PasswordField, StringField

from pb.passwords import verify_password
from pb.people import queries
from pb.people.models import Account
from pb.unicode_text import alike
from pb.web import rate_limits
from pb.words import Sentence
from pb.words import lazy_gettext as _l

WRONG = _l("The password is wrong. Check it and try again.")


def account_with_password(name: StringField, password: PasswordField) -> Account | None:
    """The open account whose sign-in name and password were typed. Else ``password`` gets an error.

    Tries are counted for the address, and for the account from this address.
    """
    typed = alike(name.data or "")
    try:
        account = rate_limits.tried(
            rate_limits.SIGN_IN,
            rate_limits.address(),
            lambda: rate_limits.tried(
                rate_limits.ACCOUNT, rate_limits.here(typed), lambda: _account(typed, password.data or "")
            ),
        )
    except rate_limits.TooManyTries as wait:
        password.errors = [wait.message]
        return None
    if account is None:
        password.errors = [_("The sign-in name or password is wrong. Check both and try again.")]
    return account


def _account(name: str, password: str) -> Account | None:
    """An unknown name costs the same work as a wrong password."""
    account = queries.account_named(name)
    stored = account.password_hash if account is not None and account.is_active else None
    return account if verify_password(stored, password) else None


def is_own_password(field: PasswordField, wrong: Sentence) -> bool:
    """Whether ``field`` has the password of whoever is signed in; else it gets the error ``wrong``."""
    # Apart from guesses at the sign-in page, where every name is in small letters: they make nobody wait here.
    account, stored = rate_limits.here(f"Signed in: {current_user.id}"), current_user.password_hash
    try:
        if rate_limits.tried(rate_limits.ACCOUNT, account, lambda: verify_password(stored, field.data)):
            return True
        field.errors = [str(wrong)]
    except rate_limits.TooManyTries as wait:
        field.errors = [wait.message]
    return False
