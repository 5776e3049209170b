"""What people typed that will be printed of a round: looked at before its ballot is frozen."""

from __future__ import annotations

from collections.abc import Iterator

from pb.programme.rules.freezing import FreezeFacts
from pb.projects import queries as projects
from pb.rounds.models import Round
from pb.venues.queries import planned_sessions


def printed_texts(round_: Round, facts: FreezeFacts) -> list[tuple[str, str]]:
    """(what it is called, the text) of everything on papers, cards, booklets, posters and lists; nothing twice."""
    return list(dict.fromkeys(each for each in _texts(round_, facts) if each[1]))


def _texts(round_: Round, facts: FreezeFacts) -> Iterator[tuple[str, str]]:
    titles = [round_.name, *facts.pots.values(), *(each.title for each in facts.candidates)]
    yield from ((title, title) for title in titles)
    yield from ((said, said) for said in (round_.age_declaration, round_.area_declaration))
    on_ballot = {each.project_id: each.title for each in facts.candidates}
    for project in projects.applications_with_texts(round_.id):
        if project.id in on_ballot and project.ballot_text:
            yield on_ballot[project.id], project.ballot_text.body
    for session in planned_sessions(round_.id):
        venue = session.venue
        yield venue.name, venue.name
        yield venue.name, "\n".join((venue.address, venue.quiet_time, venue.access_notes))
