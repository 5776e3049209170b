"""Which cancelled sessions everybody is told of: those to which somebody may have meant to go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from pb.record.queries import lines_of_acts
from pb.rounds.models import Round
from pb.rounds.rules import closes_at

#: The act that makes a draft public (``pb.rounds.actions``).
_PUBLISHED = "round.published"


class Cancellable(Protocol):
    """A session as far as this asks."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


Session = TypeVar("Session", bound=Cancellable)


def without_untold(round_: Round, sessions: Sequence[Session]) -> list[Session]:
    """These sessions without cancelled ones that lie outside the days of the vote, or that were cancelled before the round was
    public: a coordinator moved the dates, or tried something out.
    """
    if not any(each.cancelled_at for each in sessions):
        return list(sessions)
    published = [line.at for line in lines_of_acts(_PUBLISHED, round_id=round_.id)]
    since = min(published) if published else None
    opens, closes = round_.voting_opens_at, closes_at(round_)
    return [each for each in sessions if each.cancelled_at is None or _is_told(each, since, opens, closes)]


def _is_told(each: Cancellable, since: datetime | None, opens: datetime, closes: datetime) -> bool:
    assert each.cancelled_at is not None
    return opens <= each.starts_at < closes and (since is None or each.cancelled_at >= since)
