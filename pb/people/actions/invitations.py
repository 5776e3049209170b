"""Invitations: a link that makes one account with one name and one role."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.people import queries
from pb.people.actions.accounts import hash_of_new, new_account, require_name_of_its_own
from pb.people.models import Account, Appointment, AppointmentProposal, Invitation
from pb.people.rules import INVITATION_LASTS, MEMBERS_AGREE, token_hash
from pb.people.rules.sentences import ASK_FOR_NEW, INVITATION_IS_OVER
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, PUBLIC, Actor, Role
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

PERSON_INVITED = Act("person.invited", _l("invited %(invitation)s as: %(role)s"), only=(COORDINATOR,))


def invite(by: Actor, *, name: str, role: Role) -> str:
    """The coordinator invites somebody into a role. Returns the token for the link; only its hash is kept.

    Once there are two steering group members the link works when one of them has agreed, whatever the role: who
    types papers or runs sessions is the second person of somebody else. Refuses a name that looks like another's.
    """
    token = secrets.token_urlsafe(24)
    with acting(by, PERSON_INVITED, role=str(role)) as act:
        require_name_of_its_own(name)
        invitation = Invitation(
            token_hash=token_hash(token),
            name=tidy(name),
            role=role,
            invited_by=by.account_id,
            expires_at=clock.now() + INVITATION_LASTS,
        )
        act.session.add(invitation)
        act.session.flush()
        _ask_about_open_invitations(act.session)
        act.facts["invitation"] = invitation.id
    return token


def _ask_about_open_invitations(session: Session) -> None:
    """Once there are two members, one of them is asked about everybody who is invited, also from before."""
    if not queries.members_agree():
        return
    for each in queries.open_invitations():
        if each.proposal is None:
            said = {"kind": "join", "role": each.role, "invitation_id": each.id, "proposed_by": each.invited_by}
            session.add(AppointmentProposal(**said, proposed_at=clock.now()))
    session.flush()


INVITATION_ACCEPTED = Act(
    "invitation.accepted", _l("used an invitation. %(account)s has joined as: %(role)s"), only=(PUBLIC,)
)


def accept_invitation(token: str, *, sign_in_name: str, password: str) -> Account:
    """The invited person makes their account, under the name to which the others agreed.

    Refuses a token that is unknown, used, withdrawn or too old, and one that waits for a steering group member.
    """
    password_hash = hash_of_new(password, sign_in_name)
    with acting(Actor(None, Role.PUBLIC), INVITATION_ACCEPTED) as act:
        query = select(Invitation).where(Invitation.token_hash == token_hash(token)).with_for_update(of=Invitation)
        invitation = act.session.scalar(query)
        if (
            invitation is None
            or invitation.accepted_by
            or invitation.withdrawn_at
            or invitation.expires_at <= clock.now()
        ):
            raise Refusal(INVITATION_IS_OVER, ASK_FOR_NEW)
        if invitation.proposal and not invitation.proposal.agreed_by:
            raise Refusal(MEMBERS_AGREE, _l("Try the link again later."))
        role = Role(invitation.role)
        given = {"name": invitation.name, "sign_in_name": sign_in_name, "password_hash": password_hash}
        account = new_account(act.session, **given, roles=(role,), invitation=invitation.id)
        invitation.accepted_by = account.id
        act.session.flush()  # the database looks for the invitation when the role is given
        account.appointments = [Appointment(role=role)]
        act.session.flush()
        _ask_about_open_invitations(act.session)
        act.facts.update(account=account.id, invitation=invitation.id, role=str(role))
    return account


INVITATION_WITHDRAWN = Act(
    "invitation.withdrawn", _l("withdrew the invitation for %(invitation)s"), only=(COORDINATOR,)
)


def withdraw_invitation(by: Actor, invitation: Invitation) -> None:
    """The coordinator withdraws an invitation. Refuses one that has been taken up or withdrawn already."""
    with acting(by, INVITATION_WITHDRAWN, invitation=invitation.id):
        if invitation.accepted_by or invitation.withdrawn_at:
            raise Refusal(_l("This invitation has already been used or withdrawn."))
        invitation.withdrawn_at = clock.now()
        proposal = invitation.proposal
        if proposal and proposal.agreed_by is None and proposal.ended_by is None:
            proposal.ended_by, proposal.ended_at = by.account_id, clock.now()
