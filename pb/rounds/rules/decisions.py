"""What may still be decided about a round after the freeze."""

from __future__ import annotations

from datetime import datetime

from pb.rounds.rules.calendar import Dated, closes_at, post_closes_at
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def frozen_refused(round_: Dated) -> Sentence | None:
    """Why a round needs no decision of two people yet: before the freeze its settings are simply changed."""
    return (
        None
        if round_.frozen_at
        else _l("The ballot is not frozen yet. Until then the round is changed on its settings page.")
    )


def extension_refused(round_: Dated, voting_closes: datetime, post_closes: datetime, now: datetime) -> Sentence | None:
    """Why the closes cannot move to these moments, or None. A close only ever moves later, and only before it has
    passed.
    """
    if sentence := frozen_refused(round_):
        return sentence
    screens, post = closes_at(round_), post_closes_at(round_)
    if now >= post:
        return _l("Voting has closed. A close that has passed cannot be moved.")
    if now >= screens and voting_closes != screens:
        return _l("Voting on screens has closed already. Only the last day for post can still be moved.")
    if voting_closes < screens or post_closes < post:
        return _l("Voting can only close later than planned, never earlier.")
    if post_closes < voting_closes:
        return _l("The last day for post cannot be before the close of voting.")
    if (voting_closes, post_closes) == (screens, post):
        return _l("These are the dates that hold already. Choose a later one.")
    return None
