"""What the steering group decided beside a count, what waits for a second member, and what is left in a pot after all."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from pb.counting import Outcome
from pb.database import db
from pb.people.queries import names
from pb.projects.queries import ballot_lines_by_project
from pb.read_once import read_once
from pb.results.models import Count, Departure, Publication
from pb.results.queries.corrections import final_publication_of, publications_of, waits_for_new_count
from pb.results.queries.counts import latest_count, signatures_of
from pb.results.rules.departures import DecidedBeside, as_published, gets, in_force
from pb.rounds.models import Round


@read_once
def departures_of_version(round_id: int, version: int) -> list[Departure]:
    """What was proposed and agreed beside this count, the first one first."""
    query = select(Departure).where(Departure.round_id == round_id, Departure.version == version)
    return list(db.session.scalars(query.order_by(Departure.number)))


def departures_of(counted: Count) -> list[Departure]:
    """The same of a count."""
    return departures_of_version(counted.round_id, counted.version)


def agreed_departures(counted: Count) -> list[Departure]:
    """Those to which two members have agreed."""
    return [each for each in departures_of(counted) if each.agreed_at]


def waiting_departure(counted: Count) -> Departure | None:
    """The one that waits for another member."""
    return next((each for each in departures_of(counted) if not each.agreed_at), None)


def waiting_departure_in(round_id: int) -> Departure | None:
    """The same beside the newest count of a round."""
    counted = latest_count(round_id)
    return waiting_departure(counted) if counted else None


def decided_fingerprint(counted: Count) -> str | None:
    """The fingerprint of all that is decided beside this count; None where nothing is."""
    agreed = agreed_departures(counted)
    return agreed[-1].fingerprint if agreed else None


def decided_beside(counted: Count) -> list[DecidedBeside]:
    """What two members agreed to, in plain values, the first one first."""
    agreed = agreed_departures(counted)
    if not agreed:
        return []
    people, lines = names(), ballot_lines_by_project(counted.round_id)
    found = []
    for each in agreed:
        assert each.agreed_by and each.agreed_at and each.fingerprint  # constraints of the table
        found.append(
            DecidedBeside(
                str(lines[each.project_id].number),
                each.counted_pence,
                each.gives_pence,
                each.reason,
                (people[each.proposed_by], people[each.agreed_by]),
                each.agreed_at,
                each.fingerprint,
            )
        )
    return found


def departure_facts(counted: Count) -> dict[str, Any]:
    """What a publication says of them, as JSON values; nothing where there is nothing."""
    found = [each.as_json() for each in decided_beside(counted)]
    return {"departures": found} if found else {}


def gets_as_published(publication: Publication, outcome: Outcome) -> dict[str, int]:
    """What each project gets in the end by a published result; no project that gets nothing."""
    return gets(outcome, in_force(as_published(json.loads(publication.facts))))


def lapsed_departures(counted: Count) -> list[Departure]:
    """Decisions that were in force before this count, back to the last version that was published: they do not stand beside
    this one, unless they are made again.
    """
    newest = {each.project_id: each for each in _agreed_before(counted)}
    again = {each.project_id for each in agreed_departures(counted)}
    return [each for each in newest.values() if each.gives_pence is not None and each.project_id not in again]


def _agreed_before(counted: Count) -> list[Departure]:
    """What was agreed beside earlier counts, oldest first; what a published version had dropped stays dropped."""
    published, found = {each.version for each in publications_of(counted.round_id)}, list[Departure]()
    for version in range(counted.version - 1, 0, -1):
        found = [each for each in departures_of_version(counted.round_id, version) if each.agreed_at] + found
        if version in published:
            break
    return found


def may_depart(round_: Round) -> Count | None:
    """The count beside which something can be decided now; None where there is none, or it is signed or published."""
    counted = latest_count(round_.id)
    if counted is None or round_.source == "file" or final_publication_of(round_.id) or waits_for_new_count(counted):
        return None
    return counted if len(signatures_of(counted)) < round_.signatures_needed else None
