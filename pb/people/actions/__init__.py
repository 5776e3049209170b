"""What is done with people: accounts, invitations, appointments, declared interests, what they have read."""

from pb.people.actions.accounts import (
    close_account,
    make_account,
    read_up_to,
    set_password,
)
from pb.people.actions.appointments import (
    agree_to_proposal,
    appoint,
    propose_to_leave,
    refuse_proposal,
    reopen_account,
)
from pb.people.actions.code_replacements import (
    agree_to_new_codes,
    propose_new_codes,
    refuse_new_codes,
    take_codes_away,
)
from pb.people.actions.interest_releases import agree_to_release, propose_release, refuse_release
from pb.people.actions.interests import declare_interest, declare_interests
from pb.people.actions.invitations import accept_invitation, invite, withdraw_invitation
from pb.people.actions.password_codes import (
    agree_to_password_code,
    choose_password,
    make_password_code,
    propose_password_code,
    refuse_password_code,
)
from pb.people.actions.security_codes import set_up_app, set_up_sheet, use_codes
from pb.people.actions.sign_ins import begin_sign_in, end_other_sign_ins, end_sign_in, prove_sign_in
from pb.people.actions.who_acts import require_no_interest_in, require_role, require_still_theirs

__all__ = [
    "accept_invitation",
    "agree_to_new_codes",
    "agree_to_password_code",
    "agree_to_proposal",
    "agree_to_release",
    "appoint",
    "begin_sign_in",
    "choose_password",
    "declare_interest",
    "declare_interests",
    "close_account",
    "end_other_sign_ins",
    "end_sign_in",
    "invite",
    "make_account",
    "make_password_code",
    "propose_new_codes",
    "propose_password_code",
    "propose_release",
    "propose_to_leave",
    "prove_sign_in",
    "read_up_to",
    "refuse_new_codes",
    "refuse_password_code",
    "refuse_proposal",
    "refuse_release",
    "reopen_account",
    "require_no_interest_in",
    "require_role",
    "require_still_theirs",
    "set_password",
    "set_up_app",
    "set_up_sheet",
    "take_codes_away",
    "use_codes",
    "withdraw_invitation",
]
