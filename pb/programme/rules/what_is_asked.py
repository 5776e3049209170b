"""Whether voters can do what a ballot asks of them, with the projects and the money there are. It is asked here alone: the
settings name it, and the freeze waits for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from pb.paper.rules.readings import LONGEST, MOST_MARKS, longest_text
from pb.voting.rules.ballot_rules import PotPurse
from pb.voting.rules.choices import in_pot
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


@dataclass(frozen=True)
class ProjectsAsked:
    """How many projects a voter is asked for, of the whole ballot (``pot`` is "") or of one pot. ``most``: None for any
    number; ``there``: how many there are; ``affordable``: how many of them the money is enough for, on a budget ballot.
    """

    pot: str
    least: int
    most: int | None
    there: int
    affordable: int


def asked_of(round_: Any, projects: Collection[Any]) -> list[ProjectsAsked]:
    """What a round asks of voters: of each pot, where pots have numbers of their own, else of the whole ballot."""
    pots = [(pot, [each for each in projects if each.pot_id == pot.id]) for pot in round_.pots]
    if any(pot.max_choices is not None for pot in round_.pots):
        numbers = [(pot, pot.min_choices or 0, pot.max_choices, there) for pot, there in pots if pot.max_choices]
        return [
            ProjectsAsked(pot.name, least, most, len(there), _affordable(round_, there, [(pot, there)]))
            for pot, least, most, there in numbers
        ]
    most = None if round_.any_number else round_.max_choices
    return [ProjectsAsked("", round_.min_choices, most, len(projects), _affordable(round_, projects, pots))]


def _affordable(round_: Any, projects: Collection[Any], pots: Collection[tuple[Any, Collection[Any]]]) -> int:
    if round_.ballot_type != "budget":
        return len(projects)
    purses = [PotPurse("", pot.amount_pence, {each.id: each.cost_pence for each in there}) for pot, there in pots]
    return sum(purse.enough_for(purse.costs) for purse in purses)


def too_much(round_: Any, projects: Collection[Any], points: int) -> list[Sentence]:
    """What no voter could do, or nobody could type from their paper, in sentences with what to change; nothing of what has
    no projects yet. ``points``: how many a voter shares out in each part of the ballot.
    """
    asked = [each for each in asked_of(round_, projects) if each.there]
    said = [in_pot(each.pot, sentence) for each in asked for sentence in _too_much(each)]
    return said or list(_too_long(round_.ballot_type, asked, len(projects), points))


def _too_much(asked: ProjectsAsked) -> Iterable[Sentence]:
    if asked.most is not None and asked.most > asked.there:
        yield _ln(
            "Voters can choose up to %(most)s projects, but there is only %(num)s. Let them choose fewer.",
            "Voters can choose up to %(most)s projects, but there are only %(num)s. Let them choose fewer.",
            asked.there,
            most=asked.most,
        )
    elif asked.least > asked.affordable:
        yield _ln(
            "Voters must choose at least %(least)s projects, but they can choose only %(num)s. Ask for fewer.",
            "Voters must choose at least %(least)s projects, but they can choose only %(num)s. Ask for fewer.",
            asked.affordable,
            least=asked.least,
        )
    if asked.most is None and asked.there > MOST_MARKS:
        yield _l(
            "Voters can choose any number of projects, but from a paper only %(most)s can be typed in. Say how many they can "
            "choose.",
            most=MOST_MARKS,
        )


def _too_long(ballot_type: str, asked: Collection[ProjectsAsked], projects: int, points: int) -> Iterable[Sentence]:
    most = sum(each.there if each.most is None else each.most for each in asked)
    if longest_text(ballot_type, projects, most, points * len(asked)) > LONGEST:
        yield _l("Voters can choose so much that not every paper could be typed in. Let them choose fewer projects.")
