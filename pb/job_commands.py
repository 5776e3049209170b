"""``flask jobs``: what takes long and was ordered on a page is done beside the server."""

from __future__ import annotations

import signal
import sys
import threading
from select import select

import click
from flask.cli import AppGroup

from pb.job_running import run_until

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

    while not is_to_stop():
        run_until(is_to_stop)
        if every is None or select([sys.stdin], [], [], every)[0]:
            return
