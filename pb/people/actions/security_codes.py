"""Security codes, the second factor: set up by their owner, and used once each."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy.orm import Session

from pb import clock
from pb.codes import Slip, code_hash, read_code
from pb.database import transaction
from pb.marked import change_rows, delete_rows
from pb.people.actions.sign_ins import prove
from pb.people.models import Account, Authenticator, PrintedCode
from pb.people.queries import codes_of
from pb.people.rules import time_step_of
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import APPOINTED, PUBLIC, Actor
from pb.sealed import NotSealedHere, seal_for, unseal_for
from pb.words import lazy_gettext as _l

#: The purpose under which printed codes are hashed.
_PURPOSE = "security"
#: What the secret of an app is sealed for in the database; what lies in a form is sealed for something else.
APP = "app"

CODES_SET_UP = Act(
    "security_codes.set_up", _l("set up security codes for their sign-in"), only=(*APPOINTED, PUBLIC), own_account=True
)

_WRONG = _l("This security code is wrong. Check it and try again.")


def set_up_app(by: Actor, account: Account, *, secret: str, typed: str, token: str, are_first: bool) -> None:
    """From now on an app makes the codes of ``account``, in place of an app that they had. Refuses a code that the app
    cannot have made. The sign-in with ``token`` is proved by it. ``are_first``: no older code was asked for, because
    there were none; refuses where somebody has set some up meanwhile.
    """
    with acting(by, CODES_SET_UP, account=account.id, kind="app") as act:
        _require_none(account, are_first)
        step = time_step_of(secret, typed, clock.now())
        if step is None:
            raise Refusal(_WRONG, status=422)
        delete_rows(act.session, Authenticator, Authenticator.account_id == account.id)
        act.session.add(
            Authenticator(
                account_id=account.id,
                sealed_secret=seal_for(account.id, APP, secret),
                last_step=step,
                set_up_at=clock.now(),
            )
        )
        prove(act.session, token)


def set_up_sheet(by: Actor, account: Account, *, codes: Sequence[str], typed: str, token: str, are_first: bool) -> None:
    """From now on these printed codes work for ``account``, in place of those of an older sheet. Refuses what is not on
    the sheet; the code that was typed is used. The sign-in with ``token`` is proved by it. ``are_first``: as above.
    """
    with acting(by, CODES_SET_UP, account=account.id, kind="sheet") as act:
        _require_none(account, are_first)
        used = _read(typed)
        if used not in codes:
            raise Refusal(_WRONG, status=422)
        delete_rows(act.session, PrintedCode, PrintedCode.account_id == account.id)
        for code in codes:
            at = clock.now() if code == used else None
            act.session.add(PrintedCode(code_hash=code_hash(_PURPOSE, code), account_id=account.id, used_at=at))
        prove(act.session, token)


def _require_none(account: Account, are_first: bool) -> None:
    if are_first and codes_of(account).set_up:
        raise Refusal(
            _l("Security codes have been set up for you since you opened this page."),
            _l("If it was not you, tell the coordinator. If it was you, sign in again with one of them."),
        )


class _OneIsWrong(Exception):
    pass


def use_codes(typed: Sequence[tuple[Account, str]]) -> list[bool]:
    """Which of these are security codes of their people that have not been used. All of them are used now, or none:
    nobody loses a code because somebody else's was wrong. Of two who type the same code at the same moment one is right.
    """
    wanted, right = [(account.id, code) for account, code in typed], []
    with suppress(_OneIsWrong), transaction(comes_before=True) as session:
        for account_id, code in wanted:
            right.append(_use_code_of_app(session, account_id, code) or _use_printed_code(session, account_id, code))
        if not all(right):
            raise _OneIsWrong
    return right


def _use_code_of_app(session: Session, account_id: int, typed: str) -> bool:
    app = session.get(Authenticator, account_id)
    if app is None:
        return False
    try:
        step = time_step_of(unseal_for(account_id, APP, app.sealed_secret), typed, clock.now(), after=app.last_step)
    except NotSealedHere:
        return False  # the key was lost and given up: two people replace the codes
    if step is None:
        return False
    older = (Authenticator.account_id == account_id, Authenticator.last_step < step)
    return change_rows(session, Authenticator, older, last_step=step) == 1


def _use_printed_code(session: Session, account_id: int, typed: str) -> bool:
    unspent = (
        PrintedCode.code_hash == code_hash(_PURPOSE, _read(typed)),
        PrintedCode.account_id == account_id,
        PrintedCode.used_at.is_(None),
    )
    return change_rows(session, PrintedCode, unspent, used_at=clock.now()) == 1


def _read(typed: str) -> str:
    try:
        return read_code(typed)
    except Slip:
        return ""


def forget_codes(session: Session, account_id: int) -> None:
    """No security code of this person works any more, and they set up new ones. Part of a bigger act."""
    delete_rows(session, Authenticator, Authenticator.account_id == account_id)
    delete_rows(session, PrintedCode, PrintedCode.account_id == account_id)
