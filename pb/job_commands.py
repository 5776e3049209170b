"""``flask jobs``: what takes long and was ordered on a page is done beside the server."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from select import select

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from pb import clock, form_keys, kept_typed
from pb.causes import cause_of
from pb.database import db
from pb.job_running import due_now, run_next
from pb.regular_work import do_regular_work

log = logging.getLogger("pb")

#: So often answers to forms that nobody gets any longer are wiped.
_WIPE_EVERY = timedelta(minutes=10)
#: So often what nobody ordered is looked after (``pb.regular_work``).
_LOOK_AFTER_EVERY = timedelta(minutes=1)

jobs = AppGroup("jobs", help="What takes long and was ordered on a page.")


@jobs.command("run")
@click.option("--every", type=float, help="Look again, once in so many seconds, until the standard input is closed.")
def run_jobs(every: float | None) -> None:
    """Do the jobs that are due. (The server does it by itself.)"""
    stopped = threading.Event()
    if every is not None:  # what is being done is given back before the end
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())

    def is_to_stop() -> bool:
        return stopped.is_set() or (every is not None and bool(select([sys.stdin], [], [], 0)[0]))

    wipe_at = look_after_at = clock.now()
    while not is_to_stop():
        has_come = run_until(is_to_stop)
        if clock.now() >= wipe_at:
            wipe_at = clock.now() + _WIPE_EVERY
            with suppress(SQLAlchemyError):  # the database is away: the next time does it
                form_keys.forget_old()
                kept_typed.forget_old()
        if clock.now() >= look_after_at:
            if do_regular_work(is_to_stop, has_come):
                look_after_at = clock.now() + _LOOK_AFTER_EVERY
            elif every is None:
                continue  # somebody waits for a job: it is done first
        if every is None or select([sys.stdin], [], [], every)[0]:
            return


def run_until(is_to_stop: Callable[[], bool]) -> Callable[[], bool]:
    """Do all that is due; gives a function that tells whether anything else has become due since.

    What goes wrong with the database is told in the log: the next time is soon, and until then nothing else has to wait.
    """
    try:
        before = due_now()
        while run_next(is_to_stop) and not is_to_stop():
            pass
        left = before & due_now()  # damaged: nobody can take it, and nothing gives way to it
    except Exception as trouble:
        log.error("jobs could not be done: %s", cause_of(trouble))
        return lambda: False
    finally:
        db.session.remove()
    return lambda: bool(due_now() - left)
