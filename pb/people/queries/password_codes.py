"""Codes for a new password: which one works, which wait for a second person, what their owner is told."""

from __future__ import annotations

from sqlalchemy import select

from pb import clock
from pb.codes import code_hash
from pb.database import db
from pb.people.models import Account, PasswordCode
from pb.people.queries.accounts import account_named
from pb.people.queries.appointments import a_member_is_one_of, members_agree
from pb.people.rules import AGREED_ROLES, PASSWORD_CODES_TOLD_FOR

#: What the hashes of these codes are for, so that no other code works as one.
PURPOSE = "password"


def takes_two(account: Account) -> bool:
    """Whether two people must agree before this person chooses a new password by code. For coordinators and members
    that is always so. Once there are two members it is so for everybody, as it is for who joins: a person who types
    papers or runs sessions is the second person of somebody else.
    """
    return bool(AGREED_ROLES & account.roles) or members_agree()


def newest_password_code(account: Account) -> PasswordCode | None:
    """The only one for this person that may still count, if it has not ended."""
    query = select(PasswordCode).where(PasswordCode.account_id == account.id).order_by(PasswordCode.id.desc())
    found = db.session.scalar(query.limit(1))
    ended = found is None or found.used_at or found.ended_by or found.expires_at <= clock.now()
    return None if ended or account.closed_at else found


def waiting_password_codes() -> list[PasswordCode]:
    """Which wait for a second person, the oldest first."""
    waits = (PasswordCode.agreed_by.is_(None), PasswordCode.ended_by.is_(None), PasswordCode.used_at.is_(None))
    query = select(PasswordCode).where(*waits, PasswordCode.expires_at > clock.now()).order_by(PasswordCode.id)
    return [
        each
        for each in db.session.scalars(query)
        if takes_two(each.account) and newest_password_code(each.account) is each
    ]


def password_code_of(sign_in_name: str, codes: frozenset[str]) -> PasswordCode | None:
    """What lets the person with this sign-in name choose a new password with these ``codes`` (``pb.codes.read_codes``)."""
    account = account_named(sign_in_name)
    found = newest_password_code(account) if account else None
    if account is None or found is None or (found.agreed_by is None and takes_two(account)):
        return None
    if found.agreed_by and not a_member_is_one_of(found.proposed_by, found.agreed_by):  # from before there were two
        return None
    asked = {found.first_hash} | ({found.second_hash} if found.agreed_by else set())
    return found if {code_hash(PURPOSE, each) for each in codes} == asked else None


def password_codes_about(account_id: int) -> list[PasswordCode]:
    """What was done lately about this person's forgotten password, the newest first."""
    mine = (PasswordCode.account_id == account_id, PasswordCode.proposed_at > clock.now() - PASSWORD_CODES_TOLD_FOR)
    return list(db.session.scalars(select(PasswordCode).where(*mine).order_by(PasswordCode.id.desc())))
