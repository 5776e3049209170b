"""Forgotten passwords: a code for a new one, by a coordinator alone only while there is nobody else; else by two."""

from __future__ import annotations

from sqlalchemy.orm import Session

from pb import clock
from pb.codes import code_hash, new_code, read_codes
from pb.people import queries
from pb.people.actions.accounts import change_password, hash_of_new
from pb.people.actions.who_acts import require_a_member_as_one, require_may_let_in, require_second
from pb.people.models import Account, PasswordCode
from pb.people.queries.password_codes import PURPOSE
from pb.people.rules import ALREADY_DECIDED, IS_CLOSED, OPEN_IT_AGAIN, PASSWORD_CODE_LASTS, TWO_GIVE_PASSWORDS
from pb.people.rules.sentences import OPEN_PEOPLE_AGAIN
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, PUBLIC, STEERING, Actor, Role
from pb.words import lazy_gettext as _l

CODE_MADE = Act(
    "password_code.made", _l("gave %(account)s a code to choose a new password"), only=(COORDINATOR, STEERING)
)


def make_password_code(by: Actor, account: Account) -> str:
    """While there are fewer than two steering group members a coordinator lets a facilitator or counter choose a new
    password alone. Returns the code to give to them.

    Refuses for oneself, for a closed account, where it takes two (``propose_password_code``),
    and others than coordinators.
    """
    with acting(by, CODE_MADE, account=account.id) as act:
        if by.role != COORDINATOR or queries.takes_two(account):
            raise Refusal(TWO_GIVE_PASSWORDS, OPEN_PEOPLE_AGAIN, status=403)
        return _first_code(act.session, by, account)


CODE_PROPOSED = Act(
    "password_code.proposed", _l("proposed that %(account)s can choose a new password"), only=(COORDINATOR, STEERING)
)


def propose_password_code(by: Actor, account: Account) -> str:
    """Somebody is to choose a new password, once another person has agreed. Returns the first of the two codes.

    Refuses for oneself, for a closed account, where a coordinator gives a code alone, and others than coordinators
    and members.
    """
    with acting(by, CODE_PROPOSED, account=account.id) as act:
        if not queries.takes_two(account):
            raise Refusal(_l("A coordinator can do this alone."), OPEN_PEOPLE_AGAIN)
        return _first_code(act.session, by, account)


def _first_code(session: Session, by: Actor, account: Account) -> str:
    _require_another(by, account.id)
    if account.closed_at:
        raise Refusal(IS_CLOSED, OPEN_IT_AGAIN)
    code, now = new_code(), clock.now()
    said = {"account_id": account.id, "proposed_by": by.account_id, "proposed_at": now}
    session.add(PasswordCode(**said, first_hash=code_hash(PURPOSE, code), expires_at=now + PASSWORD_CODE_LASTS))
    session.flush()
    return code


CODE_AGREED = Act(
    "password_code.agreed",
    _l("agreed that %(account)s can choose a new password"),
    only=(COORDINATOR, STEERING),
    people=2,
    shows=lambda proposal: (proposal, *queries.person_as_shown(proposal.account)),
)


def agree_to_password_code(by: Actor, proposal: PasswordCode) -> str:
    """A second person agrees. Returns their part of the code: it works together with the first one's.

    Refuses the proposer, the owner, others than coordinators and members, two coordinators once there are two members, and
    what has ended.
    """
    with acting(by, CODE_AGREED, account=proposal.account_id) as act:
        _require_waiting(proposal)
        _require_another(by, proposal.account_id)
        require_second(by, proposal.proposed_by, rule=TWO_GIVE_PASSWORDS)
        require_a_member_as_one(by, proposal.proposed_by)
        act.require_as_shown(proposal)
        code, now = new_code(), clock.now()
        proposal.agreed_by, proposal.agreed_at = by.account_id, now
        proposal.second_hash, proposal.expires_at = code_hash(PURPOSE, code), now + PASSWORD_CODE_LASTS
    return code


CODE_REFUSED = Act(
    "password_code.refused",
    _l("did not agree that %(account)s can choose a new password"),
    only=(COORDINATOR, STEERING),
)


def refuse_password_code(by: Actor, proposal: PasswordCode) -> None:
    """Somebody does not agree, or withdraws the proposal. Refuses the owner, and what has ended."""
    with acting(by, CODE_REFUSED, account=proposal.account_id):
        _require_waiting(proposal)
        _require_another(by, proposal.account_id)
        proposal.ended_by, proposal.ended_at = by.account_id, clock.now()


def _require_waiting(proposal: PasswordCode) -> None:
    if proposal.agreed_by or proposal not in queries.waiting_password_codes():
        raise Refusal(ALREADY_DECIDED, _l("If they still need a new password, propose it again on the page “People”."))


def _require_another(by: Actor, owner: int) -> None:
    own = _l("This is your own password, so you cannot decide about it.")
    require_may_let_in(by, owner, rule=TWO_GIVE_PASSWORDS, own=own)


PASSWORD_CHOSEN = Act(
    "password_code.used", _l("used a code for a new password. %(account)s has a new password"), only=(PUBLIC,)
)


def choose_password(sign_in_name: str, typed: str, password: str) -> None:
    """Somebody who was given ``typed`` (a code, or two) chooses a new password: every sign-in of theirs is over, and the
    code is used. Their security codes stay.

    Refuses a weak password, and codes that do not let this person choose one.
    """
    codes, password_hash = read_codes(typed), hash_of_new(password, sign_in_name)
    with acting(Actor(None, Role.PUBLIC), PASSWORD_CHOSEN) as act:
        found = queries.password_code_of(sign_in_name, codes)
        if found is None:
            raise Refusal(_l("This code no longer works."), _l("Ask a coordinator for a new one."))
        found.used_at = clock.now()
        act.session.flush()  # the database looks whether it took two
        change_password(act.session, found.account_id, password_hash)
        act.facts["account"] = found.account_id
