"""The roles of the programme, and somebody acting in one. Needs no Flask, so that rules can speak of roles too."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The people of the programme. Voters and applicants have no account; a kiosk is a device of a voting session."""

    COORDINATOR = "coordinator"
    STEERING = "steering"
    FACILITATOR = "facilitator"
    COUNTER = "counter"
    FINANCE = "finance"
    EVALUATOR = "evaluator"
    APPLICANT = "applicant"
    VOTER = "voter"
    KIOSK = "kiosk"
    PUBLIC = "public"
    COMMAND = "command"


#: Roles in which people do the work of a round.
WORKING = (Role.COORDINATOR, Role.STEERING, Role.FACILITATOR, Role.COUNTER)
#: Roles in which people only read, each its own part. Of acts they do none but those on their own account.
READING = (Role.FINANCE, Role.EVALUATOR)
#: Roles that an account can be given.
APPOINTED = (*WORKING, *READING)

PUBLIC = Role.PUBLIC
COORDINATOR = Role.COORDINATOR
STEERING = Role.STEERING
FACILITATOR = Role.FACILITATOR
COUNTER = Role.COUNTER
FINANCE = Role.FINANCE
EVALUATOR = Role.EVALUATOR
KIOSK = Role.KIOSK
APPLICANT = Role.APPLICANT

#: For ``Act.only``: the roles of an act that no person does, on no page: the server does it, by a command or a job.
SERVER_ALONE: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, and in which role: what the record writes down. ``account_id`` is None for people without
    one. ``shown``: the fingerprint of what their page showed (see ``pb.shown``), "" where the form had none; None for
    whoever acts through no page. ``seen``: of an edit form, the values that its page showed (see ``pb.edits``), alike.
    """

    account_id: int | None
    role: Role
    shown: str | None = field(default=None, compare=False)
    seen: str | None = field(default=None, compare=False)
