"""What is done with accounts: the first coordinator, invitations, passwords, declared interests."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.marked import change_rows, delete_rows
from pb.passwords import hash_password
from pb.people.models import Account, Appointment, Interest, Invitation
from pb.people.rules import INVITATION_LASTS, password_error
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.words import lazy_gettext as _l


def token_hash(token: str) -> str:
    """The hash under which the token of an invitation is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


ACCOUNT_MADE = Act("account.made", _l("created an account"))


def make_account(by: Actor, *, name: str, sign_in_name: str, password: str, roles: tuple[Role, ...]) -> Account:
    """Somebody gets an account with these roles. Refuses a sign-in name that is taken and a weak password."""
    if sentence := password_error(password):
        raise Refusal(sentence)
    with acting(by, ACCOUNT_MADE, roles=sorted(roles)) as act:
        account = Account(
            name=name.strip(),
            sign_in_name=sign_in_name.strip().lower(),
            password_hash=hash_password(password),
            made_at=clock.now(),
        )
        account.appointments = [Appointment(role=role) for role in roles]
        act.session.add(account)
        _flush_unique(act.session)
        act.facts["account"] = account.id
    return account


def _flush_unique(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as taken:
        raise Refusal(_l("That sign-in name is taken."), _l("Choose another sign-in name.")) from taken


PERSON_INVITED = Act("person.invited", _l("invited someone"))


def invite(by: Actor, *, name: str, role: Role) -> str:
    """The coordinator invites somebody into a role. Returns the token for the link; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    with acting(by, PERSON_INVITED, role=str(role)) as act:
        invitation = Invitation(
            token_hash=token_hash(token),
            name=name.strip(),
            role=role,
            invited_by=by.account_id,
            expires_at=clock.now() + INVITATION_LASTS,
        )
        act.session.add(invitation)
        act.session.flush()
        act.facts["invitation"] = invitation.id
    return token


INVITATION_ACCEPTED = Act("invitation.accepted", _l("used an invitation"))


def accept_invitation(token: str, *, name: str, sign_in_name: str, password: str) -> Account:
    """The invited person makes their account. Refuses a token that is unknown, used, withdrawn or too old."""
    if sentence := password_error(password):
        raise Refusal(sentence)
    with acting(Actor(None, Role.PUBLIC), INVITATION_ACCEPTED) as act:
        query = select(Invitation).where(Invitation.token_hash == token_hash(token)).with_for_update()
        invitation = act.session.scalar(query)
        if (
            invitation is None
            or invitation.accepted_by
            or invitation.withdrawn_at
            or invitation.expires_at <= clock.now()
        ):
            raise Refusal(_l("This invitation no longer works."), _l("Ask the coordinator for a new one."))
        account = Account(
            name=name.strip(),
            sign_in_name=sign_in_name.strip().lower(),
            password_hash=hash_password(password),
            made_at=clock.now(),
        )
        account.appointments = [Appointment(role=invitation.role)]
        act.session.add(account)
        _flush_unique(act.session)
        invitation.accepted_by = account.id
        act.facts.update(account=account.id, invitation=invitation.id, role=invitation.role)
    return account


INVITATION_WITHDRAWN = Act("invitation.withdrawn", _l("withdrew an invitation"))


def withdraw_invitation(by: Actor, invitation: Invitation) -> None:
    """The coordinator takes an invitation back. Refuses one that has been taken up or taken back already."""
    with acting(by, INVITATION_WITHDRAWN, invitation=invitation.id):
        if invitation.accepted_by or invitation.withdrawn_at:
            raise Refusal(_l("This invitation has already been used or withdrawn."))
        invitation.withdrawn_at = clock.now()


ACCOUNT_APPOINTED = Act("account.appointed", _l("changed someone’s roles"))


def appoint(by: Actor, account: Account, roles: tuple[Role, ...]) -> None:
    """The coordinator says which roles somebody holds from now on.

    Refuses no role at all, a closed account, and to leave the programme without a coordinator.
    """
    with acting(by, ACCOUNT_APPOINTED, account=account.id, roles=sorted(roles)) as act:
        if not roles:
            raise Refusal(
                _l("Select at least one role."),
                _l("If they no longer work on the programme, close their account."),
                status=422,
            )
        if account.closed_at:
            raise Refusal(_l("This account has been closed."))
        others = (
            select(Appointment)
            .join(Account)
            .where(Appointment.role == Role.COORDINATOR, Account.id != account.id, Account.closed_at.is_(None))
        )
        if Role.COORDINATOR not in roles and act.session.scalar(others.limit(1)) is None:
            raise Refusal(
                _l("There must be at least one coordinator."), _l("Give someone else the coordinator role first.")
            )
        kept = {each.role: each for each in account.appointments}
        account.appointments = [kept.get(role) or Appointment(role=role) for role in roles]


ACCOUNT_CLOSED = Act("account.closed", _l("closed an account"))


def disable_account(by: Actor, account: Account) -> None:
    """The coordinator closes someone's account: they can no longer sign in."""
    with acting(by, ACCOUNT_CLOSED, account=account.id):
        if account.id == by.account_id:
            raise Refusal(_l("You cannot close your own account."), _l("Ask another coordinator."))
        if account.closed_at:
            raise Refusal(_l("This account has already been closed."))
        account.closed_at = clock.now()


ACCOUNT_PASSWORD_SET = Act("account.password_set", _l("set a new password"))


def set_password(by: Actor, account: Account, password: str) -> None:
    """A new password: every sign-in made before is over."""
    if sentence := password_error(password):
        raise Refusal(sentence)
    with acting(by, ACCOUNT_PASSWORD_SET, account=account.id) as act:
        values = {"password_hash": hash_password(password), "stamp": secrets.token_hex(16)}
        change_rows(act.session, Account, [Account.id == account.id], **values)


INTEREST_DECLARED = Act("interest.declared", _l("declared an interest, or that they have none"))


def declare_interest(by: Actor, *, round_id: int, words: str, project_id: int | None = None) -> None:
    """Somebody declares an interest in a round or one of its projects, or (with empty words) that they have none.

    What they said before of the same round or project is replaced; the record keeps that it was said.
    """
    with acting(by, INTEREST_DECLARED, round_id=round_id, reason=words.strip(), project=project_id) as act:
        _say(act.session, by, round_id, words, project_id)


INTERESTS_DECLARED = Act("interests.declared", _l("declared interests, or that they have none"))


def declare_interests(by: Actor, *, round_id: int, words: str, project_ids: Collection[int] = ()) -> None:
    """Somebody declares everything at once: in words (empty: no interest) and the projects they stand close to.

    All that they said before of this round is replaced. Refuses projects without a word about them.
    """
    with acting(by, INTERESTS_DECLARED, round_id=round_id, reason=words.strip(), projects=sorted(project_ids)) as act:
        if project_ids and not words.strip():
            raise Refusal(_l("Enter a few words about your connection with this group."), status=422)
        mine = (Interest.account_id == by.account_id, Interest.round_id == round_id)
        delete_rows(act.session, Interest, *mine)
        for project_id in [None, *sorted(project_ids)]:
            _say(act.session, by, round_id, words, project_id)


def _say(session: Session, by: Actor, round_id: int, words: str, project_id: int | None) -> None:
    said = (Interest.account_id == by.account_id, Interest.round_id == round_id, Interest.project_id == project_id)
    delete_rows(session, Interest, *said)
    values = {"words": words.strip(), "declared_at": clock.now(), "project_id": project_id}
    session.add(Interest(account_id=by.account_id, round_id=round_id, **values))
