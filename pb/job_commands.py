"""``flask jobs``: what takes long and was ordered on a page is done beside the server."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import suppress
from datetime import timedelta
from select import select

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from pb import clock, form_keys, kept_typed
from pb.job_running import run_until
from pb.regular_work import do_regular_work

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
        run_until(is_to_stop)
        if clock.now() >= wipe_at:
            wipe_at = clock.now() + _WIPE_EVERY
            with suppress(SQLAlchemyError):  # the database is away: the next time does it
                form_keys.forget_old()
                kept_typed.forget_old()
        if clock.now() >= look_after_at:
            do_regular_work(is_to_stop)
            look_after_at = clock.now() + _LOOK_AFTER_EVERY
        if every is None or select([sys.stdin], [], [], every)[0]:
            return
