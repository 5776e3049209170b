"""What a printed ballot paper asks for, in plain sentences, by the type of the ballot."""

from __future__ import annotations

from pb.formats import money, number_range
from pb.voting.rules.ballot_rules import BEST_SCORE, BallotPart, BallotRules
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: What stands above the boxes.
MARKS = {
    "choose": _l("Tick"),
    "budget": _l("Tick"),
    "points": _l("Points"),
    "rank": _l("1, 2, 3"),
    "score": _l("Circle one"),
}


def is_in_parts(rules: BallotRules) -> bool:
    """Whether what may be marked is said of each pot, and not of the whole paper."""
    return len(rules.parts) > 1 or len(rules.purses) > 1


def rule_of(rules: BallotRules) -> str:
    """What is asked of the whole paper."""
    kind, in_parts = rules.ballot_type, is_in_parts(rules)
    said: list[Sentence | str] = []
    if kind == "rank":
        said.append(_l("Write 1 beside your first choice, 2 beside your second choice, and so on."))
    elif kind == "score":
        said.append(_l("Circle a number beside each project that you like. %(best)s is the best.", best=BEST_SCORE))
    elif kind == "points" and not in_parts:
        said.append(
            _l("You have %(points)s points. Write beside the projects how you share them out.", points=rules.points)
        )
    elif kind == "points":
        said.append(_l("Share out points in each part of this paper. Write them beside the projects."))
    elif in_parts:
        said.append(_l("Tick projects in each part of this paper."))
    if kind == "rank" and in_parts:
        said.append(_l("Begin with 1 again in each part of this paper."))
    how_many = _how_many(kind, rules.parts[0]) if len(rules.parts) == 1 else ""
    if not (in_parts and how_many is _IS_OPEN.get(kind)):  # which would be said twice
        said.append(how_many)
    if kind == "budget" and not in_parts:
        said.append(_together(rules.purses[0].pence))
    return _joined(said)


def limits_of_a_paper(rules: BallotRules) -> Sentence | str:
    """What makes a paper one that cannot be counted."""
    if rules.ballot_type == "rank":
        return _l("Write each number only once.")
    if rules.ballot_type == "score":
        return _l("Circle only one number beside a project.")
    if is_in_parts(rules) and len(rules.parts) > 1 and all(part.least for part in rules.parts):
        return _l("If you mark more than a part allows, or leave a part out, we cannot count your paper.")
    if is_in_parts(rules):
        return _l("If you mark more than a part allows, we cannot count your paper.")
    if rules.ballot_type == "points":
        return _l("If your points add up to more than %(points)s, we cannot count your paper.", points=rules.points)
    if rules.ballot_type == "budget":
        return _l("If they cost more, we cannot count your paper.")
    part = rules.parts[0]
    if part.most >= len(part.numbers):
        return ""
    return _l("If you tick more than %(most)s, we cannot count your paper.", most=part.most)


def said_of_pot(rules: BallotRules, name: str) -> str:
    """What is asked in one pot alone; "" where all is said of the whole paper."""
    said: list[Sentence | str] = []
    part = next((part for part in rules.parts if part.name == name), None)
    if part and rules.ballot_type == "points":
        said.append(_l("You have %(points)s points here.", points=rules.points))
    if part:
        said.append(_how_many(rules.ballot_type, part, said_from=1 if part.name else 2))
    if len(rules.purses) > 1:
        said += [_together(purse.pence) for purse in rules.purses if purse.name == name]
    return _joined(said)


def _joined(said: list[Sentence | str]) -> str:
    return " ".join(filter(None, map(str, said)))


def _together(pence: int) -> Sentence:
    return _l("Together they can cost up to %(money)s.", money=money(pence))


#: Where nobody can tick too many or too few.
_IS_OPEN = {"choose": _l("Tick as many as you like."), "budget": _l("Tick the projects that you want.")}


def _how_many(kind: str, part: BallotPart, said_from: int = 2) -> Sentence | str:
    """How many projects, where a paper can have too many or too few. ``said_from``: the least that is said; a paper without
    any mark is blank, but a pot without any, beside another that has some, makes the paper one that cannot be counted.
    """
    least, most, is_open = part.least, part.most, part.most >= len(part.numbers)
    if is_open and least < said_from:
        return _IS_OPEN.get(kind, "")
    if kind in ("choose", "budget"):
        return _ticks(least, most, is_open=is_open)
    if least == most:
        return _ln("Choose %(num)s project.", "Choose %(num)s projects.", most)
    if is_open:
        return _ln("Choose at least %(num)s project.", "Choose at least %(num)s projects.", least)
    if least < said_from:
        return _ln("Choose up to %(num)s project.", "Choose up to %(num)s projects.", most)
    return _l("Choose %(range)s projects.", range=number_range(least, most))


def _ticks(least: int, most: int, *, is_open: bool) -> Sentence:
    if least == most:
        return _l("Tick %(count)s.", count=most)
    if is_open:
        return _l("Tick at least %(least)s.", least=least)
    if least == 0:
        return _l("Tick up to %(most)s.", most=most)
    return _l("Tick %(range)s.", range=number_range(least, most))
