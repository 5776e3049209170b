"""Under the lock of an act: whether who acts may still do so, and whether they may let somebody in again."""

from __future__ import annotations

from sqlalchemy import select

from pb.people.models import Account
from pb.people.rules import YOU_PROPOSED_IT
from pb.record.actions import ActInProgress, asked_before_each_act
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import APPOINTED, COORDINATOR, READING, STEERING, Actor, Role
from pb.words import Sentence
from pb.words import lazy_gettext as _l


@asked_before_each_act
def require_still_theirs(act: ActInProgress) -> None:
    """Refuse somebody whose account was closed, or who lost the role in which they act, while they waited for their
    turn: the view asked before the lock. Refuse an act in another role than its own, whatever page led to it; and every
    act but on their own account to those who only read.
    """
    by = act.by
    if by.role in READING and not (act.what.own_account and act.facts.get("account") == by.account_id):
        raise Refusal(_l("Your role in the programme is to read. You cannot change anything."), status=403)
    require_role(by, act.what)
    if by.account_id is None:
        return
    query = select(Account).where(Account.id == by.account_id).execution_options(populate_existing=True)
    account = act.session.scalar(query)
    if account is None or account.closed_at or (by.role in APPOINTED and by.role not in account.roles):
        raise Refusal(
            _l("Your role in the programme has changed, so you cannot do this."), _l("Ask the coordinator."), status=403
        )


def require_role(by: Actor, what: Act) -> None:
    """Refuse an act to whoever is in none of its roles (``Act.only``). Asked before every act; and by what leads to an act
    later on, such as the order of a job. The server itself acts in every role.
    """
    if by.role not in (*what.only, Role.COMMAND):
        raise Refusal(_l("You cannot do this in your role."), _whom_to_ask(what), status=403)


def _whom_to_ask(what: Act) -> Sentence:
    if COORDINATOR in what.only:
        return _l("Ask the coordinator.")
    if STEERING in what.only:
        return _l("Ask a steering group member.")
    if what.only:  # a group, a newcomer or a kiosk, with what they alone have in their hands
        return _l("Only the person it is about can do it.")
    return _l("Whoever looks after the server can do it, with a command.")


def require_may_let_in(by: Actor, owner: int, *, rule: Sentence, own: Sentence) -> None:
    """Refuse others than coordinators and members (``rule`` says so), and whoever would let themself in (``own``)."""
    if by.role not in (COORDINATOR, STEERING):
        raise Refusal(rule, status=403)
    if by.account_id == owner:
        raise Refusal(own, rule)


def require_second(by: Actor, proposed_by: int | None, *, rule: Sentence | None = None) -> None:
    """Refuse to agree for who has proposed it."""
    if by.account_id == proposed_by:
        raise Refusal(YOU_PROPOSED_IT, rule or "")
