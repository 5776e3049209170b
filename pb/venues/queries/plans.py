"""The plan of sessions as a whole: who is where at one time, and the lists from which sessions are planned."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import String, cast, func, select

from pb import clock
from pb.clock import LOCAL
from pb.database import db
from pb.job_files import KEPT_FOR
from pb.jobs import Job, jobs_of
from pb.people.queries import people_in
from pb.read_once import read_once
from pb.roles import FACILITATOR
from pb.rounds.models import Round
from pb.rounds.queries import ABANDONED_ROUNDS
from pb.rounds.rules import closes_at
from pb.unicode_text import alike
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.venues.queries.sessions import planned_sessions
from pb.venues.queries.venues import venues
from pb.venues.rules.planning import KnownPlaces
from pb.venues.rules.reading import DETAILS, ReadAs
from pb.venues.rules.two_places import SessionWithTeam, at_two_places

#: The job that adds a long list of venues and sessions (``pb.venues.actions.sessions_file``).
SHEET_ORDER = "sessions from a file"


def order_to_tell_of(round_id: int) -> Job | None:
    """The newest long list that was ordered for a round, while it is being added; where it was not, for a day."""
    newest = next(iter(jobs_of(round_id, SHEET_ORDER)), None)
    if newest is None or newest.is_open:
        return newest
    is_news = newest.ended_at is not None and clock.now() < newest.ended_at + KEPT_FOR
    return newest if newest.state == "failed" and is_news else None


def staffed(since: datetime) -> list[SessionWithTeam]:
    """Every session of all rounds that takes place and is not over at ``since``, with its team: one query, and one row for
    each session, as a team is put together by the database.
    """
    still_on = VotingSession.round_id.not_in(ABANDONED_ROUNDS)
    here = (VotingSession.cancelled_at.is_(None), VotingSession.ends_at > since, still_on)
    members = select(func.aggregate_strings(cast(TeamMember.account_id, String), " "))
    team = members.where(TeamMember.session_id == VotingSession.id).scalar_subquery()
    columns = (VotingSession.id, VotingSession.round_id, VotingSession.venue_id, Venue.name)
    query = select(*columns, VotingSession.starts_at, VotingSession.ends_at, team, VotingSession.extended_until)
    query = query.join(Venue, Venue.id == VotingSession.venue_id).where(*here)
    return [
        SessionWithTeam(id_, round_id, venue_id, venue, starts_at, ends_at, _ids(members), extended_until)
        for id_, round_id, venue_id, venue, starts_at, ends_at, members, extended_until in db.session.execute(
            query.order_by(VotingSession.starts_at, VotingSession.id)
        )
    ]


def _ids(members: str | None) -> frozenset[int]:
    return frozenset(map(int, (members or "").split()))


@read_once
def still_to_come() -> list[SessionWithTeam]:
    """Those that are not over now, read once for a page."""
    return staffed(clock.now())


@read_once
def still_at_two_places() -> dict[int, tuple[int, SessionWithTeam]]:
    """Of each of those with somebody on two teams at once: who, and which other session."""
    return at_two_places(still_to_come())


def known_to(round_: Round) -> KnownPlaces:
    """What a sheet of venues and sessions meets: venues, this round's sessions, facilitators, the voting days."""
    there = {alike(venue.name): {column: getattr(venue, column) for column in DETAILS} for venue in venues()}
    times = defaultdict(list)
    for voting_session in planned_sessions(round_.id):
        times[alike(voting_session.venue.name)].append((voting_session.starts_at, voting_session.ends_at))
    people: dict[str, int | None] = {}
    for person in people_in(FACILITATOR):
        for name in {alike(person.name), alike(person.sign_in_name)}:
            people[name] = None if name in people else person.id
    return KnownPlaces(there, dict(times), people, round_.voting_opens_at, closes_at(round_))


def meant_in(round_: Round, afternoon: bool = False) -> ReadAs:
    """How a list of this round's sessions is read: a day without a year is the first such since voting opens."""
    return ReadAs(round_.voting_opens_at.astimezone(LOCAL).date(), afternoon)
