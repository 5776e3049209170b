"""What is done with people: accounts, invitations, appointments, declared interests, what they have read."""

from pb.people.actions.accounts import (
    declare_interest,
    declare_interests,
    disable_account,
    make_account,
    read_up_to,
    set_password,
)
from pb.people.actions.appointments import agree_to_proposal, appoint, propose_to_leave, refuse_proposal
from pb.people.actions.invitations import accept_invitation, invite, token_hash, withdraw_invitation
from pb.people.actions.who_acts import require_still_theirs

__all__ = [
    "accept_invitation",
    "agree_to_proposal",
    "appoint",
    "declare_interest",
    "declare_interests",
    "disable_account",
    "invite",
    "make_account",
    "propose_to_leave",
    "read_up_to",
    "refuse_proposal",
    "require_still_theirs",
    "set_password",
    "token_hash",
    "withdraw_invitation",
]
