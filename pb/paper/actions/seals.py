"""The seal of a session box: two people read its number when they open it, and it is held against what was written down."""

from __future__ import annotations

from pb.paper import queries
from pb.paper.models import BallotPaperAccount, Bundle
from pb.paper.rules.seals_and_help import READ_SEAL_AGAIN, seal_error, seal_number
from pb.refusals import Refusal
from pb.roles import Actor
from pb.unicode_text import tidy


def seal_to_read(bundle: Bundle) -> BallotPaperAccount | None:
    """The account of a box whose seal a second person still has to read; None where there is nothing to read."""
    account = queries.ballot_paper_account_of(bundle.session_id) if bundle.session_id else None
    return account if account and account.seal and bundle.seal_agreed_by is None else None


def note_seal(by: Actor, bundle: Bundle, account: BallotPaperAccount, read: str, reason: str) -> None:
    """Somebody has ``read`` this number on the seal. Refuses another one than was written down, without a ``reason``."""
    if said := seal_error(read, account.seal, reason):
        raise Refusal(said, READ_SEAL_AGAIN, status=422)
    bundle.seal, bundle.seal_read_by = seal_number(read), by.account_id
    bundle.seal_reason = None if bundle.seal == account.seal else tidy(reason)


def seal_is_agreed(by: Actor, bundle: Bundle, read: str, reason: str) -> bool:
    """Whether two people have read the same number, this one included; what somebody else reads waits for another person.
    Who reads the same as the first also stands for the reason that the first has given.
    """
    account = seal_to_read(bundle)
    if account is None:
        return True
    if bundle.seal == seal_number(read) and bundle.seal_read_by != by.account_id:
        bundle.seal_agreed_by = by.account_id
        return True
    note_seal(by, bundle, account, read, reason)
    return False
