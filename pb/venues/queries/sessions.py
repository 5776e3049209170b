"""Finding voting sessions and their teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from pb.database import db
from pb.people.models import Account
from pb.plain_rows import plain_rows, seen_rows
from pb.read_once import read_once
from pb.unicode_text import by_name
from pb.venues.models import TeamMember, Venue, VotingSession


@read_once
def sessions_of(round_id: int, *, with_team: bool = True) -> list[VotingSession]:
    """The voting sessions of a round in order of time, cancelled ones included. Without ``with_team`` nobody asks who is
    on it, or asks ``teams_in``, and of hundreds of sessions it is not read. Two queries, however many there are.
    """
    if with_team:
        found = sessions_of(round_id, with_team=False)
        _read_teams(round_id, found)
        return found
    query = _in_order(round_id).options(lazyload(VotingSession.team), lazyload(VotingSession.venue))
    found = list(db.session.scalars(query))
    _read_venues(round_id, found)
    return found


@read_once
def sessions_to_look_at(round_id: int) -> list[VotingSession]:
    """The same with their venues, for who reads hundreds of them and changes none: plain values, which no act reads again
    under its lock.
    """
    here = select(VotingSession.venue_id).where(VotingSession.round_id == round_id)
    found = seen_rows(db.session(), VotingSession, _in_order(round_id))
    places = seen_rows(db.session(), Venue, select(Venue).where(Venue.id.in_(here))) if found else []
    if found is None or places is None:  # one was changed outside the program: that is refused, or named
        return sessions_of(round_id, with_team=False)
    known: dict[int, Any] = {each.id: each for each in places}
    for each in found:
        each.venue = known.get(each.venue_id)  # type: ignore[assignment]
    return found


def _in_order(round_id: int) -> Select[VotingSession]:
    query = select(VotingSession).where(VotingSession.round_id == round_id)
    return query.order_by(VotingSession.starts_at, VotingSession.id)


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
    cancelled_at: datetime | None
    venue_id: int
    venue: str
    address: str
    team: list[int]

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None


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
        ListedSession(id_, starts_at, ends_at, cancelled_at, venue_id, name, address, team[id_])
        for id_, starts_at, ends_at, cancelled_at, venue_id, name, address in db.session.execute(query)
    ]


def sessions_by_id(ids: Iterable[int]) -> dict[int, VotingSession]:
    """These sessions, by id."""
    query = select(VotingSession).where(VotingSession.id.in_(list(ids)))
    return {each.id: each for each in db.session.scalars(query)}


def planned_sessions(round_id: int, *, with_team: bool = True) -> list[VotingSession]:
    """Those that were not cancelled."""
    # (As others ask for them, so that a page reads them once.)
    found = sessions_of(round_id) if with_team else sessions_of(round_id, with_team=False)
    return [each for each in found if each.cancelled_at is None]


def planned_to_look_at(round_id: int) -> list[VotingSession]:
    """The same as ``sessions_to_look_at``."""
    return [each for each in sessions_to_look_at(round_id) if each.cancelled_at is None]


def number_planned(round_id: int) -> int:
    """How many those are."""
    here = (VotingSession.round_id == round_id, VotingSession.cancelled_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(VotingSession).where(*here)) or 0


def next_session(round_id: int, now: datetime, besides: Select[int] | Collection[int] = ()) -> VotingSession | None:
    """The first of them, in order of time, that has not ended, ``besides`` these (session ids, or what finds them)."""
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
