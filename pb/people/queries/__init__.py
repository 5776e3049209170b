"""Finding people."""

from pb.people.queries.accounts import (
    DEMO_ACCOUNTS,
    account_named,
    demo_accounts,
    names,
    people,
    people_in,
    person_as_shown,
    sign_in_names,
)
from pb.people.queries.appointments import (
    invited_names,
    members_agree,
    must_leave_first,
    name_like,
    open_invitations,
    other_members,
    roles_as_edited,
    usable_invitation,
    waiting_proposals,
)
from pb.people.queries.interests import (
    DECLARE,
    has_declared,
    has_declared_interest,
    interests_by_project,
    interests_in,
    interests_of,
    rounds_declared_in,
    rounds_to_declare,
)
from pb.people.queries.last_read import last_read
from pb.people.queries.password_codes import (
    password_code_of,
    password_codes_about,
    takes_two,
    waiting_password_codes,
)
from pb.people.queries.security_codes import Codes, codes_are_asked_for, codes_of, waiting_replacements
from pb.people.queries.sign_ins import (
    account_of_sign_in,
    account_that_waits,
    is_just_proved,
    sign_ins_last_since,
    sign_ins_of,
)

__all__ = [
    "Codes",
    "DECLARE",
    "DEMO_ACCOUNTS",
    "account_named",
    "account_of_sign_in",
    "account_that_waits",
    "codes_are_asked_for",
    "codes_of",
    "demo_accounts",
    "has_declared",
    "has_declared_interest",
    "interests_by_project",
    "interests_in",
    "interests_of",
    "invited_names",
    "is_just_proved",
    "last_read",
    "members_agree",
    "must_leave_first",
    "name_like",
    "names",
    "open_invitations",
    "other_members",
    "password_code_of",
    "password_codes_about",
    "people",
    "people_in",
    "person_as_shown",
    "rounds_declared_in",
    "rounds_to_declare",
    "sign_in_names",
    "sign_ins_last_since",
    "sign_ins_of",
    "takes_two",
    "usable_invitation",
    "waiting_password_codes",
    "waiting_proposals",
    "waiting_replacements",
]
