"""How many projects of each pot a voter chooses, where pots have numbers of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pb.rounds.rules.pots import PotFault
from pb.rounds.rules.sentences import TOO_FEW_POINTS
from pb.words import Sentence
from pb.words import lazy_gettext as _l

if TYPE_CHECKING:
    from pb.rounds.rules.settings import Settings

#: The most projects that a voter can be asked for in figures.
MOST_CHOICES = 50
FEWEST_ABOVE_MOST = _l("The fewest projects must not be more than the most projects.")
_OUT_OF_RANGE = _l("Enter 1 or more projects for each pot, and no more than 50 for all of them together.")


def unset_numbers(settings: Settings) -> Sentence | None:
    """What is still to be said of the numbers of pots, or None: a pot may have come since the ballot was set. Points of one
    voter add up in a known way, so they would tell which ballots of two pots belong together.
    """
    if len(settings.pot_choices) == len(settings.pots) > 0 and None not in settings.pot_choices:
        return None
    if settings.ballot_type == "points" and len(settings.pots) > 1:
        return _l(
            "With several pots, each pot needs numbers of its own on a ballot with points. Enter the fewest and the most "
            "projects for every pot."
        )
    if settings.pot_choices:
        return _l("Enter the fewest and the most projects for every pot, or for none of them.")
    return None


def pot_number_faults(settings: Settings) -> list[PotFault]:
    """What is wrong with the numbers of pots: every pot that has the first kind of fault there is."""
    numbers = dict(enumerate(settings.pot_choices))
    if said := unset_numbers(settings):
        first = next((at for at in range(len(settings.pots)) if not numbers.get(at)), 0)
        return [PotFault(first, "least", said)]
    there = [(at, *each) for at, each in numbers.items() if each]
    if wrong := [at for at, least, most in there if not 0 <= least <= most]:
        return [PotFault(at, "least", FEWEST_ABOVE_MOST) for at in wrong]
    if wrong := [at for at, _least, most in there if most < 1]:
        return [PotFault(at, "most", _OUT_OF_RANGE) for at in wrong]
    if settings.max_choices > MOST_CHOICES:
        return [PotFault(max(there, key=lambda each: each[2])[0], "most", _OUT_OF_RANGE)]
    few = TOO_FEW_POINTS
    too_many = [at for at, least, _most in there if least > settings.points_to_share]
    return [PotFault(at, "least", few) for at in too_many] if settings.ballot_type == "points" else []
