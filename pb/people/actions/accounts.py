"""What is done with accounts: the first ones, passwords, closing, what was read."""

from __future__ import annotations

import secrets

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.database import exclusive_transaction
from pb.guards import is_taken
from pb.marked import change_rows
from pb.passwords import hash_password
from pb.people import queries
from pb.people.actions.sign_ins import end_sign_ins_of
from pb.people.models import Account, Appointment, LastRead
from pb.people.rules import COORDINATOR_OR_MEMBER, MEMBERS_AGREE, both_at_once, odd_letter, password_error
from pb.people.rules.sentences import LET_THEM_LEAVE, ONE_OF_TWO_ROLES
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import APPOINTED, COORDINATOR, Actor, Role
from pb.unicode_text import as_sign_in_name, tidy
from pb.words import lazy_gettext as _l

_SIGN_IN_NAME_IS_TAKEN = _l("That sign-in name is taken.")
_CHOOSE_ANOTHER = _l("Choose another sign-in name.")

ACCOUNT_MADE = Act("account.made", _l("created an account for %(account)s: %(roles)s"))


def make_account(by: Actor, *, name: str, sign_in_name: str, password: str, roles: tuple[Role, ...]) -> Account:
    """Somebody gets an account with these roles, without an invitation.

    Refuses a sign-in name that is taken, a name that looks like somebody's, a weak password, coordinator and steering
    group member in one, and everybody once two members exist: from then on people join by invitation.
    """
    password_hash = hash_of_new(password, name, sign_in_name)
    with acting(by, ACCOUNT_MADE, roles=sorted(roles)) as act:
        if queries.members_agree():
            raise Refusal(
                _l("There are two steering group members now, so people join by invitation."),
                _l("Invite them on the page “People”. The link works once a steering group member has agreed."),
            )
        account = new_account(
            act.session, name=name, sign_in_name=sign_in_name, password_hash=password_hash, roles=roles
        )
        act.facts["account"] = account.id
    return account


def hash_of_new(password: str, *names: str) -> str:
    """The hash of a password that somebody with these names chose. Refuses a weak one. To be called before the act begins: hashing takes
    long on purpose, and during an act nobody else can act.
    """
    if sentence := password_error(password, queries.easily_known(*names)):
        raise Refusal(sentence)
    return hash_password(password)


def new_account(
    session: Session,
    *,
    name: str,
    sign_in_name: str,
    password_hash: str,
    roles: tuple[Role, ...],
    invitation: int | None = None,
) -> Account:
    """An account, within the caller's act. ``invitation``: the one that is being taken up, whose name this is."""
    if both_at_once(roles):
        raise Refusal(COORDINATOR_OR_MEMBER, ONE_OF_TWO_ROLES, status=422)
    require_name_of_its_own(name, invitation)
    if queries.account_named(sign_in_name) is not None:
        raise Refusal(_SIGN_IN_NAME_IS_TAKEN, _CHOOSE_ANOTHER)
    account = Account(
        name=tidy(name),
        sign_in_name=as_sign_in_name(sign_in_name),
        password_hash=password_hash,
        made_at=clock.now(),
    )
    session.add(account)
    try:
        session.flush()
    except IntegrityError as taken:
        if not is_taken(taken, "account.sign_in_name"):
            raise
        raise Refusal(_SIGN_IN_NAME_IS_TAKEN, _CHOOSE_ANOTHER) from taken
    if invitation is None:
        account.appointments = [Appointment(role=role) for role in roles]
        session.flush()
    return account


def require_name_of_its_own(name: str, invitation: int | None = None) -> None:
    """Refuse a name with letters of two scripts, and one that could be taken for somebody else's who has an account or
    an invitation.
    """
    if letter := odd_letter(name):
        raise Refusal(
            _l("The letter “%(letter)s” does not fit in this name.", letter=letter),
            _l("Type the whole name again in letters of one alphabet. Letters with accents are fine."),
            status=422,
        )
    if other := queries.name_like(name, invitation):
        raise Refusal(
            _l("This name looks like the name of %(name)s.", name=other),
            _l("Add a middle name or a place, so that everyone can tell the two apart."),
            status=422,
        )


ACCOUNT_CLOSED = Act("account.closed", _l("closed the account of %(account)s"), only=(COORDINATOR,))


def close_account(by: Actor, account: Account) -> None:
    """The coordinator closes someone's account: they can no longer sign in, and are signed out.

    Refuses their own, and a steering group member's once another member has to agree (``propose_to_leave``).
    """
    with acting(by, ACCOUNT_CLOSED, account=account.id) as act:
        if account.id == by.account_id:
            raise Refusal(
                _l("You cannot close your own account."),
                _l(
                    "Another coordinator can do it. If there is none, give someone else that role first, on the page “People”."
                ),
            )
        if account.closed_at:
            raise Refusal(_l("This account has already been closed."))
        if queries.must_leave_first(account):
            raise Refusal(MEMBERS_AGREE, LET_THEM_LEAVE)
        account.closed_at = clock.now()
        end_sign_ins_of(act.session, account.id)


ACCOUNT_PASSWORD_SET = Act(
    "account.password_set", _l("set a new password for %(account)s"), only=APPOINTED, own_account=True
)


def set_password(by: Actor, account: Account, password: str) -> None:
    """A new password: every sign-in made before is over."""
    password_hash = hash_of_new(password, account.name, account.sign_in_name)
    with acting(by, ACCOUNT_PASSWORD_SET, account=account.id) as act:
        change_password(act.session, account.id, password_hash)


def change_password(session: Session, account_id: int, password_hash: str) -> None:
    """The same as part of a bigger act. The second factor stays as it is."""
    values = {"password_hash": password_hash, "stamp": secrets.token_hex(16)}
    change_rows(session, Account, [Account.id == account_id], **values)
    end_sign_ins_of(session, account_id)


def read_up_to(by: Actor, position: int) -> None:
    """Somebody has read what the others did, up to this line of the record; never back. No act of the record."""
    with exclusive_transaction() as session:
        read = session.get(LastRead, by.account_id)
        if read is None:
            session.add(LastRead(account_id=by.account_id, position=position))
        else:
            read.position = max(read.position, position)
