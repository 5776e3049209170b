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

#: Who declares their interests in every round. Coordinators as such decide nothing.
DECLARE = frozenset({STEERING, FACILITATOR, COUNTER})


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


def interests_in(round_id: int) -> list[Interest]:
    """What people have declared for a round."""
    return list(db.session.scalars(select(Interest).where(Interest.round_id == round_id).order_by(Interest.id)))


def rounds_declared_in(account_id: int) -> set[int]:
    """Ids of the rounds for which this person has declared their interests, be it that they have none."""
    return {each.round_id for each in db.session.scalars(select(Interest).where(Interest.account_id == account_id))}


def has_declared(account_id: int, round_id: int) -> bool:
    """Whether this person has declared their interests for the round, be it that they have none."""
    return round_id in rounds_declared_in(account_id)


def interests_of(account_id: int, round_id: int) -> list[Interest]:
    """What one person has declared for a round."""
    query = select(Interest).where(Interest.account_id == account_id, Interest.round_id == round_id)
    return list(db.session.scalars(query.order_by(Interest.id)))


def rounds_to_declare(account: Account, round_ids: Collection[int]) -> set[int]:
    """The rounds among these in which this person has yet to declare their interests; none for a mere coordinator."""
    if not account.roles & DECLARE:
        return set()
    return set(round_ids) - rounds_declared_in(account.id)


def has_declared_interest(account_id: int | None, project_id: int) -> bool:
    """Whether this person has declared an interest in this application."""
    query = select(Interest).where(Interest.account_id == account_id, Interest.project_id == project_id)
    return db.session.scalar(query.where(Interest.description != "").limit(1)) is not None


def interests_by_project(round_id: int) -> dict[int, list[tuple[int, str, str]]]:
    """Declared interests in the applications of a round: (account id, name, description) by project."""
    query = select(Interest, Account).join(Account, Account.id == Interest.account_id)
    query = query.where(Interest.round_id == round_id, Interest.project_id.is_not(None), Interest.description != "")
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for said, who in db.session.execute(query.order_by(Account.name)):
        found[said.project_id].append((who.id, who.name, said.description))  # type: ignore[index]
    return dict(found)


#: Where the demo leaves its accounts, in the instance folder: a list of {"role", "name", "sign_in_name", "password",
#: "try"}.
DEMO_ACCOUNTS = "demo-accounts.json"


def demo_accounts() -> list[dict[str, str]]:
    """The demo's accounts for the sign-in page; none unless the setting DEMO is on and the demo has been seeded."""
    file = Path(current_app.instance_path) / DEMO_ACCOUNTS
    if not current_app.config["DEMO"] or not file.exists():
        return []
    return json.loads(file.read_text(encoding="utf-8"))
