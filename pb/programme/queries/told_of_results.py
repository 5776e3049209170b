"""Who gets a letter about a published result."""

from __future__ import annotations

from pb.projects.models import Project
from pb.projects.queries import ballot_lines_by_project
from pb.results.queries.corrections import publications_of, said_to_be_wrong
from pb.results.queries.offers import offers_now
from pb.rounds.models import Round
from pb.rounds.rules.calendar import withdrawals_of


def told_of_the_result(round_: Round) -> list[Project]:
    """Nobody while a published result is corrected or counted on. Of a later version also those who were told of an earlier one, and
    whose project was withdrawn since.
    """
    versions = publications_of(round_.id)
    if not versions or said_to_be_wrong(round_.id) or any(each.was_not_taken for each in offers_now(round_.id)):
        return []
    gone = {
        project_id
        for project_id, each in withdrawals_of(round_.decisions).items()
        if each.agreed_at is None or each.agreed_at < versions[0].public_at
    }
    return [line.project for id_, line in ballot_lines_by_project(round_.id).items() if id_ not in gone]
