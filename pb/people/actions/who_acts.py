"""Under the lock of an act: whether who acts may still do so, and whether they may let somebody in again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, select

from pb.people.models import Account
from pb.people.models.by_two import ONE_MUST_BE_A_MEMBER
from pb.people.queries import a_member_is_one_of, has_declared_interest
from pb.people.rules import YOU_PROPOSED_IT
from pb.record.actions import ActInProgress, asked_before_each_act
from pb.refusals import Refusal
from pb.roles import APPOINTED, COORDINATOR, KIOSK, READING, SERVER_ALONE, STEERING, Actor, Role
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Each act asks this: it is put together once.
_WHO_ACTS = select(Account).where(Account.id == bindparam("who")).execution_options(populate_existing=True)


@asked_before_each_act
def require_still_theirs(act: ActInProgress) -> None:
    """Refuse somebody whose account was closed, or who lost the role in which they act, while they waited for their
    turn: the view asked before the lock. Also refuse, whatever page led to it: an act in another role than its own; the
    server, where two people must act; others, on somebody's own account; readers, all but their own account.
    """
    by, own = act.by, act.what.own_account and act.facts.get("account") == act.by.account_id
    if by.role in READING and not own:
        raise Refusal(_l("Your role in the programme is to read. You cannot change anything."), status=403)
    require_role(by, act.what.only, server=act.what.people == 1)
    if act.what.own_account and not own and by.role != Role.COMMAND:
        raise Refusal(_l("You can only do this for your own account."), _l("Ask the coordinator."), status=403)
    if by.account_id is None:
        return
    account = act.session.scalar(_WHO_ACTS, {"who": by.account_id})
    if account is None or account.closed_at or (by.role in APPOINTED and by.role not in account.roles):
        raise Refusal(
            _l("Your role in the programme has changed, so you cannot do this."), _l("Ask the coordinator."), status=403
        )


def require_role(by: Actor, only: Collection[Role], *, server: bool = True) -> None:
    """Refuse whoever is in none of these roles. Asked before every act (``Act.only``), and where somebody writes without
    an act or before one: an order of cards, a typed paper. ``server``: the server itself may, in all their places.
    """
    if by.role not in only and not (server and by.role == Role.COMMAND):
        raise Refusal(_l("You cannot do this in your role."), _whom_to_ask(only), status=403)


def _whom_to_ask(only: Collection[Role]) -> Sentence:
    if COORDINATOR in only:
        return _l("Ask the coordinator.")
    if STEERING in only:
        return _l("Ask a steering group member.")
    if KIOSK in only:
        return _l("It is done on the kiosk itself.")
    if only == SERVER_ALONE:
        return _l("Only the server can do this. Ask the person who looks after it.")  # by a command, or by itself
    return _l("Only the person it is about can do it.")  # a newcomer, with the link or code that they alone have


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


def require_a_member_as_one(by: Actor, proposed_by: int) -> None:
    """Refuse two coordinators who would let somebody in again, once there are two members."""
    if not a_member_is_one_of(by.account_id, proposed_by):
        raise Refusal(ONE_MUST_BE_A_MEMBER, _l("Ask a steering group member to agree."), status=403)


def require_no_interest_in(by: Actor, project_id: int | None) -> None:
    """Refuse somebody who has declared an interest in what is to be decided; None: it is about no project."""
    if project_id is not None and has_declared_interest(by.account_id, project_id):
        raise Refusal(
            _l("You have declared an interest in this project, so you cannot take part in this decision."),
            _l("Ask someone else in the steering group or the office to do this."),
        )
