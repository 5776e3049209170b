"""The demo's story, read from ``story.toml``, and the people who act in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pb.people import actions as people
from pb.people.models import Account
from pb.people.queries import DECLARE, members_agree, waiting_proposals
from pb.programme.actions import freeze, propose_freeze
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.voting import actions as voting
from pb.voting.actions.cards import NewCard
from pb.voting.queries import packs

#: Every demo account has this password. It is shown on the sign-in page of a demo, and nowhere else.
PASSWORD = "thistlemoor-demo"


def read_story() -> dict[str, Any]:
    """The whole story."""
    return tomllib.loads((Path(__file__).parent / "story.toml").read_text(encoding="utf-8"))


@dataclass
class Players:
    """The people of the story, by sign-in name."""

    accounts: dict[str, Account]

    def __getitem__(self, name: str) -> Actor:
        """Somebody acting in the first of their roles."""
        account = self.accounts[name]
        return Actor(account.id, min(account.roles))

    def id(self, name: str) -> int:
        """The account id of somebody."""
        return self.accounts[name].id


def bring_in(story: dict[str, Any]) -> Players:
    """Make everybody's account. The steering group comes last, and who comes after its first two is invited and
    agreed to by one of them.
    """
    return Players(accounts_of(story["people"]))


def accounts_of(told: Iterable[dict[str, Any]]) -> dict[str, Account]:
    """Everybody's account, by sign-in name. ``told``: of each person name, sign_in_name, roles, and the password where it
    is not that of the demo.
    """
    accounts: dict[str, Account] = {}
    for person in sorted(told, key=lambda person: "steering" in person["roles"]):
        given = {"sign_in_name": person["sign_in_name"], "password": person.get("password", PASSWORD)}
        roles = tuple(Role(role) for role in person["roles"])
        if members_agree():
            accounts[person["sign_in_name"]] = _invited(accounts, person["name"], roles, given)
        else:
            by = Actor(None, Role.COMMAND)
            accounts[person["sign_in_name"]] = people.make_account(by, name=person["name"], roles=roles, **given)
    return accounts


def _invited(accounts: dict[str, Account], name: str, roles: tuple[Role, ...], given: dict[str, str]) -> Account:
    coordinator, member = (
        Actor(next(each.id for each in accounts.values() if role in each.roles), role)
        for role in (Role.COORDINATOR, Role.STEERING)
    )
    token = people.invite(coordinator, name=name, role=Role.STEERING)
    (proposal,) = waiting_proposals()
    people.agree_to_proposal(member, proposal)
    account = people.accept_invitation(token, **given)
    if len(roles) > 1:
        people.appoint(coordinator, account, roles)
    return account


def declare_no_interest(players: Players, round_id: int) -> None:
    """Everybody who decides, helps or types says that they have no interest in any group of the round."""
    for name, account in players.accounts.items():
        if account.roles & DECLARE:
            people.declare_interest(players[name], round_id=round_id, description="")


def freeze_by_two(players: Players, round_: Round) -> None:
    """Morag proposes to freeze the ballot, with Nettie as the substitute, and Ishbel agrees."""
    freeze(players["ishbel"], propose_freeze(players["morag"], round_, substitute=players.id("nettie")))


def cards_for(players: Players, round_: Round, how_many: int) -> list[NewCard]:
    """Voting cards that Morag makes, and Callum counts and releases."""
    cards = voting.issue_cards(players["morag"], round_, how_many)
    voting.release_cards(players["callum"], packs(round_.id)[0], how_many)
    return cards
