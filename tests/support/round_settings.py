"""Settings of a round changed as its pages change them: a section at a time."""

from __future__ import annotations

from typing import Any

from pb.roles import Actor
from pb.rounds.actions import change_section
from pb.rounds.models import Round
from pb.rounds.rules.sections import SECTIONS, section_of


def change_settings(by: Actor, round_: Round, **said: Any) -> None:
    """Save each section in which something is ``said``, in the order of the page."""
    of = {name: "money" if name == "pot_ids" else section_of(name) for name in said}
    for section in SECTIONS:
        if part := {name: value for name, value in said.items() if of[name] == section}:
            change_section(by, round_, section, part)
