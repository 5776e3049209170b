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

#: A file system in memory. Databases of the tests wait for their disk as real ones do (the program insists on it); here
#: they wait for nothing.
MEMORY = Path("/dev/shm")
#: Bytes that must be free in it; a whole run takes a tenth of this.
ENOUGH = 4 * 2**30


def begin() -> None:
    """Called by pytest's first process; its workers inherit all names. Temporary files go into memory where there is
    enough of it, unless ``TMPDIR`` says where they go.
    """
    if "TMPDIR" not in os.environ and _has_room(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="pb-tests-")
    os.environ[_PROCESS] = str(os.getpid())
    # Every server that a test starts compiles the program anew (5 seconds of a processor) where Python may not keep it.
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder() / "bytecode")


def _has_room(folder: Path) -> bool:
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return False
    free_memory = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(shutil.disk_usage(folder).free, free_memory) >= ENOUGH


def end() -> None:
    """Remove what the run kept."""
    shutil.rmtree(os.environ.pop(_FOLDER), ignore_errors=True)


def goes_on() -> bool:
    """Whether this process belongs to a run."""
    return _FOLDER in os.environ


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
