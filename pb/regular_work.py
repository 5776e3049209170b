"""What is done again and again beside the server, by nobody's order: ``flask jobs run`` does all of it every minute."""

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
    """Declare it. It is called with a function that tells whether to stop, finds for itself whether there is anything to
    do, and may be done by several servers at the same time.
    """
    _all.append(work)
    return work


def do_regular_work(is_to_stop: Callable[[], bool]) -> None:
    """Do what was declared. What goes wrong is told in the log: the next time is soon."""
    for work in _all:
        try:
            work(is_to_stop)
        except Exception as trouble:
            log.error("regular work could not be done: %s", cause_of(trouble))
        finally:
            db.session.remove()
