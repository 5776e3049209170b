"""Asking for a security code: at sign-in, and of somebody who is signed in, before what cannot be undone."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from pb.people import actions, queries
from pb.people.models import Account
from pb.web import rate_limits
from pb.web.fields import at_most
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def code_field(label: Sentence, enter: Sentence, hint: Sentence) -> StringField:
    """A field for a security code; ``enter`` asks for it where it is empty."""
    asked = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"}
    return StringField(label, description=hint, validators=[InputRequired(enter), at_most(40)], render_kw=asked)


ENTER = _l("Enter your security code.")
HINT = _l("The 6 digits that your app shows now, or a code from your printed sheet that you have not used.")


class AsksForCode(FlaskForm):
    """A form that asks for a security code as well, where the programme asks for them. ``also``: fields that go with it."""

    also: tuple[str, ...] = ()
    security_code = code_field(_l("Your security code"), ENTER, HINT)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not queries.codes_are_asked_for():
            for name in ("security_code", *self.also):
                delattr(self, name)

    def is_code_right(self) -> bool:
        """Whether no code is asked for, or whoever is signed in has given theirs; else the field gets an error.

        To be asked last: the code is used by it.
        """
        return "security_code" not in self or is_code_of(current_user, self.security_code)


def is_code_of(account: Account, field: StringField) -> bool:
    """Whether ``field`` has a security code of ``account``, which is used by it; else the field gets an error.

    Tries are counted for the account from this address.
    """
    return are_codes_of((account, field))


def are_codes_of(*asked: tuple[Account, StringField]) -> bool:
    """The same of several people, each with their field: their codes are used together, or none of them is."""
    spent: list[rate_limits.RateLimit] = []
    for account, field in asked:
        limit = rate_limits.security_codes(account.id)
        try:
            rate_limits.spend(limit, rate_limits.address())
        except rate_limits.TooManyTries as wait:
            field.errors = [wait.message]
            _give_back(spent)
            return False
        spent.append(limit)
    right = actions.use_codes([(account, field.data or "") for account, field in asked])
    _give_back([limit for limit, is_right in zip(spent, right, strict=True) if is_right])
    for (_account, field), is_right in zip(asked, right, strict=True):
        if not is_right:
            field.errors = [_("This security code is wrong, or it has been used. Enter the next one.")]
    return all(right)


def _give_back(limits: list[rate_limits.RateLimit]) -> None:
    for limit in limits:
        rate_limits.give_back(limit, rate_limits.address())
