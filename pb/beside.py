"""Processes beside the server: what has to go on there is started again when it ends, for whatever reason.

Who could end the process that stamps totals (``pb.mark_stamps``), or wait for it to fall, would else hold up the stamps
until somebody acts.
"""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

log = logging.getLogger("pb")

#: Seconds between two looks whether they run. A start takes one or two of processor time, so not more often.
LOOK_EVERY = 30


class Beside:
    """Processes that run until ``end``. Each ends by itself when its standard input is closed, so also with a server
    that is killed.
    """

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._commands = commands
        self.processes = [_started(each) for each in commands]

    def look(self) -> None:
        """Start again what has ended."""
        for place, process in enumerate(self.processes):
            if (status := process.poll()) is not None:
                log.error("%s ended with status %s and is started again", self._commands[place], status)
                _close(process)
                self.processes[place] = _started(self._commands[place])

    def end(self) -> None:
        """Let all of them finish what they do."""
        for each in self.processes:
            _close(each)
        for each in self.processes:
            each.wait()


@contextmanager
def running(commands: Sequence[Sequence[str]], *, look_every: float = LOOK_EVERY) -> Iterator[Beside]:
    """These ``commands`` run for the length of the block. (The look-out is a thread, as the server's own are; what it
    looks after are processes, because the server forks.)
    """
    beside, over = Beside(commands), threading.Event()

    def look_out() -> None:
        while not over.wait(look_every):
            try:
                beside.look()
            except OSError as trouble:  # no memory, no more processes: tried again
                log.error("a process beside the server could not be started: %s", trouble)

    watch = threading.Thread(target=look_out, daemon=True)
    watch.start()
    try:
        yield beside
    finally:
        over.set()
        watch.join()
        beside.end()


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def _close(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
