"""The production server, started by one command: ``flask --app wsgi serve``.

Granian is asked for processes with threads: up to two where the data are in SQLite, else one for each processor, as far
as PostgreSQL's connections go. It keeps no access log: an address with a time on a voting page would tell who voted
when. It listens to this machine only: a request that is sent half keeps one of its threads until the rest comes, and
a proxy that reads requests whole has to stand in front (``docs/running.md``).
"""

from __future__ import annotations

import ipaddress
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from select import select

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import inspect, text

from pb import __version__, keystore
from pb.database import db, is_engine_of_sqlite, transaction
from pb.job_running import LOOK_EVERY, run_until
from pb.record.queries import anchor_fault
from pb.roles import Actor, Role
from pb.voting.actions import marking

#: Enough for a hall of people at once; each waits for the disk most of the time.
THREADS = 16

#: Processes on one file of SQLite (``docs/performance.md`` has what a second one brings).
MOST_WITH_SQLITE = 2

#: Connections of PostgreSQL that are left for backups, commands, and its own administrators.
SPARE_CONNECTIONS = 15

#: Seconds between two looks whether votes are to be noted.
NOTE_EVERY = 600


def workers(threads: int) -> int:
    """How many processes of ``threads`` threads serve: one for each processor, but no more than the database has use
    for.

    SQLite has one writer at a time: while one process waits for the disk, a second makes ready the next votes, and a
    third has nothing to do. PostgreSQL has so many connections, and each thread keeps one.
    """
    if is_engine_of_sqlite(db.engine):
        return min(os.cpu_count() or 1, MOST_WITH_SQLITE)
    connections = int(db.session.execute(text("SHOW max_connections")).scalar_one())
    return max(1, min(os.cpu_count() or 1, (connections - SPARE_CONNECTIONS) // threads))


def require_keys() -> None:
    """Refuse to serve without the tables, or without the key files that this database was made with.

    Keys that were never made are made now, so that the first backup of ``KEYS_DIR`` holds them.
    """
    from pb.paper.actions import make_desk_keys

    if not keystore.has_tables():
        raise click.ClickException(_without_tables())
    if lost := keystore.lost_keys():
        raise click.ClickException(
            f"Missing, or not the file that this database was made with: {', '.join(map(str, lost))}. Without "
            f"it no voting "
            "code and no typed paper can be read. Put the file back from the backup of KEYS_DIR (README, Backup). "
            "If it is lost for good: flask --app wsgi papers give-up-keys"
        )
    if marking.is_due():
        marking.mark_anew(Actor(None, Role.COMMAND))
    if fault := anchor_fault():  # before anything is made or destroyed by what this database says
        raise click.ClickException(fault)
    with transaction():
        for name in keystore.NAMES:
            keystore.load_key(name)
        make_desk_keys()
    keystore.destroy_dead_keys()


def _without_tables() -> str:
    if not set(inspect(db.engine).get_table_names()) - {"alembic_version"}:
        return "The database has no tables yet. Make them first: flask --app wsgi db upgrade"
    return (
        "The tables of this database were not made by this version, and db upgrade cannot bring them up to "
        "date. Name a new, "
        "empty database in DATABASE_URL, then make its tables: flask --app wsgi db upgrade"
    )


def _loopback(_context: click.Context, _option: click.Parameter, host: str) -> str:
    """``host``, if nobody but this machine reaches it."""
    try:
        if ipaddress.ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise click.BadParameter(
        f"{host} can be reached from other machines. There a few hundred requests that are never sent to their end "
        "would keep everybody waiting. Put a proxy on this machine in front (docs/running.md, HTTPS in front), and "
        "leave --host out."
    )


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address of this machine only.", callback=_loopback
)
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--target", default="wsgi:app", show_default=True, help="The application to serve.")
@with_appcontext
def serve(host: str, port: int, target: str) -> None:
    """Serve the program for a real vote. Set PB_PRODUCTION=1, SECRET_KEY, DATABASE_URL and KEYS_DIR first."""
    from granian import Granian
    from granian.constants import Interfaces

    from pb.voting.actions.sweeping import finish_sweeping

    require_keys()
    finish_sweeping()
    threads = min(THREADS, current_app.config["DATABASE_POOL"])
    processes = workers(threads)
    db.session.remove()
    db.engine.dispose()
    with _beside(target):
        Granian(
            target,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            blocking_threads=threads,
            websockets=False,
            log_access=False,
            respawn_failed_workers=True,
        ).serve()


@contextmanager
def _beside(target: str) -> Iterator[None]:
    """While the server runs, one process beside it notes the votes of each day, and another does the jobs that are
    ordered. (Not threads: the server forks.) They end with the server, however that ends, because their standard input
    is closed then.
    """
    noting = ["voting", "note-days", "--every", str(NOTE_EVERY)]
    running = ["jobs", "run", "--every", str(LOOK_EVERY)]
    command = [sys.executable, "-m", "flask", "--app", target]
    beside = [subprocess.Popen([*command, *each], stdin=subprocess.PIPE) for each in (noting, running)]
    try:
        yield
    finally:
        for each in beside:
            assert each.stdin is not None
            each.stdin.close()
        for each in beside:
            each.wait()


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


@click.command("version")
def version() -> None:
    """Print which version of pb this is."""
    click.echo(f"pb {__version__}")
