"""One run of the tests: a folder and a lock that all its processes share."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER, _PROCESS = "PB_TEST_FOLDER", "PB_TEST_PROCESS"


def begin() -> None:
    """Called by pytest's first process; its workers inherit both names."""
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="pb-tests-")
    os.environ[_PROCESS] = str(os.getpid())


def end() -> None:
    """Remove what the run kept."""
    shutil.rmtree(os.environ.pop(_FOLDER), ignore_errors=True)


def folder() -> Path:
    """Where the processes of this run put what they share."""
    return Path(os.environ[_FOLDER])


def first_process() -> int:
    """The process whose end is the end of the run."""
    return int(os.environ[_PROCESS])


@contextmanager
def alone(what: str) -> Iterator[Path]:
    """Hold the lock for ``what`` among the processes of this run; gives the path of the thing itself."""
    with open(folder() / f"{what}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder() / what
