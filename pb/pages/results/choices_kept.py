"""How people used their ballots, worked out once from the published ballots and kept in the instance folder."""

from __future__ import annotations

import hashlib
import json
from functools import partial

from pb.pages.results.kept import kept_in, made_once
from pb.pages.results.result_view import Result
from pb.results.queries.elections import IdenticalBallots, ballots_of, hash_of_ballots, pot_names
from pb.results.rules.choices import ChoicesUsed, Pair, choices_used

#: Changes when they are kept in another way.
_KEPT = 1


def choices_of(result: Result) -> dict[str, ChoicesUsed]:
    """The choices of each pot, by its name ("" where there is one); nothing where some ballots are withheld, or where the
    ballots are not those of the opening: no page is lost because of it.
    """
    if result.withheld or result.publication is None:
        return {}
    content = f"{_KEPT}:{result.round.id}:{result.box_opening.ballots_hash}:{list(pot_names(result.round).values())}"
    place = kept_in("choices") / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.json"
    if not place.exists():
        ballots = ballots_of(result.round.id)
        if hash_of_ballots(ballots, result.box_opening.ballots_salt) != result.box_opening.ballots_hash:
            return {}
        made_once(place, partial(_written, result, ballots))
    return {pot: _read(kept) for pot, kept in json.loads(place.read_bytes()).items()}


def _written(result: Result, ballots: list[IdenticalBallots]) -> bytes:
    pots: dict[str, list[tuple[list[int], int]]] = {}
    names = pot_names(result.round)
    for alike in ballots:
        pots.setdefault(names[alike.pot_id] or "", []).append(([n for n, _value in alike.picks], alike.ballots))
    return json.dumps({pot: choices_used(of_pot)._asdict() for pot, of_pot in pots.items()}).encode()


def _read(kept: dict) -> ChoicesUsed:
    named = {int(projects): ballots for projects, ballots in kept["named"].items()}
    return ChoicesUsed(named, [Pair(*each) for each in kept["pairs"]])
