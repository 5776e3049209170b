"""The work of a round as the dashboard and the page of the round show it."""

from __future__ import annotations

from typing import NamedTuple

from pb.pages.chores import Chores, chores_for_reader
from pb.pages.due import link_of, who_may
from pb.programme.queries.overview import RoundStatus
from pb.web.access import WORKING, granted_to

#: Whether whoever asks does any of the work; others only read.
does_work = granted_to(*WORKING)


class RoundWork(NamedTuple):
    """What is to be done in a round: who may do what is due, where (None: not by whoever asks), and what else waits."""

    who: str
    url: str | None
    chores: Chores


def work_of_reader(status: RoundStatus) -> RoundWork | None:
    """The work of a round as whoever asks for this page reads it; None for those whose roles are to read: nothing waits
    for them, and who does what is no part of theirs.
    """
    if not does_work():
        return None
    return RoundWork(who_may(status.due.state), link_of(status.due, status.round), chores_for_reader(status))
