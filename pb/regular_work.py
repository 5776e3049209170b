"""What is done again and again beside the server, by nobody's order: ``flask jobs run`` does all of it every minute, when
no job is due.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from pb.causes import cause_of
from pb.database import db

log = logging.getLogger("pb")

Work = TypeVar("Work", bound=Callable[..., Any])
_all: list[Callable[[Callable[[], bool]], Any]] = []


def done_regularly(work: Work) -> Work:
    """Declare it. It is called with a function that tells whether to stop, which it asks between two steps and outside of
    any transaction; it finds for itself whether there is anything to do, goes on the next time where it has stopped, and
    may be done by several servers at the same time.
    """
    _all.append(work)
    return work


def do_regular_work(*are_to_stop: Callable[[], bool]) -> bool:
    """Do what was declared, as long as none of these functions says to stop; whether none did. What goes wrong is told in
    the log: the next time is soon.
    """
    stopped = False

    def is_to_stop() -> bool:
        nonlocal stopped
        stopped = stopped or any(says_so() for says_so in are_to_stop)
        return stopped

    for work in _all:
        try:
            work(is_to_stop)
        except Exception as trouble:
            log.error("regular work could not be done: %s", cause_of(trouble))
        finally:
            db.session.remove()
    return not stopped
