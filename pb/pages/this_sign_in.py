"""The sign-in of the browser that asks: it begins, it ends; its token is in the signed cookie."""

from __future__ import annotations

from flask import request, session

from pb.people import actions
from pb.people.models import Account
from pb.web.devices import device_of
from pb.web.kept_typed import carried_over, forget, mine

#: Where Flask-Login looks for who is signed in.
_TOKEN = "_user_id"


def begin(account: Account) -> None:
    """A fresh session for ``account``: nothing from before the sign-in lives on but what opens only for who typed it."""
    device = device_of(request.user_agent.string)
    token = actions.begin_sign_in(account, device=device.kind, browser=device.browser)
    kept = carried_over()
    session.clear()
    session.update(kept)
    session.permanent = True
    session[_TOKEN] = token


def end() -> None:
    """The sign-in is over, here and for every copy of the cookie."""
    for kept in mine():
        forget(kept.secret)
    kept_of_others = carried_over()
    actions.end_sign_in(token())
    session.clear()
    session.update(kept_of_others)


def token() -> str:
    """The token of this sign-in; empty where nobody is signed in."""
    return session.get(_TOKEN, "")
