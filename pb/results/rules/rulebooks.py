"""The round's settings as a rulebook of the count."""

from __future__ import annotations

from typing import Any

from pb.counting import RULES, Rulebook


def rulebook_of(round_: Any) -> Rulebook:
    """The rulebook of a round; settings that do not go with its rule are left out."""
    goes = RULES[round_.rule]
    by_names = round_.ballot_type in ("choose", "budget")
    return Rulebook(
        rule=round_.rule,
        satisfaction=round_.satisfaction if goes.satisfaction and by_names else None,
        tie_rule=round_.tie_rule,
        min_support=round_.min_support_votes or None if goes.minimum_support else None,
        part_funding=round_.part_funding and goes.part_funding,
        add_one_step=round_.add_one_step_pence if "add1" in round_.rule else None,
    )
