"""Making the rounds of ``tests.support.stages`` large: many rows at once, as the acts of people would have left them."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from types import SimpleNamespace

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from pb import clock
from pb.database import db, exclusive_transaction
from pb.mark_keeping import without_guards
from pb.paper.models import BallotPaperAccount, Batch
from pb.people.models import Account, Interest
from pb.people.queries import people_in
from pb.projects.models import Project
from pb.record.actions import acting
from pb.results.queries.counts import publication_of
from pb.rounds.models import Round
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.web.access import COUNTER, FACILITATOR, STEERING
from tests.support.acts import SOMETHING_DONE
from tests.support.large import desks, projects, record, votes
from tests.support.large.rows import add_many
from tests.support.makers.people import appointed
from tests.support.makers.voting import COMMAND


@dataclass(frozen=True)
class Size:
    """How many of each: ``sessions`` and ``applications`` in each round of their stage, ``rights``, ``envelopes`` and
    typed ``papers`` in each round that people vote in or that has closed.
    """

    people: int = 120
    venues: int = 300
    sessions: int = 600
    applications: int = 500
    rights: int = 40_000
    envelopes: int = 20_000
    papers: int = 5_000
    lines: int = 30_000


#: One programme as large as the largest that this is made for: its staff wait for no page of it.
A_ROUND = Size(people=60, venues=29, sessions=45, applications=40, lines=5_000)


def grow(world: SimpleNamespace, size: Size) -> None:
    """Add so many of each thing to the rounds of ``stages``."""
    people = _people(size.people)
    with acting(COMMAND, SOMETHING_DONE) as act:
        venues = _venues(act.session, size.venues)
        for each in world.rounds:
            round_ = act.session.get_one(Round, each.id)
            with _as_before_its_publication(act.session, round_):
                sessions = desks.sessions(act.session, round_, venues, size.sessions, people)
                projects.applications(act.session, round_, size.applications, people)
                _interests(act.session, round_, people)
            if round_.frozen_at and not votes.is_opened(round_):
                votes.rights(act.session, round_, sessions, size.rights, size.envelopes, people)
                desks.papers(act.session, round_, sessions, size.papers, people)
        firsts = select(func.min(Project.id)).group_by(Project.round_id)  # one that has a ballot text is among them
        counted = Batch.session_id.in_(select(BallotPaperAccount.session_id))  # these are not printed again
        printable = select(func.min(Batch.id)).where(or_(Batch.session_id.is_(None), ~counted)).group_by(Batch.round_id)
        world.things["batch_id"] = sorted({*world.things["batch_id"], *act.session.scalars(printable)})
        world.things["project_id"] = sorted({*world.things["project_id"], *act.session.scalars(firsts)})
    db.session.rollback()
    record.lines(size.lines, [each.id for each in world.rounds], people)
    with acting(COMMAND, SOMETHING_DONE):  # the newest line is an act's own again
        pass
    db.session.rollback()


def _as_before_its_publication(session: Session, round_: Round) -> AbstractContextManager[None]:
    """Nothing can be added to a round whose result is published: these rows stand for some that were there before."""
    tables = [VotingSession.__tablename__, TeamMember.__tablename__]
    return without_guards(session, tables) if publication_of(round_.id) else nullcontext()


def _people(how_many: int) -> dict[str, list[int]]:
    """Accounts with a role each, by role; the steering group stays as it is, because members agree to each other."""
    with exclusive_transaction() as session:
        there = session.scalar(select(func.count()).select_from(Account))
        for n in range(how_many):
            name = f"Worker {there + n:04} of the programme"
            account = Account(name=name, sign_in_name=name.lower(), password_hash="no sign-in", made_at=clock.now())
            appointed(session, account, FACILITATOR if n % 2 else COUNTER)
    return {role: [each.id for each in people_in(role)] for role in (FACILITATOR, COUNTER, STEERING)}


def _venues(session, how_many: int) -> list[int]:
    kinds = ("lunch club", "care home", "library", "sheltered housing")
    there = session.scalar(select(func.count()).select_from(Venue))
    found = [
        Venue(
            name=f"Café and hall of Saint Brigid, number {there + n:03}",
            kind=kinds[n % 4],
            address=f"{n} Long Street, Edinburgh EH{n % 17 + 1} 1AA",
            step_free=n % 3 > 0,
            hearing_loop=n % 5 == 0,
            quiet_time="Mondays from 2 to 3pm" if n % 2 else "",
            access_notes="The door beside the garden opens by a button." if n % 4 == 0 else "",
        )
        for n in range(how_many)
    ]
    add_many(session, found)
    return [each.id for each in found]


def _interests(session, round_: Round, people: dict[str, list[int]]) -> None:
    said = {"round_id": round_.id, "project_id": None, "declared_at": clock.now()}
    them = [*people[FACILITATOR], *people[COUNTER]]
    known = set(session.scalars(select(Interest.account_id).where(Interest.round_id == round_.id)))
    new = [
        Interest(account_id=who, description="My sister sings in the choir there." if who % 3 else "", **said)
        for who in them
        if who not in known
    ]
    add_many(session, new)
