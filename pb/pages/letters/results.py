"""The letters about a result say what its public page says: both are written from the same published count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for

from pb.formats import day, number
from pb.pages.results.ranked_rows import ProjectResult
from pb.pages.results.result_sentences import titles_joined, votes_or_points
from pb.pages.results.result_view import Result, published
from pb.pages.results.venue_sheets import votes_here
from pb.pages.results.versions import is_as_before
from pb.programme.queries.letters import next_step_of
from pb.programme.rules.letters import Letter, Office, address_lines
from pb.programme.rules.result_letters import ResultToTell, ThanksToTell, result_letter, thanks_letter
from pb.projects.models import Project
from pb.projects.queries import ballot_lines_by_project
from pb.results.queries.offers import offers_of
from pb.rounds.models import Round
from pb.venues.models import Venue


def result_letters(round_: Round, to: Sequence[Project], office: Office) -> list[Letter]:
    """The outcome of each project in the published result; of one that the result does not name there is no letter."""
    result = published(round_.id)
    if result is None:
        return []
    rows = {row.number: row for row in result.rows}
    lines = ballot_lines_by_project(round_.id)
    address = url_for("results.result", round_id=round_.id, _external=True)
    return [
        result_letter(
            address_lines((each.contact_name, each.group_name), each.contact_address),
            round_.name,
            _told(result, row),
            next_step_of(each),
            address,
            office,
        )
        for each in to
        if (row := rows.get(lines[each.id].number))
    ]


def thanks_letters(round_: Round, to: Sequence[Venue], office: Office) -> list[Letter]:
    """Thanks to venues, with what the published result says of them."""
    result = published(round_.id)
    if result is None:
        return []
    assert result.publication is not None
    told = ThanksToTell(
        headline=result.headline,
        here="",
        funded=tuple((row.title, result.money(row.gets)) for row in result.rows if row.gets),
        day=day(result.publication.public_at),
    )
    address = url_for("results.result", round_id=round_.id, _external=True)
    return [
        thanks_letter(
            address_lines((each.name,), each.address),
            round_.name,
            replace(told, here=votes_here(result, each.name)),
            address,
            office,
        )
        for each in to
    ]


def _told(result: Result, row: ProjectResult) -> ResultToTell:
    assert result.publication is not None  # ``published`` finds no other
    return ResultToTell(
        title=row.title,
        number=row.number,
        decision=row.stands,
        votes=votes_or_points(row.support, points=result.by_points),
        voters=number(result.votes),
        cost=result.money(row.cost),
        award=result.money(row.gets),
        why=row.why,
        day=day(result.publication.public_at),
        signed=titles_joined([name for name, _at in result.signed]),
        by_points=result.by_points,
        version=result.publication.version,
        corrects="" if is_as_before(result) else result.facts.get("corrects", {}).get("reason", ""),
        answer_until=_until(result, row.number),
        departs=row.decided.reason if row.decided else "",
        by_count=result.money(row.award),
        counted_on=bool(result.facts.get("counted_on")),
    )


def _until(result: Result, number: int) -> str:
    """The last day on which this group can answer its offer; "" where nothing waits for it."""
    waits = [each for each in offers_of(result.publication) if each.number == number and each.is_open]
    return day(waits[0].until) if waits else ""
