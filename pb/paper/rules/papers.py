"""Where a paper stands: when two typings agree, and when two people must decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from enum import StrEnum

from pb.paper.rules.readings import PaperReading
from pb.voting.rules.ballot_rules import BallotRules
from pb.voting.rules.choices import choices_error
from pb.words import lazy_gettext as _l

#: The most papers that can be printed at a time: in one batch, and for several sessions together.
MOST_PAPERS = 2_000
MOST_TOGETHER = 6_000
#: Blind passes; the third decides where they differ.
PASSES = (1, 2)
DECIDING = 3
#: A box that has not come back so long after the session is overdue.
OVERDUE_AFTER = timedelta(hours=24)

#: Said by a guard, by acts and by pages.
COUNT_AGAIN = _l("Count again, or give a reason.")
COUNTED_TWICE_FIRST = _l("A second person must count the papers before they are typed.")
BACK_TO_THE_BUNDLE = _l("Go back to the bundle to see what to do next.")
NO_ADDRESS_FOR_VOTES = _l("Nobody has set the address to which votes are posted.")
SET_RETURN_ADDRESS = _l("Ask the person who looks after the server to set RETURN_ADDRESS.")
NO_THIRD_LOOK = _l("This paper does not need a third person to check it.")
THE_TEAM_DOES_NOT_TYPE = _l("You were on the team for this voting session, so someone else must type its papers.")
ANOTHER_BUNDLE = _l("Choose a bundle of another session.")
IN_THE_BOX_ALREADY = _l("The votes from this bundle are already in the ballot box.")


class PaperState(StrEnum):
    """Where one paper stands between the box and the count."""

    TYPED_ONCE = "typed_once"
    DIFFERS = "differs"  # a third person looks at the paper
    TO_RULE = "to_rule"  # two people decide
    SETTLED = "settled"


def common_reading(readings: Iterable[PaperReading]) -> PaperReading | None:
    """The reading that two typists have in common."""
    seen: set[PaperReading] = set()
    for reading in readings:
        if reading in seen:
            return reading
        seen.add(reading)
    return None


def needs_ruling(reading: PaperReading, rules: BallotRules, withdrawn: Collection[int]) -> bool:
    """Whether two people have to decide: blank, spoiled, doubtful, too many or too few. ``withdrawn``: as on a screen,
    fewer will do where fewer projects are left than the ballot asks for.
    """
    return bool(reading.kind) or choices_error(rules, reading.choices, withdrawn) is not None


def state_of(
    readings: Collection[PaperReading],
    ruled: bool,
    rules: BallotRules,
    withdrawn: Collection[int],
) -> PaperState:
    """The state of a paper with these typings, in the order of their passes. ``ruled``: two people have decided."""
    if ruled:
        return PaperState.SETTLED
    if len(readings) < 2:
        return PaperState.TYPED_ONCE
    reading = common_reading(readings)
    if reading is None:
        return PaperState.DIFFERS if len(readings) == 2 else PaperState.TO_RULE
    return PaperState.TO_RULE if needs_ruling(reading, rules, withdrawn) else PaperState.SETTLED
