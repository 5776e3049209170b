"""What goes to the sessions of a day, and in which car: a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from pb.clock import LOCAL
from pb.database import db
from pb.paper.models import Batch
from pb.paper.queries.movements import held
from pb.people.queries import names
from pb.unicode_text import alike, by_name
from pb.venues.models import VotingSession
from pb.venues.queries import planned_sessions, teams_in
from pb.voting.queries.card_account import stacks_of

#: What a field of the form that chooses cars is called, before the id of its session.
CAR = "car_"


class PackedBatch(NamedTuple):
    """So many papers of a batch lie at a session, or are to go there. ``is_spare``: they were printed for no session."""

    batch_id: int
    papers: int
    is_spare: bool


class PackedBox(NamedTuple):
    """What goes to one session. ``cards``: first and last of each stack that is for its venue; ``team``: names."""

    session: VotingSession
    batches: list[PackedBatch]
    cards: list[tuple[int, int]]
    team: list[str]

    @property
    def papers(self) -> int:
        """How many papers these are."""
        return sum(each.papers for each in self.batches)


def day_of(voting_session: VotingSession) -> date:
    """The day on which a session begins: then its box goes there."""
    return voting_session.starts_at.astimezone(LOCAL).date()


def sessions_on(round_id: int, day: date) -> list[VotingSession]:
    """The sessions that begin on a day and were not cancelled, in order of time."""
    return [each for each in planned_sessions(round_id, with_team=False) if day_of(each) == day]


def cars_as_edited(sessions: Iterable[VotingSession]) -> dict[str, str | None]:
    """What the form of their cars edits, by the names of its fields."""
    return {f"{CAR}{each.id}": each.car for each in sessions}


def packed_on(round_id: int, day: date) -> dict[str, list[PackedBox]]:
    """What goes to each session of a day, by car; "" for those of which nobody has said it. Cars by name, that one last."""
    cars: dict[str, list[PackedBox]] = defaultdict(list)
    for each in _packed(round_id, sessions_on(round_id, day)):
        cars[each.session.car or ""].append(each)
    return dict(sorted(cars.items(), key=lambda car: (not car[0], by_name(car[0]))))


def packed_box(voting_session: VotingSession) -> PackedBox:
    """What goes to one session."""
    [found] = _packed(voting_session.round_id, [voting_session])
    return found


def _packed(round_id: int, sessions: Iterable[VotingSession]) -> Iterator[PackedBox]:
    papers: dict[int | None, list[PackedBatch]] = defaultdict(list)
    spares = dict(db.session.execute(select(Batch.id, Batch.session_id).where(Batch.round_id == round_id)).all())
    for (place, batch_id), n in sorted(held(round_id).items(), key=lambda each: each[0][1]):
        if place and n > 0:
            papers[place].append(PackedBatch(batch_id, n, spares[batch_id] is None))
    cards, teams, people = stacks_of(round_id), teams_in(round_id), names()
    for each in sessions:
        stacks = [(stack.first, stack.last) for stack in cards if alike(stack.place) == alike(each.venue.name)]
        team = sorted((people[id_] for id_ in teams.get(each.id, ()) if id_ in people), key=by_name)
        yield PackedBox(each, papers[each.id], stacks, team)
