"""Makers for results: a round with its box open, its lot drawn, counted, signed, published."""

from __future__ import annotations

from datetime import timedelta

from pb import clock
from pb.counting import Outcome
from pb.database import db, transaction
from pb.jobs import Job
from pb.marked import delete_rows
from pb.results import actions
from pb.results.queries.charts import CHARTS
from pb.results.queries.counts import latest_count
from pb.results.queries.departures import decided_fingerprint
from pb.rounds.models import Round
from pb.web.access import Actor, Role

DIGITS = "31415926535897932384"


class ResultMakers:
    """For ``Make``. Every step goes through the action that people use."""

    def actor(self, role: Role | str) -> Actor:
        """Somebody in this role, with an account of their own."""
        return Actor(self.account(role).id, Role(role))  # type: ignore[attr-defined]

    def lot(self, round_: Round, digits: str = DIGITS) -> Round:
        """The lot, typed by two people."""
        for role in (Role.COORDINATOR, Role.STEERING):
            actions.type_lot(self.actor(role), self.fresh(round_), digits)
        return round_

    def counted(self, round_: Round, digits: str = DIGITS) -> Round:
        """An opened round with its lot drawn and its votes counted."""
        self.lot(round_, digits)
        actions.count_round(self.actor(Role.COORDINATOR), self.fresh(round_))
        return round_

    def signed(self, round_: Round) -> Round:
        """A counted round that two steering group members have signed."""
        for _ in range(2):
            self.sign(round_)
        return round_

    def sign(self, round_: Round) -> None:
        """One more steering group member signs the count."""
        counted = latest_count(round_.id)
        shown = decided_fingerprint(counted) or counted.outcome_hash
        actions.sign(self.actor(Role.STEERING), self.fresh(round_), shown)

    def departs(self, round_: Round, number: int, gives: int | None, why: str) -> None:
        """Two steering group members decide about a project beside the count."""
        found = actions.propose_departure(self.actor(Role.STEERING), self.fresh(round_), number, gives, why)
        actions.agree_to_departure(self.actor(Role.STEERING), self.fresh(round_), found)

    def recount(self, round_: Round, member: int | None = None) -> None:
        """A steering group member (an account's id) counts all ballots again and gets the same."""
        by = Actor(member, Role.STEERING) if member else self.actor(Role.STEERING)
        actions.take_ballots(by, self.fresh(round_))
        awards = Outcome.from_json(latest_count(round_.id).outcome).awards
        actions.recount(by, self.fresh(round_), awards)

    def published(self, round_: Round, *ballots: tuple[int, ...], digits: str = DIGITS) -> Round:
        """A round whose result is public, with these ballots."""
        self.opened_box(round_, *ballots)  # type: ignore[attr-defined]
        with clock.moved(round_.post_closes_at + timedelta(hours=2)):
            self.signed(self.counted(round_, digits))
            for _ in range(2 if round_.least_alike else 0):
                self.recount(round_)
            actions.publish(self.actor(Role.COORDINATOR), self.fresh(round_))
            self.draws_when_asked()
        return self.fresh(round_)

    def draws_when_asked(self) -> None:
        """As if the charts of results had been drawn, and the folder with them lost: each is drawn when it is asked for."""
        with transaction() as session:
            delete_rows(session, Job, Job.kind == CHARTS)

    def fresh(self, round_: Round) -> Round:
        """The round as the database has it now."""
        return db.session.get(Round, round_.id)
