"""Finding venues and voting sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from pb import clock
from pb.clock import LOCAL
from pb.database import db
from pb.job_files import KEPT_FOR
from pb.jobs import Job, jobs_of
from pb.people.models import Account
from pb.people.queries import people_in
from pb.plain_rows import plain_rows
from pb.read_once import read_once
from pb.roles import FACILITATOR
from pb.rounds.models import Round
from pb.rounds.queries import ABANDONED_ROUNDS
from pb.rounds.rules import closes_at
from pb.unicode_text import alike, by_name
from pb.venues.models import TeamMember, Venue, VotingSession
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


def venues() -> list[Venue]:
    """Every venue of the programme, by name."""
    return sorted(db.session.scalars(select(Venue)), key=lambda venue: by_name(venue.name))


def venue_name_is_taken(name: str, *, besides: int | None) -> bool:
    """Whether a venue other than ``besides`` has this name, however it is typed (``letters.alike``)."""
    others = db.session.scalars(select(Venue.name).where(Venue.id.is_distinct_from(besides)))
    return alike(name) in map(alike, others)


@read_once
def sessions_of(round_id: int, *, with_team: bool = True) -> list[VotingSession]:
    """The voting sessions of a round in order of time, cancelled ones included. Without ``with_team`` nobody asks who is
    on it, or asks ``teams_in``, and of hundreds of sessions it is not read. Two queries, however many there are.
    """
    if with_team:
        found = sessions_of(round_id, with_team=False)
        _read_teams(round_id, found)
        return found
    query = select(VotingSession).where(VotingSession.round_id == round_id)
    query = query.options(lazyload(VotingSession.team), lazyload(VotingSession.venue))
    found = list(db.session.scalars(query.order_by(VotingSession.starts_at, VotingSession.id)))
    _read_venues(round_id, found)
    return found


def _read_venues(round_id: int, sessions: Iterable[VotingSession]) -> None:
    """Each once: it has many sessions."""
    here = select(VotingSession.venue_id).where(VotingSession.round_id == round_id)
    known = {each.id: each for each in db.session.scalars(select(Venue).where(Venue.id.in_(here)))} if sessions else {}
    for each in sessions:
        if "venue" not in vars(each):
            set_committed_value(each, "venue", known.get(each.venue_id))


def _read_teams(round_id: int, sessions: Iterable[VotingSession]) -> None:
    """The teams of all sessions at once: the usual way would read them five hundred at a time."""
    teams: dict[int, list[TeamMember]] = defaultdict(list)
    for member in db.session.scalars(_team_members(round_id)):
        teams[member.session_id].append(member)
    for each in sessions:
        if "team" not in vars(each):
            set_committed_value(each, "team", teams[each.id])


def _team_members(round_id: int) -> Select[TeamMember]:
    query = select(TeamMember).join(VotingSession, VotingSession.id == TeamMember.session_id)
    return query.where(VotingSession.round_id == round_id)


@read_once
def teams_in(round_id: int) -> dict[int, frozenset[int]]:
    """Who is on the team of each session of a round that has one (ids of accounts), by its id: for pages that look at
    hundreds of them.
    """
    teams: dict[int, set[int]] = defaultdict(set)
    for member in plain_rows(db.session(), TeamMember, _team_members(round_id)):
        teams[member.session_id].add(member.account_id)
    return {session_id: frozenset(team) for session_id, team in teams.items()}


def is_on_team(account_id: int | None, session_id: int) -> bool:
    """Whether this person is on the team of a session, also where its row was changed outside the program."""
    here = (TeamMember.session_id == session_id, TeamMember.account_id == account_id)
    return db.session.scalar(select(TeamMember.account_id).where(*here)) is not None


class ListedSession(NamedTuple):
    """A session as a long list knows it before it shows it. ``team``: ids of accounts."""

    id: int
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    venue_id: int
    venue: str
    address: str
    team: list[int]


def sessions_to_list(round_id: int) -> list[ListedSession]:
    """The voting sessions of a round in order of time, cancelled ones included, as plain values: two queries."""
    team: dict[int, list[int]] = defaultdict(list)
    members = select(TeamMember.session_id, TeamMember.account_id).join(
        VotingSession, VotingSession.id == TeamMember.session_id
    )
    for session_id, account_id in db.session.execute(members.where(VotingSession.round_id == round_id)):
        team[session_id].append(account_id)
    columns = (VotingSession.id, VotingSession.starts_at, VotingSession.ends_at, VotingSession.cancelled_at)
    query = select(*columns, Venue.id, Venue.name, Venue.address).join(Venue, Venue.id == VotingSession.venue_id)
    query = query.where(VotingSession.round_id == round_id).order_by(VotingSession.starts_at, VotingSession.id)
    return [
        ListedSession(id_, starts_at, ends_at, cancelled_at is not None, venue_id, name, address, team[id_])
        for id_, starts_at, ends_at, cancelled_at, venue_id, name, address in db.session.execute(query)
    ]


def staffed(since: datetime) -> list[SessionWithTeam]:
    """Every session of all rounds that takes place and is not over at ``since``, with its team: two queries."""
    still_on = VotingSession.round_id.not_in(ABANDONED_ROUNDS)
    here = (VotingSession.cancelled_at.is_(None), VotingSession.ends_at > since, still_on)
    team: dict[int, set[int]] = defaultdict(set)
    members = select(TeamMember.session_id, TeamMember.account_id).join(
        VotingSession, VotingSession.id == TeamMember.session_id
    )
    for session_id, account_id in db.session.execute(members.where(*here)):
        team[session_id].add(account_id)
    columns = (VotingSession.id, VotingSession.round_id, VotingSession.venue_id, Venue.name)
    query = select(*columns, VotingSession.starts_at, VotingSession.ends_at, VotingSession.extended_until)
    query = query.join(Venue, Venue.id == VotingSession.venue_id).where(*here)
    return [
        SessionWithTeam(id_, round_id, venue_id, venue, starts_at, ends_at, frozenset(team[id_]), extended_until)
        for id_, round_id, venue_id, venue, starts_at, ends_at, extended_until in db.session.execute(
            query.order_by(VotingSession.starts_at, VotingSession.id)
        )
    ]


@read_once
def still_to_come() -> list[SessionWithTeam]:
    """Those that are not over now, read once for a page."""
    return staffed(clock.now())


@read_once
def still_at_two_places() -> dict[int, tuple[int, SessionWithTeam]]:
    """Of each of those with somebody on two teams at once: who, and which other session."""
    return at_two_places(still_to_come())


def sessions_by_id(ids: Iterable[int]) -> dict[int, VotingSession]:
    """These sessions, by id."""
    query = select(VotingSession).where(VotingSession.id.in_(list(ids)))
    return {each.id: each for each in db.session.scalars(query)}


def planned_sessions(round_id: int, *, with_team: bool = True) -> list[VotingSession]:
    """Those that were not cancelled."""
    # (As others ask for them, so that a page reads them once.)
    found = sessions_of(round_id) if with_team else sessions_of(round_id, with_team=False)
    return [each for each in found if each.cancelled_at is None]


def number_planned(round_id: int) -> int:
    """How many those are."""
    here = (VotingSession.round_id == round_id, VotingSession.cancelled_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(VotingSession).where(*here)) or 0


def next_session(round_id: int, now: datetime, besides: Collection[int] = ()) -> VotingSession | None:
    """The first of them, in order of time, that has not ended, ``besides`` these (session ids)."""
    here = (VotingSession.round_id == round_id, VotingSession.cancelled_at.is_(None), VotingSession.ends_at > now)
    query = select(VotingSession).where(*here, VotingSession.id.not_in(besides))
    query = query.order_by(VotingSession.starts_at, VotingSession.id)
    return db.session.scalars(query.limit(1)).first()


def team_of(voting_session: VotingSession) -> list[Account]:
    """The facilitators of a session, by name."""
    query = (
        select(Account)
        .join(TeamMember, TeamMember.account_id == Account.id)
        .where(TeamMember.session_id == voting_session.id)
    )
    return sorted(db.session.scalars(query), key=lambda person: by_name(person.name))


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


def venue_as_edited(venue: Venue) -> dict[str, Any]:
    """What the form of a venue edits, by the names of its fields."""
    return {name: getattr(venue, name) for name in ("name", *DETAILS)}


def session_as_edited(voting_session: VotingSession) -> dict[str, Any]:
    """What the form of a session edits. ``team``: ids of accounts."""
    team = sorted(member.account_id for member in voting_session.team)
    times = {"starts_at": voting_session.starts_at, "ends_at": voting_session.ends_at}
    return {**times, "note": voting_session.note or "", "team": team}
