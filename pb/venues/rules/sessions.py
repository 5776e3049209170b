"""When a voting session can be."""

from __future__ import annotations

from datetime import UTC, datetime

from pb.formats import day_time
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def times_error(starts_at: datetime, ends_at: datetime, opens_at: datetime, closes_at: datetime) -> Sentence | None:
    """Why a session cannot be at this time in a round whose voting is open from ``opens_at`` until ``closes_at``, or
    None.
    """
    if ends_at.astimezone(UTC) <= starts_at.astimezone(UTC):
        return _l("The session must end after it starts. Check the two times.")
    if starts_at < opens_at or ends_at > closes_at:
        return _l(
            "Voting is open from %(opens)s until %(closes)s. The session must be within that time.",
            opens=day_time(opens_at),
            closes=day_time(closes_at),
        )
    return None


def overlap(starts_at: datetime, ends_at: datetime, others: list[tuple[datetime, datetime]]) -> bool:
    """Whether a session would be at the same time as one of the ``others`` at its venue."""
    return any(starts_at < end and start < ends_at for start, end in others)
