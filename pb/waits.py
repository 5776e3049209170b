"""How long the database may keep anybody waiting.

PostgreSQL ends a statement that takes too long by itself. A server that has stopped, or is behind a broken line, ends
nothing, and its client would wait for ever: so a connection on which nothing comes asks the server on a line of its own
whether it is there. If not, everybody is told at once (``Outage``), and one request every two seconds tries again.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy.pool import QueuePool

from pb import clock


@dataclass(frozen=True)
class Timeouts:
    """Seconds. ``silence`` and then ``probe``: until a server that says nothing is given up. ``commit``: for the answer
    to a commit (a standby that is gone holds it up). ``turn``: until another writer has finished, or a statement
    has; ``busy``: until another program has let go of SQLite's file. ``long``: for acts that are known to take long.
    """

    connect: int = 2
    silence: float = 1.5
    probe: float = 2.5
    commit: float = 4.0
    turn: float = 30.0
    busy: float = 4.0
    pool: float = 2.0
    long: float = 3600.0
    try_again: float = 2.0

    @property
    def statement(self) -> float:
        """A statement may wait for a lock, and then do its work: so what is too long is named for what it is."""
        return self.turn * 1.2


class NoAnswer(psycopg.OperationalError):
    """The server did not answer in time, or is known not to. Whether its last statement was done is not known."""


class Outage:
    """What this process knows of a server that does not answer."""

    def __init__(self, timeouts: Timeouts) -> None:
        self.timeouts = timeouts
        self.is_on = False
        self._asking, self._choosing = threading.Lock(), threading.Lock()
        self._asked_at = self._tried_at = float("-inf")
        self._tries: int | None = None

    def refuse(self) -> None:
        """Raise ``NoAnswer`` at once while the server is known to be away. Now and then one thread is let through, and
        tries."""
        if not self.is_on or self._tries == threading.get_ident():
            return
        with self._choosing:
            if clock.machine.steady() - self._tried_at >= self.timeouts.try_again:
                self._tried_at, self._tries = clock.machine.steady(), threading.get_ident()
                return
        raise NoAnswer("the database did not answer a moment ago")

    def begins(self) -> None:
        """The server did not answer."""
        self.is_on, self._tries, self._tried_at = True, None, clock.machine.steady()

    def is_over(self) -> None:
        """The server has answered."""
        if self.is_on:
            self.is_on, self._tries = False, None

    def is_there(self, ask: Callable[[], bool], since: float) -> bool:
        """Whether the server answers now. It is asked once for all who have waited ``since`` then."""
        with self._asking:
            if self._asked_at < since:
                there, self._asked_at = ask(), clock.machine.steady()
                if not there:
                    self.begins()
            return not self.is_on


class WatchedConnection(psycopg.Connection[Any]):
    """A connection that does not wait for a server that is gone. ``outage`` is set for each engine."""

    outage: Outage
    is_patient = False

    def wait(self, gen: Any, *how: Any, **more: Any) -> Any:
        """psycopg waits here for each answer."""
        if how or more:
            return super().wait(gen, *how, **more)
        return super().wait(self._watched(gen, self._most()), interval=min(0.1, self.outage.timeouts.silence))

    _commits = False

    def commit(self) -> None:
        self._commits = True
        try:
            super().commit()
        finally:
            self._commits = False

    def _most(self) -> float:
        timeouts = self.outage.timeouts
        if self.is_patient:
            return timeouts.long
        return timeouts.commit if self._commits else timeouts.statement + timeouts.silence

    def _watched(self, gen: Generator[Any, Any, Any], most: float) -> Generator[Any, Any, Any]:
        began = looked = clock.machine.steady()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready:
                    now = clock.machine.steady()
                    if now - began >= most:
                        self._give_up("the database took too long")
                    if now - looked >= self.outage.timeouts.silence:
                        if not self.outage.is_there(self._answers, began):
                            self._give_up("the database does not answer")
                        looked = clock.machine.steady()
                wanted = gen.send(ready)
        except StopIteration as end:
            self.outage.is_over()
            return end.value

    def _give_up(self, why: str) -> None:
        self.close()  # what still comes would be taken for the answer to something else
        raise NoAnswer(why)

    def _answers(self) -> bool:
        host, port = self.pgconn.hostaddr or self.pgconn.host, int(self.pgconn.port)
        return server_answers(host.decode(), port, self.outage.timeouts.probe)


#: "Do you speak TLS?", to which each server says yes or no before it asks who is there. Nothing is logged.
_HELLO = struct.pack("!ii", 8, 80877103)


def server_answers(host: str, port: int, seconds: float) -> bool:
    """Whether a PostgreSQL server answers at this address within so many seconds. ``host`` may be a socket's folder."""
    local = host.startswith(("/", "@"))
    ends = clock.machine.steady() + seconds
    try:
        if local:
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(seconds)
            line.connect(f"{host}/.s.PGSQL.{port}")
        else:
            line = socket.create_connection((host, port), seconds)
        with line:
            line.sendall(_HELLO)
            line.settimeout(max(0.01, ends - clock.machine.steady()))
            return line.recv(1) in (b"S", b"N", b"E")
    except OSError:
        return False


def watched_pool(timeouts: Timeouts) -> type[QueuePool]:
    """A pool of connections that refuses at once while the server is known to be away."""

    class WatchedPool(QueuePool):
        outage = Outage(timeouts)

        def connect(self) -> Any:
            self.outage.refuse()
            return super().connect()

    return WatchedPool


def connecting(outage: Outage) -> Callable[..., psycopg.Connection[Any]]:
    """SQLAlchemy's "do_connect" for an engine with that pool."""
    watched: type[WatchedConnection] = type("WatchedConnection", (WatchedConnection,), {"outage": outage})

    def connect(_dialect: Any, _record: Any, arguments: Any, named: Any) -> psycopg.Connection[Any]:
        outage.refuse()
        try:
            made = watched.connect(*arguments, **{"connect_timeout": outage.timeouts.connect, **named})
        except psycopg.errors.ConnectionTimeout:
            outage.begins()
            raise
        outage.is_over()
        return made

    return connect


@contextmanager
def patient(connection: Any) -> Iterator[None]:
    """Within the block, statements on this driver's ``connection`` may take ``Timeouts.long``."""
    if not isinstance(connection, WatchedConnection):
        yield
        return
    connection.is_patient = True
    try:
        yield
    finally:
        with suppress(AttributeError):
            connection.is_patient = False
