"""What a result says beside the count, gathered once, when it is published: turnout, rights, signatures, groups' names."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import func, select

from pb.database import db
from pb.paper.models import SessionAccount
from pb.people.queries import names
from pb.results.models import Count
from pb.results.queries.counts import signatures_of
from pb.results.queries.elections import lines_of
from pb.results.rules.groups import Group, split
from pb.rounds.models import Round
from pb.venues.models import Venue, VotingSession
from pb.voting.models import Right, Turnout


def facts_of(round_: Round, counted: Count) -> dict[str, Any]:
    """The facts of a round that people ran, as JSON values."""
    people = names()
    return {
        "turnout": _turnout(round_.id),
        "rights": _rights(round_.id),
        "groups": {str(line.number): line.project.group_name for line in lines_of(round_.id)},
        "signed": [[people[each.account_id], each.signed_at.isoformat()] for each in signatures_of(counted)],
    }


def _turnout(round_id: int) -> dict[str, Any]:
    """Ballots by place and by channel, in groups from which nothing smaller can be worked out. An empty place is home."""
    query = select(Turnout.venue_id, Turnout.channel, func.count()).where(Turnout.round_id == round_id)
    cells = {(venue, channel): n for venue, channel, n in db.session.execute(query.group_by(Turnout.venue_id, Turnout.channel))}
    visited = select(VotingSession.venue_id).where(VotingSession.round_id == round_id, VotingSession.cancelled_at.is_(None))
    for venue in set(db.session.scalars(visited)) - {venue for venue, _ in cells}:
        cells[venue, "paper"] = 0  # a venue at which nobody voted is not told from one where few did
    found = split(cells)
    places = {id: name for id, name in db.session.execute(select(Venue.id, Venue.name))}
    return {
        "ballots": sum(cells.values()),
        "places": [_named(group, places) for group in found.places],
        "channels": [{"names": list(group.members), "ballots": group.ballots} for group in found.channels],
    }


def _named(group: Group, places: dict[int, str]) -> dict[str, Any]:
    venues = sorted(places[member] for member in group.members if member is not None)
    return {"names": ([""] if None in group.members else []) + venues, "ballots": group.ballots}


def _rights(round_id: int) -> dict[str, int]:
    """What became of the rights to vote, in numbers that do not tell the channels apart.

    (How many of each kind were given would tell them: papers handed out less papers spoiled is papers cast.)
    """
    query = select(Right.kind, Right.became, func.count()).where(Right.round_id == round_id)
    rights = Counter({(kind, became): n for kind, became, n in db.session.execute(query.group_by(Right.kind, Right.became))})
    papers = db.session.execute(
        select(func.coalesce(func.sum(SessionAccount.spoiled), 0), func.coalesce(func.sum(SessionAccount.taken_away), 0))
        .join(VotingSession, VotingSession.id == SessionAccount.session_id)
        .where(VotingSession.round_id == round_id)
    ).one()
    return {
        "codes": sum(n for (kind, _), n in rights.items() if kind == "code"),
        "void": sum(n for (_, became), n in rights.items() if became == "void"),
        "cast": sum(n for (_, became), n in rights.items() if became == "cast"),
        "without_vote": sum(n for (_, became), n in rights.items() if became == "unused"),
        "spoiled": papers[0],
        "taken_away": papers[1],
    }
