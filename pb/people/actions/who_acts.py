"""Before each act, under its lock: whether who acts may still do so."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.people.models import Account
from pb.record.actions import asked_before_each_act
from pb.refusals import Refusal
from pb.roles import APPOINTED, Actor
from pb.words import lazy_gettext as _l


@asked_before_each_act
def require_still_theirs(session: Session, by: Actor) -> None:
    """Refuse somebody whose account was closed, or who lost the role in which they act, while they waited for their
    turn: the view asked before the lock.
    """
    if by.account_id is None:
        return
    query = select(Account).where(Account.id == by.account_id).execution_options(populate_existing=True)
    account = session.scalar(query)
    if account is None or account.closed_at or (by.role in APPOINTED and by.role not in account.roles):
        raise Refusal(
            _l("Your role in the programme has changed, so you cannot do this."), _l("Ask the coordinator."), status=403
        )
