"""Whose form it is: of an account, or of the application that is open here; and where they are let in again."""

from __future__ import annotations

from flask import request, session, url_for
from flask_login import current_user

from pb import kept_typed
from pb.database import db
from pb.pages.apply.open_application import begin_here, open_application_here, open_here
from pb.people import queries
from pb.people.models import Account
from pb.projects.models import Project
from pb.projects.rules.whose_hand import may_type
from pb.roles import Actor, Role
from pb.web.access import has_role
from pb.web.kept_typed import KeptFor, whose_are_kept
from pb.web.session_cookie import PastSignIn


def whose() -> str:
    """Of whom the forms of this page are; "" where they are everybody's."""
    if request.blueprint != "apply":
        return _account() if current_user.is_authenticated else ""
    here = open_application_here()
    if here is None:
        return ""
    what = (
        f"application {here.project.id}"
        if here.project
        else f"beginning {here.round_.id} {here.came_by} {session.get('begun_as', '')}"
    )
    return what if here.by.account_id is None else f"{_account()} {here.by.role} {what}"


def way_in(theirs: str, page: str) -> str:
    """Where ``theirs`` are let in again, to open ``page``."""
    if theirs.startswith("beginning") and reopen():
        return page
    if not theirs.startswith("account"):
        return url_for("apply.resume")
    if current_user.is_authenticated:
        return page if theirs.startswith(f"{_account()} ") and reopen() else url_for("account.typed")
    return url_for("account.sign_in", next=page)


def reopen() -> bool:
    """Open the application again that was being begun here, or typed in by whoever has signed in again, where something is
    kept for it. Whether there is one.
    """
    return any(_reopened(theirs.split(" ")) for theirs in reversed(whose_are_kept()))


def _reopened(theirs: list[str]) -> bool:
    if theirs[0] == "beginning":
        begin_here(int(theirs[1]), begun_as=theirs[3])
        return True
    if len(theirs) < 4 or not current_user.is_authenticated or " ".join(theirs[:2]) != _account():
        return False
    role, what, id = Role(theirs[2]), theirs[3], int(theirs[4])
    if not has_role(role):
        return False
    if what == "beginning":
        begin_here(id, came_by=theirs[5], typing=role, begun_as=theirs[6])
        return True
    project = db.session.get(Project, id)
    if project is None or not may_type(project, Actor(current_user.id, role)):
        return False
    open_here(project, typing=role)
    return True


def roles_of_who_left(left: PastSignIn) -> frozenset[Role]:
    """The roles of those whose sign-in has lapsed in this browser, or who typed something in one that is still kept."""
    accounts = [queries.account_that_left(left.token) if left.token else None]
    for secret, theirs in left.kept:
        if theirs.startswith("account ") and kept_typed.opened(secret, theirs) is not None:
            account = db.session.get(Account, int(theirs.split(" ")[1]))
            accounts.append(account if account and account.is_active else None)
    return frozenset[Role]().union(*(each.roles for each in accounts if each))


def _account() -> str:
    return f"account {current_user.id}"


PEOPLE = KeptFor(whose, way_in, lambda: url_for("apply.typed" if request.blueprint == "apply" else "account.typed"))
