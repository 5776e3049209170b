"""Invitations, proposals that wait, and whose agreement they need."""

from __future__ import annotations

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.people.models import Account, AppointmentProposal, Invitation
from pb.people.queries.accounts import people, people_in
from pb.people.rules import AGREED_ROLES, MEMBERS_WHO_AGREE, skeleton
from pb.roles import Role


def members_agree() -> bool:
    """Whether there are enough steering group members for them to agree to who comes and who goes."""
    return len(people_in(Role.STEERING)) >= MEMBERS_WHO_AGREE


def a_member_is_one_of(*two: int | None) -> bool:
    """Whether one of these two people (account ids) is a steering group member, as it must be for them to let somebody in
    again or to release them; or there are too few members for that.
    """
    return not members_agree() or not {member.id for member in people_in(Role.STEERING)}.isdisjoint(two)


def other_members(account_id: int) -> list[Account]:
    """The steering group members besides this person."""
    return [member for member in people_in(Role.STEERING) if member.id != account_id]


def waits_for_a_member(account: Account) -> bool:
    """Whether a member must agree before this closed account has all its roles again."""
    return members_agree() and bool(account.roles & AGREED_ROLES)


def must_leave_first(account: Account) -> bool:
    """Whether another member has to agree before this person's account can be closed."""
    return Role.STEERING in account.roles and bool(other_members(account.id))


def joined_without_a_member() -> list[Account]:
    """Everybody with a role and an open account to whom no steering group member has agreed: they joined while there were
    fewer than two. By name.
    """
    agreed = select(Invitation.accepted_by).join(
        AppointmentProposal, AppointmentProposal.invitation_id == Invitation.id
    )
    known = set(db.session.scalars(agreed.where(AppointmentProposal.agreed_by.is_not(None))))
    return [each for each in people() if each.roles and not each.closed_at and each.id not in known]


def usable_invitation(token_hash: str) -> Invitation | None:
    """The invitation whose token has this hash, if it still works. It may wait for a member: see its proposal."""
    found = db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash))
    works = found and not found.accepted_by and not found.withdrawn_at and clock.now() < found.expires_at
    return found if works else None


def open_invitations() -> list[Invitation]:
    """Invitations that nobody has taken up or withdrawn, newest first."""
    query = select(Invitation).where(Invitation.accepted_by.is_(None), Invitation.withdrawn_at.is_(None))
    return list(db.session.scalars(query.order_by(Invitation.id.desc())))


def coming(role: Role) -> int:
    """How many people are invited in this role and can still take it up; not those to whom a member did not agree."""
    return sum(
        each.role == role and each.expires_at > clock.now() and not (each.proposal and each.proposal.ended_by)
        for each in open_invitations()
    )


def invited_names() -> dict[int, str]:
    """Whom each invitation is for, by its id."""
    return {each.id: each.name for each in db.session.scalars(select(Invitation))}


def waiting_proposals() -> list[AppointmentProposal]:
    """Who is to come, to go or to get a role, and waits for a steering group member; the oldest first."""
    query = select(AppointmentProposal).where(
        AppointmentProposal.agreed_by.is_(None), AppointmentProposal.ended_by.is_(None)
    )
    found = db.session.scalars(query.order_by(AppointmentProposal.id))
    return [each for each in found if each.invitation is None or each.invitation.expires_at > clock.now()]


def name_like(name: str, invitation: int | None = None) -> str | None:
    """The name of somebody with an account, or with an open invitation other than ``invitation``, for which ``name``
    could be taken.
    """
    taken = [account.name for account in people()]
    taken += [each.name for each in open_invitations() if each.id != invitation and each.expires_at > clock.now()]
    seen = skeleton(name)
    return next((each for each in taken if skeleton(each) == seen), None)


def roles_as_edited(account: Account) -> dict[str, list[str]]:
    """What the form of somebody's roles edits."""
    return {"roles": sorted(str(role) for role in account.roles)}
