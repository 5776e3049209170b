"""Who is signed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pb import clock
from pb.database import db
from pb.people.models import Account, SignIn
from pb.people.rules import token_hash


def sign_ins_last_since() -> datetime:
    """Sign-ins that began then or before are over, even in use."""
    return clock.now() - timedelta(hours=current_app.config["SIGN_IN_HOURS"])


def account_of_sign_in(token: str) -> Account | None:
    """The account of the sign-in whose cookie holds ``token``; None when that sign-in is over.

    Asked with each request of staff, so that an end is an end everywhere.
    """
    query = select(SignIn).where(SignIn.token_hash == token_hash(token)).options(joinedload(SignIn.account))
    begun = db.session.scalar(query)
    return begun.account if begun and _goes_on(begun, begun.account) else None


def _goes_on(begun: SignIn, account: Account) -> bool:
    return account.is_active and begun.stamp == account.stamp and begun.began_at > sign_ins_last_since()


def sign_ins_of(account: Account) -> list[SignIn]:
    """Where somebody is signed in, the newest first."""
    query = select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.began_at.desc())
    return [each for each in db.session.scalars(query) if _goes_on(each, account)]
