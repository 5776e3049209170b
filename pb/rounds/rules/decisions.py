"""What may still be decided about a round after the freeze."""

from __future__ import annotations

from datetime import datetime

from pb.rounds.rules.calendar import Dated, closes_at, post_closes_at
from pb.rounds.rules.sentences import CHANGE_THE_SETTINGS, POST_CLOSES_LAST
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def frozen_error(round_: Dated) -> Sentence | None:
    """Why a round needs no decision of two people yet: before the freeze its settings are simply changed."""
    return None if round_.frozen_at else CHANGE_THE_SETTINGS


def extension_error(round_: Dated, voting_closes: datetime, post_closes: datetime, now: datetime) -> Sentence | None:
    """Why the closes cannot move to these moments, or None. A close only ever moves later, and only before it has
    passed.
    """
    if sentence := frozen_error(round_):
        return sentence
    screens, post = closes_at(round_), post_closes_at(round_)
    if now >= post:
        return _l("Voting has closed, so it can no longer be extended.")
    if now >= screens and voting_closes != screens:
        return _l("Voting on screens has already closed. You can only change the last day for postal votes.")
    if voting_closes < screens or post_closes < post:
        return _l("Voting cannot close earlier than planned, only later.")
    if post_closes < voting_closes:
        return POST_CLOSES_LAST
    if (voting_closes, post_closes) == (screens, post):
        return _l("These are already the closing dates. Enter a later date.")
    return None
