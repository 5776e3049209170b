"""What two people may decide where numbers do not add up: by matter, outcome and reason, all from fixed lists."""

from __future__ import annotations

from typing import NamedTuple

#: Rows of a session that were changed outside the program, by the matter that they are.
DAMAGED = ("tablet", "heads", "venue", "team", "account")
#: Matters of one tablet.
OF_A_KIOSK = ("held", "to_send")
MATTERS = ("batch", "surplus", *OF_A_KIOSK, "sum", "found", *DAMAGED)
OUTCOMES = ("count", "leave_out", "explain")


class ResolutionChoice(NamedTuple):
    """One way to resolve a matter."""

    outcome: str
    reason: str

    @property
    def key(self) -> str:
        """As a form sends it: "count:not_recorded"."""
        return f"{self.outcome}:{self.reason}"


_OF_A_BATCH = ("sent_out", "lent", "destroyed", "lost")
#: What may be chosen, by matter.
CHOICES: dict[str, tuple[ResolutionChoice, ...]] = {
    "batch": tuple(ResolutionChoice("explain", reason) for reason in _OF_A_BATCH),
    "surplus": (
        *(ResolutionChoice("count", reason) for reason in ("not_recorded", "carried")),
        *(ResolutionChoice("leave_out", reason) for reason in ("late", "not_known")),
    ),
    "held": (
        ResolutionChoice("count", "voter_was_there"),
        *(ResolutionChoice("leave_out", reason) for reason in ("voted_again", "late", "not_known")),
    ),
    "to_send": tuple(ResolutionChoice("explain", reason) for reason in ("tablet_lost", "tablet_broken")),
    "sum": (ResolutionChoice("explain", "looked_into"),),
    "found": tuple(
        ResolutionChoice("leave_out", reason)
        for reason in ("found_on_the_way", "found_at_the_venue", "found_at_the_office", "brought_later")
    ),
    "tablet": (ResolutionChoice("explain", "stays_stopped"),),
    "venue": (ResolutionChoice("explain", "looked_into"),),
    **dict.fromkeys(
        ("heads", "team", "account"),
        (ResolutionChoice("explain", "as_on_paper"), ResolutionChoice("leave_out", "not_as_on_paper")),
    ),
}


def choices_of(matter: str, *, is_for_post: bool) -> tuple[ResolutionChoice, ...]:
    """What may be chosen of one matter. ``is_for_post``: papers of a batch that were made to be sent to voters; spares and those
    of a session were not.
    """
    found = CHOICES[matter]
    return found if matter != "batch" or is_for_post else tuple(each for each in found if each.reason != "sent_out")


#: Every reason once, in the order of the lists.
REASONS = tuple(dict.fromkeys(choice.reason for choices in CHOICES.values() for choice in choices))
