"""How many projects of each pot a voter chooses, where pots have numbers of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pb.words import Sentence
from pb.words import lazy_gettext as _l

if TYPE_CHECKING:
    from pb.rounds.rules.settings import Settings

#: The most projects that a voter can be asked for in figures.
MOST_CHOICES = 50
FEWEST_ABOVE_MOST = _l("The fewest projects must not be more than the most projects.")


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


def pot_numbers_error(settings: Settings) -> Sentence | None:
    """What is wrong with the numbers of pots, or None."""
    if said := unset_numbers(settings):
        return said
    numbers = [each for each in settings.pot_choices if each]
    if any(not 0 <= least <= most for least, most in numbers):
        return FEWEST_ABOVE_MOST
    if any(most < 1 for _least, most in numbers) or settings.max_choices > MOST_CHOICES:
        return _l("Enter a number of projects from 1 on for each pot, and no more than 50 for all of them together.")
    if settings.ballot_type == "points" and any(least > settings.points_to_share for least, _most in numbers):
        return _l("Voters have too few points to give one to each of so many projects.")
    return None
