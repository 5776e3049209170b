"""A PostgreSQL server of a test's own that stops answering: its processes are still there, and do nothing."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pb.waits import Limits
from tests.support.postgres import Cluster

#: As short as psycopg allows (2 seconds to connect). The tests that use them do not look at a clock.
QUICK = Limits(silence=0.1, probe=0.3, commit=0.5, turn=0.5, pool=0.2, try_again=0.0)


def _processes(cluster: Cluster) -> list[int]:
    """The server and all that it has started."""
    first = int((cluster.data / "postmaster.pid").read_text().split()[0])
    return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]


@contextmanager
def frozen(cluster: Cluster) -> Iterator[None]:
    """For the block no process of the server runs: connections stay, and new ones are taken by the system alone."""
    stopped = _processes(cluster)
    for each in stopped:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in reversed(stopped):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port of 127.0.0.1 on which somebody listens and never answers."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        yield deaf.getsockname()[1]
