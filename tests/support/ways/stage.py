"""The smallest team, and a round that it has really frozen: what a play starts from."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from pb import clock
from pb.database import db
from pb.people import actions as people
from pb.people.models import Account
from pb.projects import actions as projects
from pb.projects.models import Project
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.roles import Actor, Role
from pb.venues.actions import add_venue
from pb.voting import actions as voting
from pb.voting.queries import packs
from tests.support.account import stage
from tests.support.make import Make
from tests.support.makers.projects import WORDS, agrees, bus

#: Six people. Who facilitates may also type the papers of others.
TEAM = {
    "Morag": (Role.COORDINATOR,),
    **dict.fromkeys(("Ina", "Hugh", "Grace"), (Role.STEERING,)),
    **dict.fromkeys(("Rab", "Jean", "Una"), (Role.FACILITATOR, Role.COUNTER)),
}
#: Who runs each session: two of them together need somebody of the office to count with the third.
TEAMS = (("Rab",), ("Jean",), ("Rab", "Jean"))


class SmallestTeam(stage.Stage):
    """``accounts``: ids by name. Grace is the substitute."""

    def __init__(self, app, folder) -> None:
        self.app, self.folder, self.start = app, folder, clock.now()
        make = Make(app)
        self.accounts = {name: make.account(*roles, name=name).id for name, roles in TEAM.items()}
        self.people = {
            "coordinator": [self.accounts["Morag"]],
            "facilitator": [self.accounts[name] for name in ("Rab", "Jean")],
            "counter": [self.accounts[name] for name in ("Jean", "Una", "Rab")],
            "steering": [self.accounts[name] for name in ("Ina", "Hugh")],
        }
        self.place_to_spare = add_venue(self.actor("Morag"), "A hall that nobody has booked", kind="hall").id
        self.rounds = {entitlement: self._round(make, entitlement) for entitlement in ("code", "vouch")}

    def actor(self, name: str) -> Actor:
        return Actor(self.accounts[name], TEAM[name][0])

    def _round(self, make: Make, entitlement: str) -> SimpleNamespace:
        """They have checked four applications, frozen the ballot, printed cards and planned sessions; people vote."""
        now = clock.now()
        with clock.moved(now - timedelta(days=38)):
            round_ = make.applying_round(entitlement=entitlement, min_choices=1, max_choices=3, papers_checked=True)
            applied = [make.application(round_) for _ in range(4)]
        with clock.moved(now - timedelta(days=9)):
            for name in TEAM:
                people.declare_interest(self.actor(name), round_id=round_.id, description="")
            for project in applied:
                self._is_put_on_the_ballot(project)
            make.freezes(round_, self.actor("Morag"), second=self.actor("Ina"), substitute=self.accounts["Grace"])
            cards = voting.issue_cards(self.actor("Morag"), round_, stage.CARDS)
            voting.release_cards(self.actor("Ina"), packs(round_.id)[0], stage.CARDS)
        found = [[db.session.get_one(Account, self.accounts[name]) for name in names] for names in TEAMS]
        with clock.moved(now.replace(second=0, microsecond=0)):  # as people plan them: to the minute
            sessions = [make.session_at(round_, *each).id for each in found]
        closes = {"closes": round_.voting_closes_at, "post_closes": round_.post_closes_at}
        codes = [each.code for each in cards]
        return SimpleNamespace(id=round_.id, entitlement=entitlement, sessions=sessions, cards=codes, **closes)

    def _is_put_on_the_ballot(self, project: Project) -> None:
        projects.propose_assessment(self.actor("Ina"), project, outcome="eligible", reason="")
        projects.agree_to_assessment(self.actor("Hugh"), project)
        text = BallotTextChange(title="A day by the water", body=WORDS, picture_alt="A bus", picture=bus())
        projects.write_ballot_text(self.actor("Morag"), project, text)
        projects.approve_ballot_text(self.actor("Ina"), project)
        agrees(project)
