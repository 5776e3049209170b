"""Waits for a process to end, then stops the PostgreSQL server that was started for it and removes its folder.

A program of its own (arguments: process, data folder, folder to remove), so that a killed test run leaves nothing
behind.
"""

import os
import select
import shutil
import signal
import sys
from pathlib import Path


def wait_for_the_end_of(process: int) -> None:
    try:
        watched = os.pidfd_open(process)
    except ProcessLookupError:
        return
    select.select([watched], [], [])


def stop_the_server(data: Path) -> None:
    try:
        postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])
        watched = os.pidfd_open(postmaster)
    except (FileNotFoundError, ProcessLookupError):
        return
    os.kill(postmaster, signal.SIGQUIT)  # at once: nobody will read these data again
    select.select([watched], [], [], 20)


if __name__ == "__main__":
    wait_for_the_end_of(int(sys.argv[1]))
    stop_the_server(Path(sys.argv[2]))
    shutil.rmtree(sys.argv[3], ignore_errors=True)
