"""What a round may be, when what is open, and what two people may still decide after the freeze."""

from pb.rounds.rules.calendar import (
    Dated,
    Phase,
    closes_at,
    in_force,
    may_cast_on_screen,
    phase,
    post_closes_at,
    proposed,
    screen_casts_until,
    session_margin,
    withdrawn,
)
from pb.rounds.rules.decisions import extension_error, frozen_error
from pb.rounds.rules.rulebooks import rulebook_of
from pb.rounds.rules.settings import Settings, rule_error, settings_error

__all__ = [
    "Dated",
    "Phase",
    "Settings",
    "closes_at",
    "extension_error",
    "frozen_error",
    "in_force",
    "may_cast_on_screen",
    "phase",
    "post_closes_at",
    "proposed",
    "rule_error",
    "rulebook_of",
    "screen_casts_until",
    "session_margin",
    "settings_error",
    "withdrawn",
]
