"""A PostgreSQL server of a test's own that stops answering: its processes are still there, and do nothing."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pb.database import db
from tests.support.postgres import Cluster
from tests.support.program import PATIENT

#: As short as psycopg allows (2 seconds to connect), for a server that does not answer anyhow.
QUICK = replace(PATIENT, connect=2, silence=0.1, probe=0.3, commit=0.5)


@contextmanager
def in_a_hurry(**seconds: Any) -> Iterator[None]:
    """Within the block this program waits for PostgreSQL only so long (names of ``Timeouts``), and everything else as
    tests wait.
    """
    outage = db.engine.pool.outage  # type: ignore[attr-defined]
    outage.timeouts = replace(PATIENT, **seconds)
    try:
        yield
    finally:
        outage.timeouts = PATIENT


def _processes(cluster: Cluster) -> list[int]:
    """The server and all that it has started."""
    first = int((cluster.data / "postmaster.pid").read_text().split()[0])
    return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]


@contextmanager
def stopped(cluster: Cluster) -> Iterator[None]:
    """For the block no process of the server runs: connections stay, and new ones are taken by the system alone."""
    processes = _processes(cluster)
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in reversed(processes):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)


@contextmanager
def frozen(cluster: Cluster) -> Iterator[None]:
    """The same for a test in this process: the program is in a hurry."""
    with stopped(cluster), in_a_hurry(connect=2, silence=0.1, probe=0.3, commit=0.5):
        yield


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port of 127.0.0.1 on which somebody listens and never answers."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        yield deaf.getsockname()[1]
