"""Appointments: while there are fewer than two steering group members the coordinator appoints alone; afterwards a
member agrees to who comes into the steering group, who leaves it, and who becomes a coordinator.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.edits import require_unedited, requires_change
from pb.people import queries
from pb.people.actions.sign_ins import end_sign_ins_of
from pb.people.models import Account, Appointment, AppointmentProposal
from pb.people.rules import (
    AGREED_ROLES,
    COORDINATOR_OR_MEMBER,
    INVITATION_LASTS,
    IS_CLOSED,
    MEMBERS_AGREE,
    MEMBERS_WHO_AGREE,
    ONE_COORDINATOR,
    OPEN_IT_AGAIN,
    both_at_once,
    may_turn_down,
)
from pb.people.rules.sentences import ALREADY_DECIDED, ASK_FOR_NEW, INVITATION_IS_OVER, LET_THEM_LEAVE, ONE_OF_TWO_ROLES
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor, Role
from pb.words import lazy_gettext as _l

ACCOUNT_APPOINTED = Act("account.appointed", _l("changed the roles of %(account)s to: %(roles)s"), only=(COORDINATOR,))


def appoint(by: Actor, account: Account, roles: Collection[Role]) -> list[AppointmentProposal]:
    """The coordinator says which roles somebody is to hold. Returns what a member has to agree to first.

    Refuses no role at all, a closed account, coordinator and member in one, as coordinator a member of a round that goes
    on (guard `no_member_of_an_open_round_coordinates`), and to leave no coordinator or fewer than two members.
    """
    waits: list[AppointmentProposal] = []
    with (
        acting(by, ACCOUNT_APPOINTED, account=account.id) as act,
        requires_change(lambda: (queries.roles_as_edited(account), len(waits))),
    ):
        require_unedited(by, queries.roles_as_edited(account))
        _require_sensible(act.session, account, roles)
        held, now = account.roles, set(roles)
        if queries.members_agree():
            waits += [_propose(act.session, by, account, "give", role) for role in sorted((now - held) & AGREED_ROLES)]
            if Role.STEERING in held - now:
                waits.append(_propose(act.session, by, account, "leave", Role.STEERING))
            now = (now - AGREED_ROLES) | (held & AGREED_ROLES & (now | {Role.STEERING}))
            now = now or set(held)  # nobody is left without a role while a member is asked
        _give(act.session, account, now)
        act.facts["roles"] = sorted(now)
        if waits:
            act.facts["proposals"] = sorted(each.id for each in waits)
    return waits


def _require_sensible(session: Session, account: Account, roles: Collection[Role]) -> None:
    if not roles:
        raise Refusal(
            _l("Select at least one role."),
            _l("If they no longer work on the programme, close their account."),
            status=422,
        )
    if both_at_once(roles):
        raise Refusal(COORDINATOR_OR_MEMBER, ONE_OF_TWO_ROLES, status=422)
    if account.closed_at:
        raise Refusal(IS_CLOSED, OPEN_IT_AGAIN)
    if Role.COORDINATOR not in roles:
        _require_another_coordinator(session, account)


def _require_another_coordinator(session: Session, account: Account) -> None:
    others = (
        select(Appointment)
        .join(Account)
        .where(Appointment.role == Role.COORDINATOR, Account.id != account.id, Account.closed_at.is_(None))
    )
    if session.scalar(others.limit(1)) is None:
        raise Refusal(ONE_COORDINATOR, _l("Give someone else the coordinator role first."))


def _give(session: Session, account: Account, roles: Collection[Role]) -> None:
    """First what goes, then what comes: the database never sees both. Who loses a role is signed out everywhere."""
    if account.roles - set(roles):
        end_sign_ins_of(session, account.id)
    account.appointments = [each for each in account.appointments if each.role in roles]
    session.flush()
    account.appointments += [Appointment(role=role) for role in sorted(set(roles) - account.roles)]
    session.flush()


ACCOUNT_REOPENED = Act("account.reopened", _l("opened the account of %(account)s again"), only=(COORDINATOR,))


def reopen_account(by: Actor, account: Account) -> list[AppointmentProposal]:
    """The coordinator opens a closed account again, with the password it had. Returns what a member has to agree to
    first: that they are a coordinator, as they were.

    Refuses an open account, and one with a role in the steering group, from which they leave by two first.
    """
    with acting(by, ACCOUNT_REOPENED, account=account.id) as act:
        if not account.closed_at:
            raise Refusal(_l("This account is open."))
        if queries.must_leave_first(account):
            raise Refusal(MEMBERS_AGREE, LET_THEM_LEAVE)
        asked = account.roles & AGREED_ROLES if queries.members_agree() else frozenset()
        _give(act.session, account, account.roles - asked)
        account.closed_at = None
        act.session.flush()
        waits = [_propose(act.session, by, account, "give", role) for role in sorted(asked)]
        if waits:
            act.facts["proposals"] = sorted(each.id for each in waits)
    return waits


APPOINTMENT_PROPOSED = Act(
    "appointment.proposed", _l("proposed that %(account)s leaves the steering group"), only=(COORDINATOR,)
)


def propose_to_leave(by: Actor, account: Account) -> AppointmentProposal:
    """The coordinator proposes that somebody leaves the steering group; where they have no other role, their account
    is closed then.
    """
    with acting(by, APPOINTMENT_PROPOSED, account=account.id) as act:
        if Role.STEERING not in account.roles:
            raise Refusal(_l("%(name)s is not in the steering group.", name=account.name))
        proposal = _propose(act.session, by, account, "leave", Role.STEERING)
        act.facts["proposals"] = [proposal.id]
    return proposal


def _propose(session: Session, by: Actor, account: Account, kind: str, role: Role) -> AppointmentProposal:
    """The proposal, within the caller's act; the one that waits already, if the same was proposed before."""
    if kind == "leave":
        _require_enough_members(account)
    same = [
        each
        for each in queries.waiting_proposals()
        if (each.account_id, each.kind, each.role) == (account.id, kind, role)
    ]
    if same:
        return same[0]
    proposal = AppointmentProposal(
        kind=kind, role=role, account_id=account.id, proposed_by=by.account_id, proposed_at=clock.now()
    )
    session.add(proposal)
    session.flush()
    return proposal


_INVITE_ANOTHER = _l("A coordinator must invite another member first, on the page “People”.")


def _require_enough_members(account: Account) -> None:
    if len(queries.other_members(account.id)) < MEMBERS_WHO_AGREE:
        raise Refusal(_l("There must be at least two steering group members."), _INVITE_ANOTHER)


APPOINTMENT_AGREED = Act(
    "appointment.agreed",
    _l("agreed to this: %(proposal)s"),
    only=(STEERING,),
    people=2,
    shows=lambda proposal: (proposal, proposal.invitation, *queries.person_as_shown(proposal.account)),
)


def agree_to_proposal(by: Actor, proposal: AppointmentProposal) -> None:
    """A steering group member agrees: the invitation works, the role is given or taken.

    Refuses the proposer, the person whom it is about, anybody else but a member, and what is decided already.
    """
    with acting(by, APPOINTMENT_AGREED, kind=proposal.kind, role=proposal.role, proposal=proposal.id) as act:
        _require_open(proposal)
        if by.account_id in (proposal.proposed_by, proposal.account_id):
            raise Refusal(
                _l("You proposed this or it is about you, so someone else must agree to it."),
                _l("Ask another steering group member."),
            )
        act.require_as_shown(proposal)
        proposal.agreed_by, proposal.agreed_at = by.account_id, clock.now()
        act.session.flush()  # the database asks for the agreement when the role changes
        _carry_out(act.session, proposal)


def _carry_out(session: Session, proposal: AppointmentProposal) -> None:
    account = proposal.account
    if account is None:
        assert proposal.invitation is not None  # a constraint of the table
        proposal.invitation.expires_at = clock.now() + INVITATION_LASTS
        return
    role = Role(proposal.role)
    if proposal.kind == "leave":
        _require_enough_members(account)
        _give(session, account, account.roles - {role})
        if not account.roles and not any(each.account_id == account.id for each in queries.waiting_proposals()):
            account.closed_at = clock.now()
            end_sign_ins_of(session, account.id)
        return
    if account.closed_at:
        raise Refusal(IS_CLOSED, OPEN_IT_AGAIN)
    if role == Role.STEERING and Role.COORDINATOR in account.roles:
        _require_another_coordinator(session, account)
        _give(session, account, (account.roles - {Role.COORDINATOR}) | {role})
        return
    if both_at_once(account.roles | {role}):
        raise Refusal(
            COORDINATOR_OR_MEMBER, _l("Another member must first agree that they can leave the steering group.")
        )
    _give(session, account, account.roles | {role})


APPOINTMENT_REFUSED = Act(
    "appointment.refused", _l("did not agree to this: %(proposal)s"), only=(COORDINATOR, STEERING)
)


def refuse_proposal(by: Actor, proposal: AppointmentProposal) -> None:
    """A member does not agree, or the person who proposed it withdraws it. An invitation stops working.

    Refuses what is decided, whom it is about, and anybody else but a member.
    """
    with acting(by, APPOINTMENT_REFUSED, kind=proposal.kind, role=proposal.role, proposal=proposal.id):
        _require_open(proposal)
        if not may_turn_down(by, proposal.proposed_by, proposal.account_id):
            raise Refusal(
                _l("You cannot turn this down."),
                _l("Only the person who proposed it can, or a steering group member who is not named in it."),
                status=403,
            )
        proposal.ended_by, proposal.ended_at = by.account_id, clock.now()
        if proposal.invitation:
            proposal.invitation.withdrawn_at = clock.now()


def _require_open(proposal: AppointmentProposal) -> None:
    if proposal.agreed_by or proposal.ended_by:
        raise Refusal(ALREADY_DECIDED)
    if proposal.invitation and proposal.invitation.expires_at <= clock.now():
        raise Refusal(INVITATION_IS_OVER, ASK_FOR_NEW)
