"""A steering group departs from a count: what it decides about a project stands beside the count and changes no number of it.
Plain values: amounts in pence, a project by its number on the ballot as text, as the count names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pb.counting import Outcome, PotOutcome
from pb.words import lazy_gettext as _l

#: So long the reason may be that everybody reads.
LONGEST_REASON = 600

DEPARTURE_IS_AGREED = _l(
    "Two people have agreed to this decision, so it cannot be changed. Take it back with a new one."
)
DEPARTURE_WAITS = _l("Someone has already proposed a decision about this count.")
AGREE_FIRST = _l("Another steering group member agrees to it or turns it down, on the page “Depart from the count”.")
TOO_LATE_TO_DEPART = _l(
    "This count is signed or published, or is not the newest one, so nothing more is decided beside it."
)
HOW_TO_MEND = _l(
    "If it is wrong, two people can correct it on the page “Correct the published result”, once it is published."
)
ONLY_MEMBERS_DEPART = _l("Only steering group members decide beside a count.")
DECIDED_SINCE_SHOWN = _l("The steering group has decided something since you saw this count. Read it before you sign.")


@dataclass(frozen=True)
class DecidedBeside:
    """What two steering group members decided about one ``project``. ``counted``: what the count gives it; ``gives``: what it gets;
    None where an earlier decision was taken back. ``by``: their names.
    """

    project: str
    counted: int
    gives: int | None
    reason: str
    by: tuple[str, ...]
    at: datetime
    fingerprint: str

    def as_json(self) -> dict[str, Any]:
        """As a publication keeps it."""
        return {
            "number": int(self.project),
            "counted": self.counted,
            "gives": self.gives,
            "reason": self.reason,
            "by": list(self.by),
            "at": self.at.isoformat(),
            "fingerprint": self.fingerprint,
        }


def as_published(facts: Mapping[str, Any]) -> list[DecidedBeside]:
    """What the facts of a publication tell, the first one first."""
    return [
        DecidedBeside(
            str(each["number"]),
            each["counted"],
            each["gives"],
            each["reason"],
            tuple(each["by"]),
            datetime.fromisoformat(each["at"]),
            each["fingerprint"],
        )
        for each in facts.get("departures", [])
    ]


def in_force(decided: Iterable[DecidedBeside]) -> dict[str, DecidedBeside]:
    """By project the newest one, where it was not taken back."""
    newest = {each.project: each for each in decided}
    return {project: each for project, each in newest.items() if each.gives is not None}


def gets(outcome: Outcome, decided: Mapping[str, DecidedBeside]) -> dict[str, int]:
    """What each project gets in the end: by decision, or else by the count; no project that gets nothing."""
    found = outcome.awards | {project: each.gives or 0 for project, each in decided.items()}
    return {project: amount for project, amount in found.items() if amount}


def left_in(pot: PotOutcome, decided: Mapping[str, DecidedBeside]) -> int:
    """What is left in a pot in the end."""
    here = {step.project: step.award for step in pot.steps}
    return pot.left - sum((each.gives or 0) - here[project] for project, each in decided.items() if project in here)


def fingerprint(before: str, project: str, counted: int, gives: int | None, reason: str) -> str:
    """SHA-256 over a decision and all before it. ``before``: the fingerprint of the last one, or the hash of the count."""
    said = json.dumps([before, int(project), counted, gives, reason], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
