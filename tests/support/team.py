"""A small team, and what its people do to bring a round into a state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pb import clock
from pb.database import db
from pb.paper import actions as paper
from pb.paper.models import Bundle
from pb.paper.rules import PaperCounts
from pb.people import actions as people
from pb.projects import actions as projects
from pb.projects.queries import applications
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.roles import COORDINATOR, COUNTER, EVALUATOR, FACILITATOR, FINANCE, READING, STEERING, Actor
from pb.rounds.models import Round
from pb.venues.models import VotingSession
from tests.support.clock import MovedClock
from tests.support.make import Make
from tests.support.makers.papers import SEAL, counted
from tests.support.makers.projects import WORDS

ROLES = {
    "Morag": COORDINATOR,
    **dict.fromkeys(("Ina", "Hugh", "Jo"), STEERING),
    **dict.fromkeys(("Rose", "Neil"), FACILITATOR),
    **dict.fromkeys(("Ann", "Bob", "Cat"), COUNTER),
    "Fay": FINANCE,
    "Eve": EVALUATOR,
}

#: Who says whether they have an interest.
WHO_DECLARE = [name for name, role in ROLES.items() if role not in READING]


class Team:
    """Eleven people: a coordinator, three members, two facilitators, three counters, and two who only read."""

    def __init__(self, make: Make, moved: MovedClock) -> None:
        self.make, self.clock = make, moved
        self.people = {name: make.account(role, name=name) for name, role in ROLES.items()}

    def actor(self, name: str) -> Actor:
        return Actor(self.people[name].id, ROLES[name])

    def declared(self, round_: Round) -> Round:
        """Everybody has said that they have no interest in it."""
        for name in WHO_DECLARE:
            people.declare_interest(self.actor(name), round_id=round_.id, description="")
        return self.fresh(round_)

    def fresh(self, round_: Round) -> Round:
        db.session.rollback()
        return db.session.get_one(Round, round_.id)

    # --- before the freeze ---
    def applied(self) -> Round:
        """Applications have closed, and one group has sent its application in time."""
        with clock.moved(clock.now() - timedelta(days=15)):
            round_ = self.make.applying_round()
            self.make.application(round_)
        return self.declared(round_)

    def proposed(self) -> Round:
        """Ina has proposed that the group may be on the ballot."""
        round_ = self.applied()
        (project,) = applications(round_.id)
        projects.propose_assessment(self.actor("Ina"), project, outcome="eligible", reason="", unmet=())
        return self.fresh(round_)

    def eligible(self) -> Round:
        """Hugh has agreed."""
        round_ = self.proposed()
        (project,) = applications(round_.id)
        projects.agree_to_assessment(self.actor("Hugh"), project)
        return self.fresh(round_)

    def written(self) -> Round:
        """Ina has written its ballot text."""
        round_ = self.eligible()
        (project,) = applications(round_.id)
        text = BallotTextChange(title="A day by the water", body=WORDS)
        projects.write_ballot_text(self.actor("Ina"), project, text)
        return self.fresh(round_)

    # --- while people vote ---
    def voting(self, **settings: Any) -> Round:
        """A round in its voting time; facilitators vouch for voters."""
        return self.declared(self.make.voting_round(entitlement="vouch", **settings))

    def session(self, round_: Round, *names: str, venue: str = "Leith Library", hours: int = 0) -> VotingSession:
        """A session that began an hour ago (or begins so many hours later), run by these people (Rose)."""
        with clock.moved(clock.now() + timedelta(hours=hours)):
            return self.make.session_at(round_, *(self.people[name] for name in names or ("Rose",)), venue=venue)

    def account(self, voting_session: VotingSession, figures: PaperCounts, reason: str = "") -> None:
        """Rose submits the ballot paper account."""
        heads = counted(voting_session, figures)
        paper.submit_ballot_paper_account(self.actor("Rose"), voting_session, figures, reason, heads=heads, seal=SEAL)

    def box(self, papers: int, venue: str = "Leith Library") -> tuple[Round, VotingSession, list[str]]:
        """A session is over: so many papers were printed and are all in its box, and Rose has submitted its account."""
        round_ = self.voting()
        voting_session = self.session(round_, venue=venue)
        serials = self.make.papers(voting_session, papers, papers)
        self.clock.set(voting_session.ends_at + timedelta(minutes=1))
        self.account(voting_session, PaperCounts(papers, papers, 0, 0, 0))
        return self.fresh(round_), voting_session, serials

    def bundle(self, papers: int) -> tuple[Round, Bundle, list[str]]:
        """Ann and Bob have opened the session box and counted its papers."""
        round_, voting_session, serials = self.box(papers)
        bundle = paper.open_bundle(self.actor("Ann"), round_.id, voting_session, papers, seal=SEAL)
        assert paper.confirm_count(self.actor("Bob"), bundle, papers, seal=SEAL)
        return self.fresh(round_), bundle, serials

    def typed(self, *papers: tuple[str, str]) -> tuple[Round, Bundle, list[str]]:
        """Ann has typed the first of each two, Bob the second: "" for not yet."""
        round_, bundle, serials = self.bundle(len(papers))
        for number, name in ((1, "Ann"), (2, "Bob")):
            said = {serial: each[number - 1] for serial, each in zip(serials, papers, strict=True) if each[number - 1]}
            self.make.typed(bundle, self.people[name], number, said)
        return self.fresh(round_), bundle, serials

    # --- after the close ---
    def closed(self, **settings: Any) -> Round:
        """The last post is in, and two people have voted at home."""
        round_ = self.voting(**settings)
        self.make.cast(round_, (1,), (2, 3))
        self.clock.set(round_.post_closes_at + timedelta(hours=1))
        return self.fresh(round_)
