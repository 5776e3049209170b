"""A private PostgreSQL server for the tests, started as the ``postgres`` user when we are root.

It is as durable as a real one (nothing of fsync is turned off), listens on a Unix socket in its own folder and
nowhere else, and is gone when the run ends, however it ends.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.support import run

#: What README asks of a real server too: an error message in its log may not hold what somebody typed.
SETTINGS = {
    "listen_addresses": "",
    "log_parameter_max_length_on_error": "0",
    "max_connections": "200",
    "max_wal_size": "256MB",
    "timezone": "UTC",
}


class NoServer(RuntimeError):
    """This machine has no PostgreSQL that the tests could start; the message says what is missing."""


@dataclass(frozen=True)
class Cluster:
    """A running server. ``folder`` holds its socket, ``data`` its raw files and ``log`` what it wrote down."""

    folder: Path
    binaries: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def url(self, database: str) -> str:
        """The address of one database, as DATABASE_URL wants it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def connection(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A connection as the server's superuser, in autocommit."""
        return psycopg.connect(host=str(self.folder), dbname=database, user="postgres", autocommit=True)

    def make(self, database: str, *, like: str = "template0") -> None:
        """Create ``database`` as a copy of ``like``."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} {}")
        with self.connection() as connection:
            # Files are copied at half the cost of writing every page to the log too, which came with version 15.
            how = sql.SQL("STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else "")
            connection.execute(statement.format(sql.Identifier(database), sql.Identifier(like), how))

    def drop(self, database: str) -> None:
        """Remove ``database``, even when somebody is still connected."""
        with self.connection() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def tool(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the server's own programs (``pg_dump``, ``pg_ctl``) as the server's user."""
        command = [str(self.binaries / name), *arguments]
        return subprocess.run(command, check=True, cwd=self.folder, text=True, capture_output=True, **_server_user())

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        try:
            self.connection().close()
        except psycopg.OperationalError:
            return False
        return True

    def start_again(self) -> None:
        """Start the server on its data once more, after it was stopped or killed."""
        # Its output goes to the log: a server that kept our pipe open would keep us waiting for the pipe's end.
        command = [str(self.binaries / "pg_ctl"), "start", "--wait", "-D", str(self.data), "-l", str(self.log)]
        quiet: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }
        subprocess.run(command, check=False, cwd=self.folder, **quiet, **_server_user())


@cache
def binaries() -> Path:
    """The folder of the newest server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parent.parent.name))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if not initdb:
        raise NoServer("PostgreSQL is not installed (apt-get install postgresql)")
    return Path(initdb).resolve().parent


def _server_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root runs it as the user that Debian's package made."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        raise NoServer("root cannot start PostgreSQL without a user named postgres") from None
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def start(*, until: int, inside: Path | None = None, **settings: str) -> Cluster:
    """Start a new server with ``settings`` of postgresql.conf; it lives until process ``until`` has ended. Its folder is
    made ``inside`` another where one is named.
    """
    programs, user = binaries(), _server_user()
    folder = Path(tempfile.mkdtemp(prefix="pb-postgres-", dir=inside))
    if user:
        os.chown(folder, user["user"], user["group"])
    cluster = Cluster(folder, programs)
    _keep(cluster, until)
    _begin_data(cluster)
    lines = {**SETTINGS, "unix_socket_directories": str(folder), **settings}
    with open(cluster.data / "postgresql.conf", "a") as conf:
        conf.writelines(f"{name} = '{value}'\n" for name, value in lines.items())
    # Its output goes to the log: a server that kept our pipe open would keep us waiting for the pipe's end.
    command = [str(programs / "pg_ctl"), "start", "--wait", "-D", str(cluster.data), "-l", str(cluster.log)]
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(command, check=True, cwd=folder, **quiet, **user)
    return cluster


def _begin_data(cluster: Cluster) -> None:
    """The files of a server without any database: made once in a run (five seconds of a processor), then copied."""
    with run.alone("initdb") as made:
        if made.exists():
            subprocess.run(["cp", "-a", str(made), str(cluster.data)], check=True)
            return
        how = ("--no-sync", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        cluster.tool("initdb", *how, "-D", str(cluster.data))
        half = made.with_name("initdb.half")
        subprocess.run(["cp", "-a", str(cluster.data), str(half)], check=True)  # it keeps whose files they are
        half.rename(made)


_keepers: list[subprocess.Popen[bytes]] = []  # each outlives this process; a forgotten one would be warned about


def _keep(cluster: Cluster, until: int) -> None:
    keeper = Path(__file__).with_name("postgres_keeper.py")
    nothing = subprocess.DEVNULL
    command = [sys.executable, str(keeper), str(until), str(cluster.data), str(cluster.folder)]
    _keepers.append(subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True))


@contextmanager
def server(*, inside: Path | None = None, **settings: str) -> Iterator[Cluster]:
    """A server of a test's own, for those that read its files, its log or its settings, or that kill it."""
    cluster = start(until=os.getpid(), inside=inside, **settings)
    try:
        yield cluster
    finally:
        cluster.tool("pg_ctl", "stop", "-m", "immediate", "-D", str(cluster.data))


def shared() -> Cluster:
    """The server of this run, started by whichever of its processes asks first."""
    with run.alone("postgres") as note:
        if note.exists():
            return Cluster(Path(note.read_text()), binaries())
        cluster = start(until=run.first_process())
        note.write_text(str(cluster.folder))
        return cluster
