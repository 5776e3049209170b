"""What a practice takes over from the real programme, as plain values: people, venues, and one round with its sessions
and ballot texts. Nothing of who applied, of voters, codes or the record is looked at.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pb.database import db
from pb.people import queries as people
from pb.programme.rules.following import following, later
from pb.projects.models import Media
from pb.projects.queries import ballot_lines_by_project, eligible
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.media import Medium
from pb.roles import Role
from pb.rounds.models import Round
from pb.rounds.queries import settings_of
from pb.rounds.rules import Settings
from pb.venues.actions.venues import DETAILS
from pb.venues.models import VotingSession
from pb.venues.queries import planned_sessions, venues

#: People rehearse from some days before the vote on, so that they freeze the ballot too.
DAYS_BEFORE = 3


@dataclass(frozen=True)
class RehearsingPerson:
    """Somebody who will act in the practice."""

    name: str
    sign_in_name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class RehearsedSession:
    """A planned session: the name of its venue, when it is, the sign-in names of its team."""

    venue: str
    starts_at: datetime
    ends_at: datetime
    team: tuple[str, ...]


@dataclass(frozen=True)
class RehearsedText:
    """A ballot text, what its project costs at least and in all, and the place of its pot among the round's."""

    change: BallotTextChange
    approved: bool
    cost_pence: int
    least_pence: int | None
    pot: int


@dataclass(frozen=True)
class TakenOver:
    """Everything that a practice takes over. ``venues``: name and details."""

    people: tuple[RehearsingPerson, ...]
    venues: tuple[tuple[str, dict[str, Any]], ...]
    settings: Settings
    sessions: tuple[RehearsedSession, ...]
    texts: tuple[RehearsedText, ...]


def take_over(round_: Round, now: datetime) -> TakenOver:
    """What a practice of this round takes over. Its dates are the round's; where the vote begins too soon, or has begun,
    they are so many whole weeks later that there is time to freeze first.
    """
    weeks = _weeks_later(round_.voting_opens_at, now)
    settings = settings_of(round_)
    return TakenOver(
        people=tuple(
            RehearsingPerson(each.name, each.sign_in_name, tuple(sorted(each.roles)))
            for each in people.people()
            if not each.closed_at
        ),
        venues=tuple((venue.name, {name: getattr(venue, name) for name in DETAILS}) for venue in venues()),
        settings=following(settings, name=settings.name, weeks=weeks),
        sessions=tuple(
            _session(each, weeks)
            for each in planned_sessions(round_.id)
            if round_.voting_opens_at <= each.starts_at and each.ends_at <= round_.voting_closes_at  # not extended
        ),
        texts=tuple(_texts(round_)),
    )


def _weeks_later(voting_opens_at: datetime, now: datetime) -> int:
    short = now + timedelta(days=DAYS_BEFORE) - voting_opens_at
    return max(0, math.ceil(short / timedelta(weeks=1)))


def _session(voting_session: VotingSession, weeks: int) -> RehearsedSession:
    names = people.sign_in_names()
    return RehearsedSession(
        voting_session.venue.name,
        later(voting_session.starts_at, weeks),
        later(voting_session.ends_at, weeks),
        tuple(names[member.account_id] for member in voting_session.team),
    )


def _texts(round_: Round) -> list[RehearsedText]:
    pots, lines = [pot.id for pot in round_.pots], ballot_lines_by_project(round_.id)
    return [
        RehearsedText(
            change=BallotTextChange(
                title=words.title,
                body=words.body,
                picture=_medium(words.picture_id),
                picture_alt=words.picture_alt,
                sound=_medium(words.sound_id),
            ),
            approved=text.approved_at is not None,
            cost_pence=project.cost_pence,
            least_pence=project.least_pence,
            pot=pots.index(project.pot_id) if project.pot_id in pots else 0,
        )
        for project in sorted(eligible(round_.id), key=lambda each: lines[each.id].number if each.id in lines else 0)
        if (text := project.ballot_text) and (words := lines.get(project.id, text))
    ]


def _medium(media_id: int | None) -> Medium | None:
    kept = db.session.get(Media, media_id) if media_id else None
    return Medium(**{each: getattr(kept, each) for each in Medium.__dataclass_fields__}) if kept else None
