"""What if: the same ballots under other rules, side by side. For old rounds, and after publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pb.counting.counts import TieNeedsLot, count
from pb.counting.elections import Election
from pb.counting.outcomes import Outcome
from pb.counting.rulebooks import RULES, Rulebook, rulebook_error
from pb.counting.ties import LotDigits

__all__ = ["Alternative", "alternatives", "share_step", "voters_with_a_funded_choice", "what_if"]

_MOST_STEPS = 1_000  # in the share with which a voter begins


@dataclass(frozen=True)
class Alternative:
    """One column of the table. voters: ballots with at least one funded choice, of outcome.ballots.

    outcome is None where a tie that matters cannot be broken without a lot; ``tied`` then names the projects.
    """

    rulebook: Rulebook
    outcome: Outcome | None
    voters: int = 0
    tied: tuple[str, ...] = ()


def share_step(budget: int, ballots: int, unit: int) -> int:
    """By how much a share grows at a time where no rulebook says it (all of it in pence): by one pound, as in the
    field's own tools; but where a share is more than a thousand of them, as in forints, by 10, 100 … of them. More
    steps say hardly more and take an hour.
    """
    step = unit
    while budget > _MOST_STEPS * step * max(ballots, 1):
        step *= 10
    return step


def alternatives(
    ballot_type: str, pots: Sequence[str | None], published: Rulebook, step: int | None = None
) -> list[Rulebook]:
    """The published rulebook and every other rule that goes with such ballots, with its settings as far as they go.
    step: see ``share_step``.
    """
    plain = replace(published, satisfaction=None, add_one_step=None)
    bare = Rulebook(tie_rule=published.tie_rule)
    found = [published]
    for rule in RULES:
        settings = plain if RULES[rule].minimum_support else bare
        rulebook = replace(settings, rule=rule, add_one_step=step if "add1" in rule else None)
        if rule != published.rule and rulebook_error(rulebook, ballot_type, pots) is None:
            found.append(rulebook)
    return found


def what_if(
    election: Election,
    rulebooks: Iterable[Rulebook],
    lot: LotDigits | None = None,
    going_on: Callable[[], None] | None = None,
) -> list[Alternative]:
    """Count the same ballots by each rulebook. ``going_on``: see ``count``."""
    return [_alternative(election, rulebook, lot, going_on) for rulebook in rulebooks]


def _alternative(
    election: Election, rulebook: Rulebook, lot: LotDigits | None, going_on: Callable[[], None] | None
) -> Alternative:
    try:
        outcome = count(election, rulebook, lot, going_on=going_on)
    except TieNeedsLot as tie:
        return Alternative(rulebook, None, tied=tie.projects)
    return Alternative(rulebook, outcome, voters_with_a_funded_choice(election, outcome))


def voters_with_a_funded_choice(election: Election, outcome: Outcome) -> int:
    """How many ballots name at least one project that got money (in an election with pots: ballots of each pot, added
    up).
    """
    funded = set(outcome.funded)
    total = 0
    for part in election.parts:
        is_funded = np.array([project.id in funded for project in part.projects], dtype=bool)
        hits = np.bincount(part.profile.rows[is_funded[part.profile.chosen]], minlength=part.profile.num_distinct)
        total += int(part.profile.multiplicity[hits > 0].sum())
    return total
