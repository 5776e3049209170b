"""What somebody said for a group by letter or telephone, and staff write down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pb.projects.rules.appeals import LONGEST_NAME
from pb.roles import Actor
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

WHO_SAID_IT = _l("Enter who said it for the group, in 100 characters or fewer.")
HOW_IT_CAME = _l("Select how it came.")


@dataclass(frozen=True)
class SaidBy:
    """Who said it, "paper" or "telephone", and the beginning of the day on which it came."""

    by: str
    came_by: str
    received_at: datetime


def said_error(by: Actor, said: SaidBy | None) -> Sentence | None:
    """What is missing of it; None where nothing is, and where the group says it itself, with its code."""
    if said is None:
        return None if by.account_id is None else WHO_SAID_IT
    if not tidy(said.by) or len(tidy(said.by)) > LONGEST_NAME:
        return WHO_SAID_IT
    return None if said.came_by in ("paper", "telephone") else HOW_IT_CAME
