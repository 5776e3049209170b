"""A coordinator who does all they can to become two people."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.edits import NothingChanged
from pb.people import actions as people
from pb.people.models import Account
from pb.people.queries import waiting_proposals
from pb.refusals import Refusal
from pb.roles import APPOINTED, Actor, Role


class Play(NamedTuple):
    """The second half of an act: the views it may go through, what is tried, whether it has had its effect, and who
    else could do it.
    """

    views: tuple[str, ...]
    second_half: Callable[[Actor], Any]
    happened: Callable[[], bool]
    other: Actor


class Alone:
    """A coordinator in a programme with two members, who does all they can to become two."""

    def __init__(self, app, make) -> None:
        self.app, self.make = app, make
        self.ina, self.hugh = (Actor(make.account(Role.STEERING).id, Role.STEERING) for _ in range(2))
        self.account = make.account(Role.COORDINATOR, name="Mal")
        self.identities = [self.account.id]

    def actor(self, *views: str, who: int | None = None) -> Actor:
        """The coordinator (or ``who``) as one of these views lets them in."""
        account = db.session.get_one(Account, who or self.account.id)
        for view in views:
            for role in sorted(self.app.view_functions[view].open_to & account.roles):
                return Actor(account.id, role)
        raise Refusal("turned away", status=403)

    def grabs_power(self) -> None:
        """Every role that can be had, for themself and for people whom they make up; and every yes."""
        me = self.actor("people.person")
        for roles in (APPOINTED, (Role.STEERING,), (Role.STEERING, Role.COUNTER), self._harmless()):
            with suppress(Refusal, NothingChanged):
                people.appoint(me, db.session.get_one(Account, self.account.id), roles)
        for number, role in enumerate(APPOINTED):
            token = people.invite(self.actor("invitations.invite"), name=f"Puppet {number}", role=role)
            self._agrees_to_everything()
            with suppress(Refusal, NothingChanged):
                given = {"sign_in_name": f"puppet{number}", "password": "lentil soup on tuesdays"}
                self.identities.append(people.accept_invitation(token, **given).id)
        with suppress(Refusal, NothingChanged):
            people.make_account(
                me, name="Pup", sign_in_name="pup", password="lentil soup by night", roles=(Role.COUNTER,)
            )
            self.identities.append(self.account.id)

    def _harmless(self) -> tuple[Role, ...]:
        return (Role.COORDINATOR, Role.FACILITATOR, Role.COUNTER)

    def _agrees_to_everything(self) -> None:
        for proposal in waiting_proposals():
            with suppress(Refusal, NothingChanged, IntegrityError):
                people.agree_to_proposal(self.actor("people.agree"), proposal)
            with suppress(Refusal, NothingChanged, IntegrityError):
                people.agree_to_proposal(Actor(self.account.id, Role.STEERING), proposal)

    def tries(self, play: Play) -> None:
        for who in self.identities:
            for view in play.views:
                with suppress(Refusal, NothingChanged, IntegrityError):
                    play.second_half(self.actor(view, who=who))
