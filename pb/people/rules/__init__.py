"""The rules of accounts, roles, invitations, interests, passwords and security codes."""

from pb.people.rules.appointments import (
    AGREED_ROLES,
    MEMBERS_WHO_AGREE,
    ROLE_HINTS,
    ROLE_NAMES,
    both_at_once,
    may_turn_down,
)
from pb.people.rules.interests import LONGEST_RELEASE_REASON
from pb.people.rules.invitations import INVITATION_LASTS
from pb.people.rules.names import odd_letter, skeleton
from pb.people.rules.passwords import PASSWORD_CODE_LASTS, PASSWORD_CODES_TOLD_FOR, PASSWORD_LENGTH, password_error
from pb.people.rules.security_codes import time_step_of
from pb.people.rules.sentences import (
    AGREE_ON_INTERESTS,
    AGREE_ON_PEOPLE,
    ALREADY_DECIDED,
    COORDINATOR_OR_MEMBER,
    IS_CLOSED,
    MEMBERS_AGREE,
    ONE_COORDINATOR,
    OPEN_FOR_TOO_LONG,
    OPEN_IT_AGAIN,
    START_WITH_NEW_CODES,
    TWO_GIVE_PASSWORDS,
    TWO_RELEASE,
    TWO_REPLACE_CODES,
    YOU_PROPOSED_IT,
)
from pb.people.rules.sign_ins import CODE_IS_WAITED_FOR, DEVICES, token_hash

__all__ = [
    "AGREED_ROLES",
    "AGREE_ON_INTERESTS",
    "AGREE_ON_PEOPLE",
    "ALREADY_DECIDED",
    "CODE_IS_WAITED_FOR",
    "COORDINATOR_OR_MEMBER",
    "DEVICES",
    "INVITATION_LASTS",
    "IS_CLOSED",
    "LONGEST_RELEASE_REASON",
    "MEMBERS_AGREE",
    "MEMBERS_WHO_AGREE",
    "ONE_COORDINATOR",
    "OPEN_FOR_TOO_LONG",
    "OPEN_IT_AGAIN",
    "PASSWORD_CODES_TOLD_FOR",
    "PASSWORD_CODE_LASTS",
    "PASSWORD_LENGTH",
    "ROLE_HINTS",
    "ROLE_NAMES",
    "START_WITH_NEW_CODES",
    "TWO_GIVE_PASSWORDS",
    "TWO_RELEASE",
    "TWO_REPLACE_CODES",
    "YOU_PROPOSED_IT",
    "both_at_once",
    "may_turn_down",
    "odd_letter",
    "password_error",
    "skeleton",
    "time_step_of",
    "token_hash",
]
