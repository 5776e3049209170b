"""How one votes, in words: for voters on the ballot, and for everybody before there is one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pb.formats import number_range
from pb.voting.rules.ballot_rules import BEST_SCORE, WITH_STEPS, BallotPart, BallotRules
from pb.voting.rules.choices import in_pot
from pb.words import Sentence, Written
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

LISTS_DIFFER = _l(
    "Voters see the projects in different orders. Each project comes first on the same number of lists. Its number never changes."
)

#: On a ballot or paper itself, for who wonders why its list begins at 10 and goes down.
LIST_STARTS_ANYWHERE = _l("This list starts in a different place for each voter. Use the numbers.")


def how_to_vote(ballot_type: str, least: int, most: int | None, points: int) -> list[Sentence]:
    """What a voter is asked to do. ``most``: None where they can choose any number."""
    what = {
        "points": _l("You have %(points)s points to share out.", points=points),
        "score": _l("Give points to the projects you like: 1 is the fewest and %(most)s is the best.", most=BEST_SCORE),
        "rank": _l("Choose your favourite first, then your second, and so on."),
        "budget": _l("Choose projects until the money is used up."),
    }
    first = [what[ballot_type]] if ballot_type in what else []
    return [*first, *_give(least, most)] if ballot_type in WITH_STEPS else [*first, *_choose(least, most)]


def asked_in(rules: BallotRules, part: BallotPart, withdrawn: Collection[int], *, any_number: bool) -> list[Sentence]:
    """The same for one part of a ballot. ``withdrawn``: the numbers of what was withdrawn."""
    most = None if any_number else part.most
    return how_to_vote(rules.ballot_type, rules.least_in(part, withdrawn), most, rules.points)


def _choose(least: int, most: int | None) -> list[Sentence]:
    if most is None:
        return [_ln("Choose at least %(num)s project.", "Choose at least %(num)s projects.", least)] if least else []
    if least == most:
        return [_ln("Choose %(num)s project.", "Choose %(num)s projects.", most)]
    if least == 0:
        return [_ln("Choose up to %(num)s project.", "Choose up to %(num)s projects.", most)]
    return [_l("Choose %(range)s projects.", range=Written(number_range, least, most))]


def _give(least: int, most: int | None) -> list[Sentence]:
    if most is None:
        said = _ln("Give points to at least %(num)s project.", "Give points to at least %(num)s projects.", least)
        return [said] if least else []
    if least == most:
        return [_ln("Give points to %(num)s project.", "Give points to %(num)s projects.", most)]
    if least == 0:
        return [_ln("Give points to up to %(num)s project.", "Give points to up to %(num)s projects.", most)]
    return [_l("Give points to %(range)s projects.", range=Written(number_range, least, most))]


def how_people_vote(ballot_type: str, points: int | None, *, in_parts: bool = False) -> Sentence | None:
    """What every voter of a round does, as everybody reads it; nothing where they tick projects. ``points``: None in a
    round from a file, which does not say how many; ``in_parts``: so many for each pot.
    """
    shared = _l("Each voter has %(points)s points to share out. The points of all voters are added up.", points=points)
    in_each = _l(
        "Each voter has %(points)s points to share out in each pot. The points of all voters are added up.",
        points=points,
    )
    if points is None:
        shared = in_each = _l("Voters give points to projects. The points of all voters are added up.")
    return {
        "points": in_each if in_parts else shared,
        "score": _l(
            "Each voter can give a project from 1 to %(most)s points. The points are added up.", most=BEST_SCORE
        ),
        "rank": _l("Each voter puts projects in order, their favourite first."),
        "budget": _l("Each voter spends the money: what they choose must not cost more than there is."),
    }.get(ballot_type)


def how_many(least: int, most: int | None) -> Sentence:
    """How many projects each voter chooses, as everybody reads it."""
    if most is None:
        return (
            _ln("Each voter chooses at least %(num)s project.", "Each voter chooses at least %(num)s projects.", least)
            if least
            else _l("Each voter can choose as many projects as they like.")
        )
    if least == most:
        return _ln("Each voter chooses %(num)s project.", "Each voter chooses %(num)s projects.", most)
    if least == 0:
        return _ln("Each voter chooses up to %(num)s project.", "Each voter chooses up to %(num)s projects.", most)
    return _l("Each voter chooses %(range)s projects.", range=Written(number_range, least, most))


def voting_in_words(round_: Any) -> list[Sentence]:
    """How one votes in a round, as everybody reads it."""
    numbers = [
        in_pot(pot.name, how_many(pot.min_choices or 0, pot.max_choices))
        for pot in round_.pots
        if pot.max_choices is not None
    ]
    first = how_people_vote(round_.ballot_type, round_.points_to_share, in_parts=bool(numbers))
    of_all = how_many(round_.min_choices, None if round_.any_number else round_.max_choices)
    orders = [LISTS_DIFFER] if round_.rotation else []
    return [*([first] if first else []), *(numbers or [of_all]), *orders]
