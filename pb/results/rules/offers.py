"""A part of the money is offered to a group: until which day it can answer, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pb.words import lazy_gettext as _l

#: A group that is offered a part has so many days from the publication on. The rules of a round say so before the vote.
OFFER_DAYS = 14
#: What a group said; "silent" is that it had said nothing when its last day was over.
ANSWERS = ("accepted", "declined", "silent")

OFFER_ANSWERS_STAY = _l("What a group said of its offer cannot be changed.")
OFFER_IS_OF_THE_NEWEST = _l("Only what the newest published result offers can be accepted or declined.")
NO_OPEN_OFFER = _l("No part of the money waits for an answer of this group.")
OFFER_HAS_CHANGED = _l("The offer has changed since you opened the page.")
OFFER_IS_OVER = _l("The last day for an answer is over.")
OFFER_STILL_OPEN = _l("The group can still answer.")
COUNTED_ON = _l("A group did not take the part of the money that it was offered. Count the votes again without it.")


def last_day_to_answer(published_on: date) -> date:
    """The last day of an offer that is published on this day."""
    return published_on + timedelta(days=OFFER_DAYS)


@dataclass(frozen=True)
class Offered:
    """A part that a published result offers. Amounts in pence; ``answer``: one of ``ANSWERS``, "" while it is waited for;
    ``answered_on``: on which day the group said it, or it was written down that it said nothing.
    """

    project_id: int
    number: int
    amount: int
    cost: int
    until: date
    answer: str = ""
    answered_on: date | None = None

    @property
    def is_open(self) -> bool:
        return not self.answer

    @property
    def was_not_taken(self) -> bool:
        """The group did not take it: the votes are counted on without it."""
        return self.answer in ("declined", "silent")
