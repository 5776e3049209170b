"""Makers for people who sign in: accounts with a password, made by the same action that people use."""

from __future__ import annotations

from pb.people import actions
from pb.people.models import Account
from pb.web.access import Actor, Role

#: The password of every account that a test makes.
PASSWORD = "lentil soup on tuesdays"


class PeopleMakers:
    """For ``Make``."""

    def account(self, *roles: Role, name: str = "", sign_in_name: str = "") -> Account:
        """Somebody with these roles (a coordinator when none is named) who can sign in with ``PASSWORD``."""
        number = self.next_number("account")  # type: ignore[attr-defined]
        return actions.make_account(
            Actor(None, Role.COMMAND),
            name=name or f"Colleague {number}",
            sign_in_name=sign_in_name or f"colleague{number}",
            password=PASSWORD,
            roles=roles or (Role.COORDINATOR,),
        )
