"""Finding people: by name, by role."""

from __future__ import annotations

import json
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from pb.database import db
from pb.people.models import Account, Appointment
from pb.read_once import read_once
from pb.roles import Role
from pb.unicode_text import alike, as_sign_in_name, by_name


def account_named(sign_in_name: str) -> Account | None:
    """The account with this sign-in name, however it is typed (``letters.alike``). Where two old ones are alike, the one
    that is typed letter for letter.
    """
    exact, wanted = as_sign_in_name(sign_in_name), alike(sign_in_name)
    rows = db.session.execute(select(Account.id, Account.sign_in_name)).all()
    found = sorted((name != exact, account_id) for account_id, name in rows if alike(name) == wanted)
    return db.session.get(Account, found[0][1]) if found and wanted else None


@read_once
def people() -> list[Account]:
    """Everybody with an account, by name."""
    return sorted(db.session.scalars(select(Account)), key=lambda person: by_name(person.name))


@read_once
def people_in(role: Role) -> list[Account]:
    """Everybody who holds ``role`` and whose account is open, by name."""
    query = select(Account).join(Appointment).where(Appointment.role == role, Account.closed_at.is_(None))
    return sorted(db.session.scalars(query), key=lambda person: by_name(person.name))


def may_still_act(account_id: int | None, *roles: Role) -> bool:
    """Whether somebody still has one of these roles, and an account that is open: else another person takes over what
    waits for them.
    """
    account = db.session.get(Account, account_id, populate_existing=True) if account_id else None
    return account is not None and account.closed_at is None and not account.roles.isdisjoint(roles)


@read_once
def names() -> dict[int, str]:
    """Names by account id, for pages that show who did what."""
    return {each.id: each.name for each in people()}


def person_as_shown(account: Account | None) -> tuple[str, list[str], bool] | tuple[()]:
    """What a page says of somebody to whom something is to happen: name, roles, whether their account is closed."""
    return (account.name, sorted(account.roles), account.closed_at is not None) if account else ()


def sign_in_names() -> dict[int, str]:
    """Sign-in names by account id: no two people share one, so a file names people by them."""
    return {each.id: each.sign_in_name for each in people()}


#: Where the demo leaves its accounts, in the instance folder: a list of {"role", "name", "sign_in_name", "password",
#: "try"}.
DEMO_ACCOUNTS = "demo-accounts.json"


def easily_known(*names: str) -> list[str]:
    """Names of which nobody should make a password: the programme's, and the ``names`` of the person."""
    return [current_app.config["PROGRAMME_NAME"], *filter(None, names)]


def demo_accounts() -> list[dict[str, str]]:
    """The demo's accounts for the sign-in page; none unless the setting DEMO is on and the demo has been seeded."""
    file = Path(current_app.instance_path) / DEMO_ACCOUNTS
    if not current_app.config["DEMO"] or not file.exists():
        return []
    return json.loads(file.read_text(encoding="utf-8"))
