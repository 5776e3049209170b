"""Which rules of a round changed, for those who applied under the old ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from pb.rounds.rules.settings import Settings
from pb.unicode_text import tidy

#: The settings of which groups are told: what they must be, what they may ask for, when, who votes, and how it is counted.
TOLD = (
    "criteria", "ceiling_pence", "pots", "applications_close_at", "voting_opens_at", "voting_closes_at",
    "age_declaration", "area_declaration", "ballot_type", "points_to_share",
    "min_choices", "max_choices", "any_number", "pot_choices", "rotation", "rule", "tie_rule", "part_funding",
    "min_support_votes", "assessed_by_two", "appeal_days", "fix_days", "silence_days", "texts_agreed",
)  # fmt: skip


def changed_rules(before: Settings, after: Settings) -> list[tuple[str, str, str]]:
    """Each rule that changes, with its value before and after as JSON. Of a most that does not hold nobody is told."""
    told = [name for name in TOLD if name != "max_choices" or not after.any_number]
    pairs = ((name, _plain(_told(before, name)), _plain(_told(after, name))) for name in told)
    return [(name, json.dumps(was), json.dumps(now)) for name, was, now in pairs if was != now]


def _told(settings: Settings, name: str) -> Any:
    """The value of a rule; the numbers of pots with the names of the pots, by which groups know them."""
    if name == "max_choices" and settings.any_number:
        return None
    if name != "pot_choices":
        return getattr(settings, name)
    names = [pot for pot, _pence in settings.pots]
    return tuple((pot, *numbers) for pot, numbers in zip(names, settings.pot_choices, strict=False) if numbers)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple):  # criteria or pots; their order is no rule
        return sorted(list(each) if isinstance(each, tuple) else each for each in value)
    return tidy(value) if isinstance(value, str) else value
