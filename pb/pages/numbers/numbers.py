"""The numbers of a round for whoever looks at how it went: counts of groups, and of votes what is published of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from flask import render_template
from flask_babel import gettext as _

from pb import clock
from pb.charts.pictures import Chart
from pb.formats import number
from pb.pages.lookups import round_with
from pb.pages.numbers import bp
from pb.pages.results.result_view import Result, published
from pb.pages.results.turnout_charts import channels_in_words, days_in_words, places_in_words, turnout_charts
from pb.projects.queries import applications, standing
from pb.projects.rules.applications import ApplicationStatus
from pb.results.rules.sentences import BY_VOTING_METHOD
from pb.rounds.models import Round
from pb.venues.queries import planned_to_look_at
from pb.web.access import COORDINATOR, EVALUATOR, STEERING, open_to
from pb.web.csv_answers import csv_answer
from pb.words import lazy_gettext as _l

CAME = {
    "online": _l("Sent online"),
    "paper": _l("Came on paper"),
    "telephone": _l("Came by phone"),
    "file": _l("Came from a file"),
}


class CountedNumber(NamedTuple):
    """Of what how many there were, and in which part of the list it stands."""

    part: str
    what: str
    how_many: int


@bp.get("/rounds/<int:round_id>/numbers")
@open_to(EVALUATOR, COORDINATOR, STEERING)
def numbers(round_id: int):
    """How many groups applied and how it was decided; once the result is public, how many voted, where and how."""
    round_, found = round_with(round_id), published(round_id)
    return render_template(
        "numbers/numbers.html",
        round=round_,
        published=found,
        groups=[(each.what, number(each.how_many)) for each in _of_groups(round_)],
        sessions=[(each.what, number(each.how_many)) for each in _of_sessions(round_)],
        charts=_charts(found),
    )


@bp.get("/rounds/<int:round_id>/numbers/numbers.csv")
@open_to(EVALUATOR, COORDINATOR, STEERING)
def table(round_id: int):
    """The same as a CSV file."""
    round_, found = round_with(round_id), published(round_id)
    rows = [*_of_groups(round_), *_of_sessions(round_), *_of_votes(found)]
    return csv_answer(f"round-{round_id}-numbers.csv", [_("Part"), _("What"), _("How many")], rows)


def _of_groups(round_: Round) -> list[CountedNumber]:
    """Applications that were sent, by where they stand and how they came."""
    every = [project for project in applications(round_.id) if project.sent_at]
    now = standing(round_, every)
    sent = [(now[each.id], each.came_by) for each in every if now[each.id] != ApplicationStatus.BEGUN]
    stands, came = Counter(each for each, _came in sent), Counter(came for _stands, came in sent)
    to_check = stands[ApplicationStatus.WAITING] + stands[ApplicationStatus.FIX]
    said = [
        (_("Applications that were sent"), len(sent)),
        *((str(words), came[way]) for way, words in CAME.items() if came[way]),
        (_("Not decided yet"), to_check),
        (_("Eligible"), stands[ApplicationStatus.ELIGIBLE]),
        (_("Not eligible"), stands[ApplicationStatus.NOT_ELIGIBLE]),
        (_("Withdrawn"), stands[ApplicationStatus.WITHDRAWN]),
    ]
    return [CountedNumber(_("Applications"), *each) for each in said]


def _of_sessions(round_: Round) -> list[CountedNumber]:
    """Voting sessions that were not cancelled, and the venues at which they are."""
    held, now = planned_to_look_at(round_.id), clock.now()
    said = [
        (_("Voting sessions"), len(held)),
        (_("of these, ended"), sum(each.ends_at <= now for each in held)),
        (_("Venues with a session"), len({each.venue_id for each in held})),
    ]
    return [CountedNumber(_("Sessions"), *each) for each in said]


def _of_votes(found: Result | None) -> Iterable[CountedNumber]:
    """What was published of votes: the groups of every split are large enough."""
    if found is None:
        return
    yield CountedNumber(_("Votes"), _("Votes cast"), found.votes)
    turnout = found.facts.get("turnout") or {}
    splits = (
        (_("Votes by place"), "places", places_in_words),
        (str(BY_VOTING_METHOD), "channels", channels_in_words),
        (_("Votes by day"), "days", days_in_words),
    )
    for part, key, words in splits:
        for group in turnout.get(key, []):
            yield CountedNumber(part, words(group["names"]), group["ballots"])


def _charts(found: Result | None) -> list[Chart]:
    return turnout_charts(found.facts.get("turnout") or {}) if found else []
