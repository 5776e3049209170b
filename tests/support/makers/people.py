"""Makers for people who sign in, and for the agreement that the database asks for when a role is given."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.database import db, exclusive_transaction
from pb.passwords import hash_password
from pb.people import actions as people
from pb.people.models import Account, Appointment, AppointmentProposal
from pb.people.queries import people_in
from pb.people.rules import AGREED_ROLES, MEMBERS_WHO_AGREE
from pb.web.access import Actor, Role

#: The password of every account that a test makes.
PASSWORD = "lentil soup on tuesdays"


def appointed(session: Session, account: Account, *roles: Role) -> Account:
    """Give ``account`` these roles; where members have to agree, two of them have (the first ones that there are)."""
    session.add(account)
    session.flush()
    for role in sorted(AGREED_ROLES & set(roles)):
        _agreed(session, account, role)
    session.flush()
    session.add_all([Appointment(account_id=account.id, role=role) for role in roles])
    session.flush()
    session.expire(account, ["appointments"])
    return account


def _agreed(session: Session, account: Account, role: Role) -> None:
    members = session.scalars(
        select(Account.id).join(Appointment).where(Appointment.role == Role.STEERING, Account.closed_at.is_(None))
    ).all()
    if len(members) >= MEMBERS_WHO_AGREE:
        now, (one, two, *_) = clock.now(), sorted(members)
        said = {"proposed_by": one, "proposed_at": now, "agreed_by": two, "agreed_at": now}
        session.add(AppointmentProposal(kind="give", role=role, account_id=account.id, **said))


class PeopleMakers:
    """For ``Make``."""

    def substitute(self) -> int:
        """The account id of the newest steering group member, to be the substitute of a round."""
        return people_in(Role.STEERING)[-1].id

    def leaves(self, account_id: int) -> None:
        """Somebody leaves the steering group: a coordinator proposes it, another member agrees."""
        morag, ina, _another = (self.account(*roles) for roles in ((), (Role.STEERING,), (Role.STEERING,)))
        leaver = db.session.get_one(Account, account_id)
        people.agree_to_proposal(
            Actor(ina.id, Role.STEERING), people.propose_to_leave(Actor(morag.id, Role.COORDINATOR), leaver)
        )

    def account(self, *roles: Role, name: str = "", sign_in_name: str = "") -> Account:
        """Somebody with these roles (a coordinator when none is named) who can sign in with ``PASSWORD``."""
        number = self.next_number("account")  # type: ignore[attr-defined]
        account = Account(
            name=name or f"Colleague {number}",
            sign_in_name=sign_in_name or f"colleague{number}",
            password_hash=hash_password(PASSWORD),
            made_at=clock.now(),
        )
        with exclusive_transaction() as session:
            return appointed(session, account, *(roles or (Role.COORDINATOR,)))
