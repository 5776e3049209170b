"""How the votes were counted, in short sentences: in votes, or in points where the ballots have them."""

from __future__ import annotations

from flask_babel import gettext as _

from pb.counting import Outcome
from pb.pages.results.result_sentences import votes_or_points
from pb.rounds.rules.rulebooks import worded_as
from pb.rounds.rules.sentences import LEVEL_IN_A_FILE
from pb.words import lazy_gettext as _l

_IN_TURN = _l("Each project got its money if enough was left when its turn came.")
_SKIPPED = _l("If a project cost more than what was left, it was skipped and the next one had its turn.")
_STOPPED = _l("The count stopped at the first project that cost more than what was left.")
_SHARED_OUT = _l("The money was shared out, and each ballot had the same share.")
_PAID_TOGETHER = _l("A project was funded when the people who voted for it could pay for it together.")
_ADDED = _l(
    "Then every share grew, a little at a time, and the votes were counted again each time. It ended when every project "
    "was funded, or one step before the funded projects would have cost more than the pot."
)
_END = _l("We used the rules for ties that were published before the vote.")

_RANKED = (
    _l("We counted the votes for each project."),
    _l("The project with the most votes came first, then the next, and so on down the list."),
)
_EVENLY = _l("They shared its cost as evenly as they could, and what they paid came out of their shares.")
_REST_BY_VOTES = _l("The money left at the end went to the projects with the most votes that still fitted.")
#: By rule, in five or six short sentences each, where votes are counted.
HOW = {
    "most-votes": (*_RANKED, _IN_TURN, _SKIPPED, _END),
    "most-votes-stop": (*_RANKED, _IN_TURN, _STOPPED, _END),
    "votes-per-pound": (
        _l("We counted the votes for each project and shared them out over what it costs."),
        _l("The project with the most votes for each pound came first, then the next, and so on."),
        _IN_TURN,
        _SKIPPED,
        _END,
    ),
    "votes-per-cost": (
        _l("We counted the votes for each project and shared them out over what it costs."),
        _l("The project with the most votes for what it costs came first, then the next, and so on."),
        _IN_TURN,
        _SKIPPED,
        _END,
    ),
    "equal-shares": (
        _SHARED_OUT,
        _PAID_TOGETHER,
        _EVENLY,
        _l("The projects that cost each supporter the least came first."),
        _END,
    ),
    "equal-shares-add1": (_SHARED_OUT, _PAID_TOGETHER, _EVENLY, _ADDED, _END),
    "equal-shares-add1-greedy": (_SHARED_OUT, _PAID_TOGETHER, _EVENLY, _ADDED, _REST_BY_VOTES, _END),
    "phragmen": (
        _l("Each ballot began with nothing and saved up at the same speed."),
        _l("A project was funded as soon as the people who voted for it had saved its cost together."),
        _l("Then their savings began again from nothing."),
        _l("The count stopped at the first project that cost more than what was left of the pot."),
        _END,
    ),
}

_POINTS_RANKED = (
    _l("We added up the points for each project."),
    _l("The project with the most points came first, then the next, and so on down the list."),
)
_BY_POINTS = _l(
    "Someone who gave it more points paid more of its cost: the same for each point. What they paid came out of their shares."
)
#: The same where points are counted.
HOW_BY_POINTS = {
    "most-votes": (*_POINTS_RANKED, _IN_TURN, _SKIPPED, _END),
    "most-votes-stop": (*_POINTS_RANKED, _IN_TURN, _STOPPED, _END),
    "votes-per-pound": (
        _l("We added up the points for each project and shared them out over what it costs."),
        _l("The project with the most points for each pound came first, then the next, and so on."),
        _IN_TURN,
        _SKIPPED,
        _END,
    ),
    "votes-per-cost": (
        _l("We added up the points for each project and shared them out over what it costs."),
        _l("The project with the most points for what it costs came first, then the next, and so on."),
        _IN_TURN,
        _SKIPPED,
        _END,
    ),
    "equal-shares": (
        _SHARED_OUT,
        _PAID_TOGETHER,
        _BY_POINTS,
        _l("The projects that cost the least for each point came first."),
        _END,
    ),
    "equal-shares-add1": (_SHARED_OUT, _PAID_TOGETHER, _BY_POINTS, _ADDED, _END),
    "equal-shares-add1-greedy": (
        _SHARED_OUT,
        _PAID_TOGETHER,
        _BY_POINTS,
        _ADDED,
        _l("The money left at the end went to the projects with the most points that still fitted."),
        _END,
    ),
}
#: How places become points: first place has as many as the ballot has names.
_PLACES = _l(
    "On each ballot the last choice had 1 point, the one before it 2 points, and so on up to the first choice."
)


def how_counted(outcome: Outcome, *, of_a_file: bool = False) -> list[str]:
    """The rule in short sentences, with what the round added to it. ``of_a_file``: the vote was held elsewhere."""
    rulebook, kind = outcome.rulebook, outcome.ballot_type
    by_points = rulebook.support_for(kind) == "points"
    shares_by_points = rulebook.satisfaction_for(kind) == "points"
    sentences = (HOW_BY_POINTS if by_points and ("shares" not in outcome.rule or shares_by_points) else HOW)[
        worded_as(outcome.rule, outcome.money)
    ]
    said = [str(sentence) for sentence in sentences if not (rulebook.part_funding and sentence is _SKIPPED)]
    if kind == "rank" and by_points:
        said.insert(0, str(_PLACES))
    if rulebook.min_support:
        least = votes_or_points(rulebook.min_support, points=by_points)
        said.insert(-1, _("A project needed at least %(least)s.", least=least))
    if rulebook.part_funding:
        said.insert(-1, _in_part(skips=_SKIPPED in sentences))
    return [*said[:-1], str(LEVEL_IN_A_FILE)] if of_a_file else said


def _in_part(*, skips: bool) -> str:
    """What happened where a project did not fit but its group could work with less; ``skips``: the count then went on."""
    if skips:
        return _(
            "If a project cost more than what was left, but its group could work with what was left, it got that. If its "
            "group could not, the project was skipped and the next one had its turn."
        )
    return _(
        "If there was not enough left for a whole project, but enough for its group to work with, the project got what was "
        "left."
    )
