"""Whether security codes are asked for, and who has which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from pb.database import db
from pb.people.models import Account, Authenticator, CodeReplacement, PrintedCode


class Codes(NamedTuple):
    """How somebody gets their security codes: by an app, from a printed sheet (used up or not), or not yet at all."""

    app: Authenticator | None
    has_sheet: bool
    printed_left: int

    @property
    def set_up(self) -> bool:
        """Whether they ever set them up. Then nobody who has only the password sets them up anew."""
        return self.app is not None or self.has_sheet

    @property
    def used_up(self) -> bool:
        """Whether no code of theirs works any more."""
        return self.set_up and self.app is None and not self.printed_left


def codes_are_asked_for() -> bool:
    """Whether the programme asks for a security code at sign-in and before what cannot be undone."""
    return bool(current_app.config["SECOND_FACTOR"])


def waiting_code_replacements() -> list[CodeReplacement]:
    """Who is to set up new codes once a second person has agreed; the oldest first."""
    waits = (CodeReplacement.agreed_by.is_(None), CodeReplacement.ended_by.is_(None))
    return list(db.session.scalars(select(CodeReplacement).where(*waits).order_by(CodeReplacement.id)))


def codes_of(account: Account) -> Codes:
    """How this person gets their security codes."""
    used = list(db.session.scalars(select(PrintedCode.used_at).where(PrintedCode.account_id == account.id)))
    return Codes(db.session.get(Authenticator, account.id), bool(used), used.count(None))


def without_codes(accounts: Iterable[Account]) -> list[str]:
    """The names of those among these people who never set up security codes, each once."""
    have = {*db.session.scalars(select(Authenticator.account_id)), *db.session.scalars(select(PrintedCode.account_id))}
    return list(dict.fromkeys(each.name for each in accounts if each.id not in have))
