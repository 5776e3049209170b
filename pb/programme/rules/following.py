"""How a round follows another: the same weekdays and clock times, some weeks later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pb.clock import LOCAL
from pb.rounds.rules import Settings

_DATES = ("applications_open_at", "applications_close_at", "voting_opens_at", "voting_closes_at", "post_closes_at")


def later(moment: datetime, weeks: int) -> datetime:
    """The same weekday and time so many weeks later, even if summer time begins or ends in between."""
    return moment.astimezone(LOCAL) + timedelta(weeks=weeks)


def weeks_until_it_can_start(applications_open_at: datetime, now: datetime) -> int:
    """The smallest even number of weeks after which applications would open in the future: rounds go by fortnights."""
    weeks = 2
    while opens_in_the_past(applications_open_at, weeks, now):
        weeks += 2
    return weeks


def opens_in_the_past(applications_open_at: datetime, weeks: int, now: datetime) -> bool:
    """Whether applications to the next round would have opened before now."""
    return later(applications_open_at, weeks) < now


def following(settings: Settings, *, name: str, weeks: int, carried: Sequence[int] = ()) -> Settings:
    """The settings of the next round: dates moved, the money of each pot as it was before anything was carried over. One
    group cannot ask for more than there is in the largest pot with what is ``carried`` into it now.
    """
    dates: dict[str, Any] = {field: later(getattr(settings, field), weeks) for field in _DATES}
    more = [*carried, *[0] * len(settings.pots)]
    largest = max(pence + more[at] for at, (_name, pence) in enumerate(settings.pots))
    return replace(settings, name=name, ceiling_pence=min(settings.ceiling_pence, largest), **dates)
