"""Finding people."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from pb import clock
from pb.database import db
from pb.people.models import Account, Appointment, AppointmentProposal, Interest, Invitation, LastRead
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
from pb.people.queries.security_codes import Codes, codes_are_asked_for, codes_of, waiting_replacements
from pb.people.queries.sign_ins import (
    account_of_sign_in,
    account_that_waits,
    is_just_proved,
    sign_ins_last_since,
    sign_ins_of,
)
from pb.people.rules import MEMBERS_WHO_AGREE, skeleton
from pb.roles import COUNTER, FACILITATOR, STEERING, Role


def account_named(sign_in_name: str) -> Account | None:
    """The account with this sign-in name, in any case."""
    return db.session.scalar(select(Account).where(Account.sign_in_name == sign_in_name.strip().lower()))


def people() -> list[Account]:
    """Everybody with an account, by name."""
    return list(db.session.scalars(select(Account).order_by(func.lower(Account.name))))


def people_in(role: Role) -> list[Account]:
    """Everybody who holds ``role`` and whose account is open, by name."""
    query = select(Account).join(Appointment).where(Appointment.role == role, Account.closed_at.is_(None))
    return list(db.session.scalars(query.order_by(func.lower(Account.name))))


def names() -> dict[int, str]:
    """Names by account id, for pages that show who did what."""
    return {each.id: each.name for each in people()}


def person_as_shown(account: Account | None) -> tuple[str, list[str], bool] | tuple[()]:
    """What a page says of somebody to whom something is to happen: name, roles, whether their account is closed."""
    return (account.name, sorted(account.roles), account.closed_at is not None) if account else ()


def sign_in_names() -> dict[int, str]:
    """Sign-in names by account id: no two people share one, so a file names people by them."""
    return {each.id: each.sign_in_name for each in people()}


def members_agree() -> bool:
    """Whether there are enough steering group members for them to agree to who comes and who goes."""
    return len(people_in(Role.STEERING)) >= MEMBERS_WHO_AGREE


def other_members(account_id: int) -> list[Account]:
    """The steering group members besides this person."""
    return [member for member in people_in(Role.STEERING) if member.id != account_id]


def must_leave_first(account: Account) -> bool:
    """Whether another member has to agree before this person's account can be closed."""
    return Role.STEERING in account.roles and bool(other_members(account.id))


def name_like(name: str, invitation: int | None = None) -> str | None:
    """The name of somebody with an account, or with an open invitation other than ``invitation``, for which ``name``
    could be taken.
    """
    taken = [account.name for account in people()]
    taken += [each.name for each in open_invitations() if each.id != invitation and each.expires_at > clock.now()]
    seen = skeleton(name)
    return next((each for each in taken if skeleton(each) == seen), None)


def usable_invitation(token_hash: str) -> Invitation | None:
    """The invitation whose token has this hash, if it still works. It may wait for a member: see its proposal."""
    found = db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash))
    works = found and not found.accepted_by and not found.withdrawn_at and clock.now() < found.expires_at
    return found if works else None


def open_invitations() -> list[Invitation]:
    """Invitations that nobody has taken up or withdrawn, newest first."""
    query = select(Invitation).where(Invitation.accepted_by.is_(None), Invitation.withdrawn_at.is_(None))
    return list(db.session.scalars(query.order_by(Invitation.id.desc())))


def invited_names() -> dict[int, str]:
    """Whom each invitation is for, by its id."""
    return {each.id: each.name for each in db.session.scalars(select(Invitation))}


def waiting_proposals() -> list[AppointmentProposal]:
    """Who is to come, to go or to get a role, and waits for a steering group member; the oldest first."""
    query = select(AppointmentProposal).where(
        AppointmentProposal.agreed_by.is_(None), AppointmentProposal.refused_by.is_(None)
    )
    found = db.session.scalars(query.order_by(AppointmentProposal.id))
    return [each for each in found if each.invitation is None or each.invitation.expires_at > clock.now()]


def last_read(account_id: int) -> int:
    """Up to which line of the record this person has read what the others did; 0 when they never said so."""
    return db.session.scalar(select(LastRead.position).where(LastRead.account_id == account_id)) or 0


#: Where the demo leaves its accounts, in the instance folder: a list of {"role", "name", "sign_in_name", "password",
#: "try"}.
DEMO_ACCOUNTS = "demo-accounts.json"


def demo_accounts() -> list[dict[str, str]]:
    """The demo's accounts for the sign-in page; none unless the setting DEMO is on and the demo has been seeded."""
    file = Path(current_app.instance_path) / DEMO_ACCOUNTS
    if not current_app.config["DEMO"] or not file.exists():
        return []
    return json.loads(file.read_text(encoding="utf-8"))
