"""Venues and sessions from a file, all of them or none."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.given_ids import give_ids
from pb.letters import alike
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Round
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.venues.queries import known_to, meant_in
from pb.venues.rules.planning import Plan, plan
from pb.venues.rules.reading import read
from pb.words import lazy_gettext as _l

SESSIONS_IMPORTED = Act("sessions.imported", _l("added sessions from a file (%(sessions)s)"), only=(COORDINATOR,))


def import_sheet(by: Actor, round_: Round, data: bytes, *, afternoon: bool = False) -> Plan:
    """The coordinator adds the venues and sessions of a list to a round; returns what was done. ``afternoon``: times
    without am or pm that could be in the afternoon are.

    Refuses the whole file when any line of it has a fault.
    """
    rows, faults = read(data, meant_in(round_, afternoon))
    with acting(by, SESSIONS_IMPORTED, round_id=round_.id) as act:
        made = plan(rows, faults, known_to(round_))
        if made.faults:
            first = made.faults[0]
            said = _l("Nothing was added. Line %(line)s: %(reason)s", line=first.line, reason=first.reason)
            raise Refusal(said, _l("Correct the file and upload it again."), status=422)
        _write(act.session, round_, made)
        numbers = {
            "sessions": len(made.sessions),
            "new_venues": len(made.new_venues),
            "changed_venues": len(made.changed_venues),
        }
        act.facts.update(numbers)
    return made


def _write(session: Session, round_: Round, made: Plan) -> None:
    venues = [Venue(name=name, **details) for name, details in made.new_venues.items()]
    give_ids(session, venues)
    session.add_all(venues)
    session.flush()
    there = {alike(venue.name): venue for venue in session.scalars(select(Venue))}
    for name, changes in made.changed_venues.items():
        for column, value in changes.items():
            setattr(there[alike(name)], column, value)
    sessions = [
        VotingSession(
            round_id=round_.id,
            venue_id=there[alike(each.venue)].id,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            team=[TeamMember(account_id=account_id) for account_id in each.team],
        )
        for each in made.sessions
    ]
    give_ids(session, sessions)
    session.add_all(sessions)
