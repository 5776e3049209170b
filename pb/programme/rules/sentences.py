"""Sentences that are said in more than one place of this room: by a guard, an act and a page."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

ONLY_AFTER_A_RESULT = _l(
    "You can only start the next round from a published result, or from a round that was abandoned."
)
PUBLISH_THE_RESULT_FIRST = _l("Publish the result of this round first.")
LATER_THAN_NOW = _l("Applications would have opened already. Enter more weeks.")
