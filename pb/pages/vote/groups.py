"""The ballot's page in groups, one for each pot; and its rules as the page's script reads them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pb.voting.queries import BallotProject, FrozenBallot
from pb.voting.rules import one_press
from pb.voting.rules.ballot_rules import BEST_SCORE, BallotPart, BallotRules
from pb.voting.rules.choices import in_pot, no_more_than_best
from pb.voting.rules.how_to_vote import asked_in
from pb.voting.rules.sealing import Choices
from pb.voting.rules.tallies import SHORT, TALLIES, Tally, given_in_words, in_one, tallies, to_be_filled
from pb.words import Sentence


@dataclass(frozen=True)
class ProjectGroup:
    """The projects of one pot, or of the whole ballot (``name`` is ""). ``how``: what is asked for here; ``tally``: what is
    counted here, where that is this pot alone; ``mine``: the lines as the voter's choices are listed, by place where they
    have places.
    """

    name: str
    lines: tuple[BallotProject, ...]
    how: list[Sentence]
    tally: Tally | None
    mine: list[BallotProject]


def groups_of(ballot: FrozenBallot, choices: Choices, withdrawn: Collection[int]) -> list[ProjectGroup]:
    """The groups of the ballot's page, in its order. What the whole ballot asks for is said above the first one."""
    counted = {each.name: each for each in tallies(ballot.rules, choices) if each.name}
    parts = {part.name: part for part in ballot.rules.parts}
    groups = []
    for pot in ballot.pots:
        lines = tuple(line for line in ballot.lines_on_screen if line.pot_id == pot.id)
        how = _how(ballot, parts[pot.name], withdrawn) if pot.name and pot.name in parts else []
        groups.append(
            ProjectGroup(pot.name, lines, how, counted.get(pot.name), choices_in_order(ballot, lines, choices))
        )
    return groups


def choices_in_order(ballot: FrozenBallot, lines: Iterable[BallotProject], choices: Choices) -> list[BallotProject]:
    """The lines as the voter's choices are listed: by place where they have places, within each part of the ballot."""
    if ballot.ballot_type != "rank":
        return list(lines)
    parts = {number: place for place, part in enumerate(ballot.rules.parts) for number in part.numbers}
    last = len(ballot.lines) + 1
    return sorted(lines, key=lambda line: (parts[line.number], choices.get(line.number, last), line.number))


def said_first(ballot: FrozenBallot, withdrawn: Collection[int]) -> list[Sentence]:
    """What the ballot asks for as a whole; nothing where each pot says so itself."""
    return [] if ballot.rules.parts[0].name else _how(ballot, ballot.rules.parts[0], withdrawn)


def _how(ballot: FrozenBallot, part: BallotPart, withdrawn: Collection[int]) -> list[Sentence]:
    return asked_in(ballot.rules, part, withdrawn, any_number=ballot.any_number)


def for_the_script(rules: BallotRules) -> str:
    """What the page's script needs (static/js/ballot/ballot.mjs): numbers, and the words for what it shows and refuses."""
    there = tallies(rules, {})
    most = max(part.most for part in rules.parts)
    return json.dumps(
        {
            "type": rules.ballot_type,
            "best": BEST_SCORE,
            "points": rules.points,
            "parts": [
                {
                    "numbers": _as_written(part.numbers),
                    "most": part.most,
                    "tooMany": str(in_pot(part.name, one_press.too_many(rules, part))),
                    "atBest": str(in_pot(part.name, no_more_than_best())),
                    "noPoints": str(in_pot(part.name, one_press.no_points_left(rules))),
                }
                for part in rules.parts
            ],
            "purses": [
                {
                    "pence": purse.pence,
                    "costs": {str(number): cost for number, cost in purse.costs.items()},
                    "tooDear": str(in_pot(purse.name, one_press.too_dear("%(left)s"))),
                }
                for purse in rules.purses
            ],
            "tallies": [_as_tally(each, to_be_filled(TALLIES[each.kind])) for each in there],
            "inOne": _as_tally(in_one(rules, {}), to_be_filled(SHORT[in_one(rules, {}).kind])),
            "values": _values(rules, most),
        }
    )


def _as_written(numbers: Collection[int]) -> list[str]:
    return [str(number) for number in sorted(numbers)]


def _as_tally(tally: Tally, words: str) -> dict:
    return {
        "name": tally.name,
        "numbers": _as_written(tally.numbers),
        "kind": tally.kind,
        "there": tally.there,
        "words": words,
    }


def _values(rules: BallotRules, most: int) -> list[str]:
    """The words for each value that a project can have, from 0 on."""
    highest = {"rank": most, "points": rules.points, "score": BEST_SCORE}.get(rules.ballot_type, 1)
    return ["", *(given_in_words(rules.ballot_type, value) for value in range(1, highest + 1))]
