"""Who is signed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from pb import clock
from pb.database import db
from pb.people.models import Account, SignIn
from pb.people.queries.security_codes import codes_are_asked_for
from pb.people.rules import CODE_IS_WAITED_FOR, token_hash


def sign_ins_last_since() -> datetime:
    """Sign-ins that began then or before are over, even in use."""
    return clock.now() - timedelta(hours=current_app.config["SIGN_IN_HOURS"])


def account_of_sign_in(token: str) -> Account | None:
    """The account of the sign-in whose cookie holds ``token``; None when that sign-in is over.

    Asked with each request of staff, so that an end is an end everywhere.
    """
    begun = _sign_in_with(token)
    return begun.account if begun and _goes_on(begun, begun.account) else None


def account_that_left(token: str) -> Account | None:
    """The account of a sign-in that has lapsed, where nobody ended it: neither its person, by signing out, nor a new
    password, nor whoever closed the account or took a role away. It lets nobody in.
    """
    begun = _sign_in_with(token)
    return begun.account if begun and begun.account.is_active and begun.stamp == begun.account.stamp else None


def account_that_waits(token: str) -> Account | None:
    """The account whose password was right a few minutes ago and that has yet to give a security code; None when there
    is none. Nothing but giving a code, or setting up the first ones, is open to it.
    """
    begun = _sign_in_with(token)
    if begun is None or not _is_valid(begun, begun.account) or not _waits(begun):
        return None
    return begun.account if begun.began_at > clock.now() - CODE_IS_WAITED_FOR else None


def is_just_proved(token: str) -> bool:
    """Whether a security code was given at this sign-in a few minutes ago."""
    begun = _sign_in_with(token)
    return bool(begun and begun.proved_at and begun.proved_at > clock.now() - CODE_IS_WAITED_FOR)


#: Each request of staff asks this: it is put together once, and one statement brings the roles too.
_OF_TOKEN = (
    select(SignIn)
    .where(SignIn.token_hash == bindparam("token"))
    .options(joinedload(SignIn.account).joinedload(Account.appointments))
)


def _sign_in_with(token: str) -> SignIn | None:
    return db.session.scalars(_OF_TOKEN, {"token": token_hash(token)}).unique().one_or_none()


def _goes_on(begun: SignIn, account: Account) -> bool:
    return _is_valid(begun, account) and not _waits(begun)


def _is_valid(begun: SignIn, account: Account) -> bool:
    return account.is_active and begun.stamp == account.stamp and begun.began_at > sign_ins_last_since()


def _waits(begun: SignIn) -> bool:
    return codes_are_asked_for() and begun.proved_at is None


def sign_ins_of(account: Account) -> list[SignIn]:
    """Where somebody is signed in, the newest first."""
    query = select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.began_at.desc())
    return [each for each in db.session.scalars(query) if _goes_on(each, account)]
