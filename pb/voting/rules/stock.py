"""The stock of openings of a kiosk that seals votes itself, and when nothing else can come from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pb.clock import LOCAL
from pb.venues.rules.hours import SessionTimes, hours_on

#: Openings that a kiosk has at most for voters who may come. Whoever steals it, with its PIN, has no more.
STOCK = 40
#: The same before the day of its session. A voter takes some minutes: so many are a session without a network.
STOCK_BEFORE = 20
#: Openings that all kiosks of a session get, begun ones included, until somebody of the team gives more …
OF_A_SESSION = 60
#: … so many at a time.
MORE_AT_ONCE = 20
#: Votes that it sends at once.
MOST_VOTES = 10
#: Ballots that were checked instead of cast, of which it tells at once.
MOST_CHECKS = 5
#: Keys that it may name in one contact: a day without a network, and more.
MOST_KEYS = 500
#: Bytes of a sealed ballot: the point of its key, the padded ballot, the tag.
SEALED = 65 + 1024 + 16
#: Bytes of the private key with which one was sealed.
SCALAR = 32
#: The hour of a contact is kept to so many minutes: a contact follows the beginning of a turn.
KEPT_TO = timedelta(minutes=5)
#: So far a tablet's clock may be ahead of the server's.
CLOCKS_DIFFER = timedelta(minutes=2)
#: A tablet with a network speaks every five minutes, and that is kept to five minutes. After this long it is silent.
SILENT_AFTER = timedelta(minutes=15)
#: A voter who began in the last minute has gone by then.
LONGEST_TURN = timedelta(hours=1)


def how_many_more(wanted: int, has: int, *, given: int, more: int, is_before: bool) -> int:
    """How many openings a kiosk gets that ``has`` so many in stock and would like to have ``wanted``. ``given``: what all
    kiosks of its session had until now; ``more``: what the team has given beyond ``OF_A_SESSION``; ``is_before``: its
    session is on a later day. At once it gets half of what is left, so that another kiosk has some too.
    """
    left = max(0, OF_A_SESSION + more - given)
    most = min(wanted, STOCK, STOCK_BEFORE + more if is_before else STOCK)
    return min(max(0, most - has), (left + 1) // 2)


def kept_moment(moment: datetime) -> datetime:
    """The beginning of its five minutes."""
    since_the_hour = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    return moment - since_the_hour % KEPT_TO


class TakesPlace(SessionTimes, Protocol):
    """What ``reason_to_hold`` needs to know of a voting session."""

    @property
    def cancelled_at(self) -> datetime | None: ...


def reason_to_hold(voting_session: TakesPlace, margin: int, now: datetime) -> str:
    """Why no vote of a session can have been cast by now: "cancelled"; "early", before its first hours (``margin`` in
    minutes). "" where votes may come. Later than its hours they may: a tablet sends when it has a network.
    """
    if voting_session.cancelled_at is not None:
        return "cancelled"
    first = hours_on(voting_session, voting_session.starts_at.astimezone(LOCAL).date(), margin)
    return "early" if first is not None and now < first[0] - CLOCKS_DIFFER else ""


def began_out_of_hours(session: SessionTimes, margin: int, heard: datetime, now: datetime) -> bool:
    """Whether no voter can have begun between ``heard``, when the tablet last said which turns had begun, and ``now``: no
    hour of the session (``margin`` in minutes) lay between the two. Without a network since before its end it may have had
    voters, and says so later. The hours of the day before may reach past midnight.
    """
    day = max(heard, session.starts_at).astimezone(LOCAL).date() - timedelta(days=1)
    last = min(now, session.ends_at + timedelta(days=1)).astimezone(LOCAL).date()
    while day <= last:
        hours = hours_on(session, day, margin)
        if hours and hours[0] - CLOCKS_DIFFER <= now and heard <= hours[1] + CLOCKS_DIFFER:
            return False
        day += timedelta(days=1)
    return True


@dataclass(frozen=True)
class ToSend:
    """What is known of the votes on a kiosk. ``waiting``: how many it last said that it still has to send;
    ``last_at``: when that was; ``ends_at``: from then on no turn begins there. ``over``: nothing that it says counts.
    ``opens_at``: before then no turn begins there.
    """

    waiting: int
    last_at: datetime
    ends_at: datetime
    over: bool = False
    opens_at: datetime | None = None

    def is_silent(self, now: datetime) -> bool:
        """Whether it may have votes that it could not tell us of: voters may have come since it was heard."""
        has_opened = self.opens_at is None or self.opens_at <= now
        return has_opened and not self.is_heard_out and now - self.last_at >= SILENT_AFTER

    @property
    def is_heard_out(self) -> bool:
        """Whether it has said, after its last turn could begin, that it has nothing to send."""
        return self.over or (self.waiting == 0 and self.last_at >= kept_moment(self.ends_at))

    @property
    def is_final(self) -> bool:
        """Whether it has nothing to say any longer: it said that it has nothing to send when its last voter had gone."""
        return self.over or (self.waiting == 0 and self.last_at >= self.ends_at + LONGEST_TURN)
