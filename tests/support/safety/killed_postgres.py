"""PostgreSQL is killed while people vote, and comes back."""

from __future__ import annotations

import os
import signal
import threading

from tests.support.postgres import Cluster


def a_backend(cluster: Cluster) -> None:
    """Kill a process that serves one connection; PostgreSQL then ends all others and recovers."""
    with cluster.connection() as connection:
        query = "SELECT pid FROM pg_stat_activity WHERE datname <> 'postgres' AND pid <> pg_backend_pid() LIMIT 1"
        os.kill(connection.execute(query).fetchone()[0], signal.SIGKILL)
    back_again(cluster)


def the_postmaster(cluster: Cluster) -> None:
    """Kill the first process; the others notice and end."""
    os.kill(int((cluster.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    back_again(cluster)


def back_again(cluster: Cluster) -> None:
    """Wait until the database has noticed, is through its recovery and answers, starting it where it is dead."""
    well = 0
    for _ in range(6_000):  # only to end at last
        threading.Event().wait(0.1)
        if not cluster.answers():
            well = 0
            cluster.start_again()
            continue
        well += 1
        if well == 5:  # an answer at once may come from before the others noticed
            return
    raise AssertionError("PostgreSQL did not come back")
