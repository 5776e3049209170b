"""Sign-ins begin and end. They are no acts of the record; what ends them may be one."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from pb import clock
from pb.database import transaction
from pb.marked import change_rows, delete_rows
from pb.people.models import Account, SignIn
from pb.people.queries import sign_ins_last_since
from pb.people.rules import token_hash


def begin_sign_in(account: Account, *, device: str, browser: str) -> str:
    """Somebody whose password was right is signed in on a device. Returns the token for its cookie; only a hash is
    kept. Sign-ins of anybody that lapsed are cleared away.
    """
    account_id, stamp = account.id, account.stamp  # of before: a password that has changed meanwhile ends this too
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        delete_rows(session, SignIn, SignIn.began_at <= sign_ins_last_since(), damaged_too=True)
        session.add(
            SignIn(
                token_hash=token_hash(token),
                account_id=account_id,
                stamp=stamp,
                began_at=clock.now(),
                device=device,
                browser=browser,
            )
        )
    return token


def prove_sign_in(token: str) -> None:
    """A right security code was given at this sign-in: it begins."""
    with transaction() as session:
        prove(session, token)


def prove(session: Session, token: str) -> None:
    """The same as part of a bigger act. Harmless where the sign-in is over."""
    change_rows(session, SignIn, [SignIn.token_hash == token_hash(token)], proved_at=clock.now())


def end_sign_in(token: str) -> None:
    """This one sign-in is over, for every copy of its cookie. Harmless when it is over already."""
    with transaction() as session:
        delete_rows(session, SignIn, SignIn.token_hash == token_hash(token))


def end_other_sign_ins(account: Account, token: str) -> None:
    """All sign-ins of somebody but the one with ``token`` are over."""
    account_id = account.id
    with transaction() as session:
        delete_rows(session, SignIn, SignIn.account_id == account_id, SignIn.token_hash != token_hash(token))


def end_sign_ins_of(session: Session, account_id: int) -> None:
    """All sign-ins of somebody are over. Part of a bigger act."""
    delete_rows(session, SignIn, SignIn.account_id == account_id)
