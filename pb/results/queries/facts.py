"""What a result says beside the count, gathered once, when it is published: turnout, rights, signatures, groups'
names.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from pb import clock
from pb.counting import Outcome
from pb.database import db
from pb.paper.queries import facts_of_sessions
from pb.people.queries import names
from pb.projects.queries import ballot_lines
from pb.record.queries import part_of_verifying
from pb.record.rules import fault_in_words
from pb.results.models import Count, Publication
from pb.results.queries.check_facts import paper_check_facts
from pb.results.queries.counts import newest_publication_of, recounts_of, signatures_of
from pb.results.queries.departures import decided_beside, decided_fingerprint, departure_facts
from pb.results.queries.elections import unusual_choices
from pb.results.queries.objections import objection_facts
from pb.results.queries.of_sessions import published_of_sessions, published_reach
from pb.results.queries.offers import offers_as_published
from pb.results.queries.rights_facts import published_rights
from pb.results.queries.set_aside import set_aside
from pb.results.rules.departures import in_force
from pb.results.rules.groups import TurnoutGroup, split, split_of_days
from pb.results.rules.quick_votes import published_bounds
from pb.rounds.models import Round
from pb.venues.models import Venue, VotingSession
from pb.venues.queries import planned_sessions
from pb.voting.models import SCREENS, Turnout, VotingRight
from pb.voting.queries import quick_votes, tablet_checks_in

#: Venue (None: home), channel, day (None: not known).
Cell = tuple[int | None, str, date | None]


def published_facts_of(round_: Round, counted: Count) -> dict[str, Any]:
    """The facts of a round that people ran, as JSON values."""
    people = names()
    return {
        **_turnout_of_versions(round_),
        "rights": published_rights(round_.id),
        "set_aside": set_aside(round_.id),
        "groups": groups_on_ballot(round_.id),
        **_withheld(round_, counted, people),
        **_of_tablets(round_.id),
        **published_of_sessions(round_.id),
        **paper_check_facts(counted),
        **objection_facts(round_, counted),
        **departure_facts(counted),
        **offers_as_published(round_.id, Outcome.from_json(counted.outcome), in_force(decided_beside(counted))),
        "signed": [[people[each.account_id], each.signed_at.isoformat()] for each in signatures_of(counted)],
    }


def groups_on_ballot(round_id: int) -> dict[str, str]:
    """By the number on the ballot: which group asks for the money."""
    return {str(line.number): line.project.group_name for line in ballot_lines(round_id)}


#: Numbers of rights that nothing changes after the opening.
_STAY = ("codes", "cast", "without_vote", "spoiled", "taken_away", "other_codes", "other_codes_counted")


@part_of_verifying
def faults_of_published_numbers() -> Iterator[str]:
    """Published results whose numbers are not those of the database: somebody changed a table for the moment of the
    publication, or has changed it since.
    """
    query = select(Publication.facts, Round.name, Count).join(Round, Round.id == Publication.round_id)
    query = query.join(Count, (Count.round_id == Publication.round_id) & (Count.version == Publication.version))
    for facts, name, counted in db.session.execute(query.where(Round.source == "people").order_by(Round.id)).all():
        round_id, said = counted.round_id, json.loads(facts)
        now = {"rights": published_rights(round_id), **_of_tablets(round_id), **published_of_sessions(round_id)}
        now |= paper_check_facts(counted)
        differ = [
            each
            for each in _STAY
            if said.get("rights", {}).get(each, now["rights"].get(each)) != now["rights"].get(each)
        ]
        # Not of older publications; and a number that nobody knew may be known again.
        if said.get("quick_votes") is not None and said["quick_votes"] != now.get("quick_votes"):
            differ.append("quick_votes")
        since = ("tablet_checks", "help", "seals", "ruled_papers", "paper_check", "earlier_checks")
        differ += [each for each in since if each in said and said[each] != now.get(each)]
        if said.get("heads") is not None and said["heads"] != now.get("heads"):
            differ.append("heads")
        told = said.get("departures", [])
        if (told[-1]["fingerprint"] if told else None) != decided_fingerprint(counted):
            differ.append("departures")
        if differ:
            yield fault_in_words("published", name=name, which=", ".join(differ))


def _withheld(round_: Round, counted: Count, people: dict[int, str]) -> dict[str, Any]:
    """How many ballots are published only in sums, and who has counted all of them again."""
    if not round_.least_alike:
        return {}
    again = [[people[each.account_id], each.recounted_at.isoformat()] for each in recounts_of(counted)]
    return {"withheld": unusual_choices(round_).withheld, "recounted": again}


def _of_tablets(round_id: int) -> dict[str, Any]:
    """How many votes on tablets were cast very quickly, in tens, and ballots checked instead; nothing where there is none."""
    by_session = quick_votes(round_id).values()
    if not by_session:
        return {}
    known = [n for n in by_session if n is not None]
    quick = published_bounds(sum(known)) if len(known) == len(by_session) else None
    return {"quick_votes": quick, "tablet_checks": tablet_checks_in(round_id)}


def _turnout_of_versions(round_: Round) -> dict[str, Any]:
    """Turnout and reach. A new version tells them in the groups of the first one: two partitions of the same votes could tell more
    than either. A correction adds no vote and takes none away.
    """
    if before := newest_publication_of(round_.id):
        said = json.loads(before.facts)
        return {name: said[name] for name in ("turnout", "reach") if name in said}
    turnout = _turnout(round_)
    return {"turnout": turnout, **published_reach(round_.id, turnout)}


def _turnout(round_: Round) -> dict[str, Any]:
    """Ballots by place, channel and day, in groups from which nothing smaller can be worked out.

    An empty place is home. An empty day is not known: votes by post, and of a box that stood for several days.
    """
    by_day = ballots_by_cell(round_)
    cells: Counter[tuple[int | None, str]] = Counter()
    for (venue, channel, _day), n in by_day.items():
        cells[venue, channel] += n
    found = split(cells)
    days = split_of_days(by_day, _calendar(round_, by_day), found)
    places = {each.id: each.name for each in db.session.scalars(select(Venue))}
    return {
        "ballots": sum(cells.values()),
        "places": [_named(group, places) for group in found.places],
        "channels": [{"names": list(group.members), "ballots": group.ballots} for group in found.channels],
        "days": [
            {"names": [day.isoformat() if day else "" for day in group.members], "ballots": group.ballots}
            for group in days
        ],
        "places_with_tablets": sum(any((place, "kiosk") in cells for place in group.members) for group in found.places),
        # Neither papers nor a tablet were there, so that this is known of nobody.
        "nobody_could_vote": sorted(places[id] for id in _without_ballots(round_.id, by_day)),
    }


def _without_ballots(round_id: int, cells: dict[Cell, int]) -> set[int]:
    """Venues of sessions that were not cancelled, at which there was nothing to vote with."""
    return {each.venue_id for each in planned_sessions(round_id)} - {venue for venue, _channel, _day in cells}


def ballots_by_cell(round_: Round) -> Counter[Cell]:
    """Ballots by place, channel and day. A paper counts for the day of its session: it is typed in later."""
    query = (
        select(
            Turnout.venue_id,
            Turnout.channel,
            Turnout.cast_on,
            VotingSession.starts_at,
            VotingSession.ends_at,
            func.count(),
        )
        .select_from(
            VotingRight
        )  # first, as a cast and the opening take the tables: else each could wait for the other
        .join(Turnout, Turnout.right_key == VotingRight.key)
        .outerjoin(VotingSession, VotingSession.id == VotingRight.session_id)
        .where(Turnout.round_id == round_.id)
        .group_by(Turnout.venue_id, Turnout.channel, Turnout.cast_on, VotingSession.starts_at, VotingSession.ends_at)
    )
    cells: Counter[Cell] = Counter()
    for venue, channel, cast_on, starts_at, ends_at, n in db.session.execute(query):
        day = cast_on if channel in SCREENS else _only_day(starts_at, ends_at)
        # What somebody wrote there that is no day counts without one.
        cells[venue, channel, day if isinstance(day, date) else None] += n
    for cell in _where_people_could_vote(round_):
        cells[cell] += 0  # one in which nobody voted is not told from one in which few did
    return cells


def _where_people_could_vote(round_: Round) -> Iterator[Cell]:
    """At home where there were cards, and at each session that was held."""
    query = select(VotingRight.kind).where(VotingRight.round_id == round_.id).distinct()
    kinds = set(db.session.scalars(query))
    if "code" in kinds:
        yield None, "online", round_.voting_opens_at.astimezone(clock.LOCAL).date()
    if "post" in kinds:
        yield None, "post", None
    planned = planned_sessions(round_.id)
    known = facts_of_sessions(*[each.id for each in planned])
    for each in planned:
        here = known[each.id]
        if not here.needs_account(cancelled=False):
            continue
        if here.kiosks:
            yield from ((each.venue_id, "kiosk", day) for day in _days_of(each))
        if here.here > 0 or here.issued or not here.kiosks:
            yield each.venue_id, "paper", _only_day(each.starts_at, each.ends_at)


def _days_of(voting_session: VotingSession) -> list[date]:
    first, last = (at.astimezone(clock.LOCAL).date() for at in (voting_session.starts_at, voting_session.ends_at))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _only_day(starts_at: datetime | None, ends_at: datetime | None) -> date | None:
    """The day of a session; None where it lasted longer, or there was none (post)."""
    if not starts_at or not ends_at:
        return None
    first, last = (moment.astimezone(clock.LOCAL).date() for moment in (starts_at, ends_at))
    return first if first == last else None


def _calendar(round_: Round, cells: dict[Cell, int]) -> list[date | None]:
    """Every day from the first on which people could vote to the last on which someone did; then what has no day."""
    known = [day for _venue, _channel, day in cells if day]
    first = min([*known, round_.voting_opens_at.astimezone(clock.LOCAL).date()])
    last = max([*known, first])
    days: list[date | None] = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [*days, None] if any(day is None for _venue, _channel, day in cells) else days


def _named(group: TurnoutGroup, places: dict[int, str]) -> dict[str, Any]:
    venues = sorted(places[member] for member in group.members if member is not None)
    return {"names": ([""] if None in group.members else []) + venues, "ballots": group.ballots}
