"""The production server, started by one command: ``flask --app wsgi serve``.

Granian is asked for processes with threads: up to two where the data are in SQLite, else one for each processor, as far
as PostgreSQL's connections go. It keeps no access log: an address with a time on a voting page would tell who voted
when. It listens to this machine only: a request that is sent half keeps one of its threads until the rest comes, and
a proxy that reads requests whole has to stand in front (``docs/running.md``).
"""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
import subprocess
import sys
from collections.abc import Collection

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from pb import TOP, __version__, anchor, beside, checks, create_app, dead_keys, keystore, questions, remedies
from pb.config import Misconfigured
from pb.database import db, is_engine_of_sqlite, transaction
from pb.durable import NotDurable
from pb.job_running import LOOK_EVERY
from pb.paper.actions import make_desk_keys
from pb.record.queries import anchor_fault
from pb.roles import Actor, Role
from pb.voting.actions import new_marks

#: Enough for a hall of people at once; each waits for the disk most of the time.
THREADS = 16

#: Processes on one file of SQLite (``docs/performance.md`` has what a second one brings).
MOST_WITH_SQLITE = 2

#: Connections of PostgreSQL that are left for backups, commands, and its own administrators.
SPARE_CONNECTIONS = 15

#: Exit statuses, as sysexits.h has them. systemd is told which of them mean that somebody has to do something first
#: (docs/running.md).
DO_NOT_TRY_AGAIN, TRY_AGAIN = 78, 75

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


class Stops(click.ClickException):
    """The server does not start; the message is one line that says what to do. The exit status tells the service
    whether to try again.
    """

    def __init__(self, said: str, *, passes: bool = False) -> None:
        super().__init__(said)
        self.status = TRY_AGAIN if passes else DO_NOT_TRY_AGAIN

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """click ends the program with it."""
        return self.status


def require_ready(without_key_of: Collection[int] = ()) -> None:
    """Refuse to serve while anything is wrong (``pb.checks``); before anything is made or destroyed by what this
    database says. ``without_key_of``: rounds whose ballot key may be missing for now.

    Keys that were never made are made now, so that the first backup of ``KEYS_DIR`` holds them.
    """
    for answer in checks.all_answers(without_key_of):
        if answer.name == "clock" and answer.fault:
            click.echo(f"Warning: {answer.fault}", err=True)  # the vote goes by the database's clock all the same
        elif answer.serves:
            click.echo(f"Warning: {answer.fault}", err=True)
        elif answer.fault:
            raise Stops(answer.fault, passes=answer.passes)
    if unsaid := questions.settings().note:
        click.echo(f"Warning: these settings are {unsaid}", err=True)
    if new_marks.are_new_marks_due():
        new_marks.mark_anew(Actor(None, Role.COMMAND))
    if fault := anchor_fault():
        raise Stops(fault)
    with transaction():
        for name in keystore.NAMES:
            keystore.load_key(name)
        make_desk_keys()
    anchor.keep_keys(keystore.agreed_fingerprints())
    dead_keys.destroy_dead_keys()


def require_port(host: str, port: int) -> None:
    """Refuse where somebody else listens, or may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind((host, port))
        except PermissionError as refused:
            raise Stops(f"Port {port} needs another user. Leave --port out: the proxy goes to 8000.") from refused
        except OSError as taken:
            raise Stops(
                f"Port {port} of {host} is in use. Is the server running already? Stop it, or name another with --port.",
                passes=True,
            ) from taken


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
@click.option(
    "--without-key-of",
    type=int,
    multiple=True,
    metavar="ROUND",
    help="Serve although the ballot key of this round is missing; its box cannot be opened until it is back.",
)
@click.option("--target", default="wsgi:app", show_default=True, help="The application to serve.")
@with_appcontext
def serve(host: str, port: int, target: str, without_key_of: tuple[int, ...]) -> None:
    """Serve the program for a real vote. Set PB_PRODUCTION=1, SECRET_KEY, DATABASE_URL and KEYS_DIR first."""
    from granian import Granian
    from granian.constants import Interfaces

    from pb.voting.actions.erasure import finish_erasing

    require_port(host, port)
    require_ready(without_key_of)
    finish_erasing()
    threads = min(THREADS, current_app.config["DATABASE_POOL"])
    processes = workers(threads)
    db.session.remove()
    db.engine.dispose()
    with beside.running(commands_beside(target)):
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


def commands_beside(target: str) -> list[list[str]]:
    """What runs beside the server: one process notes the votes of each day and stamps totals, another does the jobs
    that are ordered.
    """
    notes = ["voting", "note-days", "--every", str(NOTE_EVERY)]
    jobs = ["jobs", "run", "--every", str(LOOK_EVERY)]
    return [[sys.executable, "-m", "flask", "--app", target, *each] for each in (notes, jobs)]


@click.command("check")
@with_appcontext
def check() -> None:
    """Say on one line each whether everything is right for a real vote: settings, keys, database, clock, disk, record.

    Changes nothing, and may be run while the server serves. Exit status 1 if anything is wrong.
    """
    found = list(checks.all_answers())
    for answer in found:
        click.echo(answer.line)
    if any(answer.fault for answer in found):
        raise SystemExit(1)


def app_or_exit() -> Flask:
    """The application, for ``wsgi.py``. Where it cannot be made: what to do, on a line for each fault, and an exit
    status for the service. For ``flask check`` it is made all the same, to tell everything.
    """
    try:
        return create_app()
    except (Misconfigured, NotDurable) as fault:
        said, status = str(fault), DO_NOT_TRY_AGAIN
    except SQLAlchemyError as trouble:
        said, status = remedies.what_to_do(trouble), TRY_AGAIN if remedies.passes(trouble) else DO_NOT_TRY_AGAIN
    except OSError as trouble:
        said, status = questions.unreadable(trouble), DO_NOT_TRY_AGAIN
    if "check" in sys.argv[1:]:
        return create_app({"FORGIVES": True, "ASKS_AT_START": False})
    click.echo(said, err=True)
    raise SystemExit(status)


def tuned_collector(app: Flask) -> Flask:
    """What is loaded by now stays: nobody looks through it again for what could be thrown away, and less often through
    the rest, which was a good part of a page that reads thousands of rows. It is a matter of the whole process: only
    ``wsgi.py`` asks for it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    return app


@click.command("version")
def version() -> None:
    """Print which version of pb this is, and its commit where its folder is a clone: many commits have one number."""
    click.echo(f"pb {__version__}{_commit()}")


def _commit() -> str:
    if not (TOP / ".git").exists():
        return ""  # a folder around it may be somebody else's clone
    ask = ["git", "-C", str(TOP), "describe", "--always", "--exclude=*", "--abbrev=12", "--dirty=, changed here"]
    try:
        said = subprocess.run(ask, check=True, capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.SubprocessError):
        return ""  # no git, or not the folder of who asks
    return f" (commit {said.strip()})"
