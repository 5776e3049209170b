"""What a round may be, when what is open, and what two people may still decide after the freeze."""

from pb.rounds.rules.calendar import (
    Phase,
    RoundDates,
    abandonment,
    agreed_decisions,
    applications_until,
    closes_at,
    closes_without,
    in_force,
    may_cast_on_screen,
    phase,
    phase_of_typing,
    post_closes_at,
    proposed,
    screen_casts_until,
    session_margin,
    undoing,
    votes_may_come_until,
    withdrawn_projects,
)
from pb.rounds.rules.decisions import abandon_error, extension_error, frozen_error, undo_error, was_touched
from pb.rounds.rules.pot_numbers import unset_numbers
from pb.rounds.rules.rulebooks import counts_points, rulebook_of
from pb.rounds.rules.settings import PLAIN_SETTINGS, Settings, rule_error, settings_errors
from pb.rounds.rules.substitutes import acts, replaced_member

__all__ = [
    "PLAIN_SETTINGS",
    "RoundDates",
    "Phase",
    "Settings",
    "abandon_error",
    "abandonment",
    "agreed_decisions",
    "applications_until",
    "closes_at",
    "closes_without",
    "counts_points",
    "extension_error",
    "frozen_error",
    "in_force",
    "may_cast_on_screen",
    "phase",
    "phase_of_typing",
    "post_closes_at",
    "proposed",
    "rule_error",
    "rulebook_of",
    "screen_casts_until",
    "session_margin",
    "settings_errors",
    "undo_error",
    "unset_numbers",
    "undoing",
    "votes_may_come_until",
    "was_touched",
    "withdrawn_projects",
    "acts",
    "replaced_member",
]
