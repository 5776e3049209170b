"""What two people may decide where numbers do not add up: by matter, outcome and reason, all from fixed lists."""

from __future__ import annotations

from typing import NamedTuple

#: Rows of a session that were changed outside the program, by the matter that they are.
DAMAGED = ("tablet", "heads", "venue", "team", "account")
MATTERS = ("batch", "surplus", "held", "sum", *DAMAGED)
OUTCOMES = ("count", "leave_out", "explain")


class Choice(NamedTuple):
    """One way to resolve a matter."""

    outcome: str
    reason: str

    @property
    def key(self) -> str:
        """As a form sends it: "count:not_recorded"."""
        return f"{self.outcome}:{self.reason}"


_OF_A_BATCH = ("sent_out", "lent", "destroyed", "lost")
#: What may be chosen, by matter.
CHOICES: dict[str, tuple[Choice, ...]] = {
    "batch": tuple(Choice("explain", reason) for reason in _OF_A_BATCH),
    "surplus": (
        *(Choice("count", reason) for reason in ("not_recorded", "carried")),
        *(Choice("leave_out", reason) for reason in ("late", "not_known")),
    ),
    "held": (
        Choice("count", "voter_was_there"),
        *(Choice("leave_out", reason) for reason in ("voted_again", "late", "not_known")),
    ),
    "sum": (Choice("explain", "looked_into"),),
    "tablet": (Choice("explain", "stays_stopped"),),
    "venue": (Choice("explain", "looked_into"),),
    **dict.fromkeys(
        ("heads", "team", "account"), (Choice("explain", "as_on_paper"), Choice("leave_out", "not_as_on_paper"))
    ),
}
#: Every reason once, in the order of the lists.
REASONS = tuple(dict.fromkeys(choice.reason for choices in CHOICES.values() for choice in choices))
