"""Numbers for whoever watches over the server, in Prometheus' text form: of all requests together, never of a page, an
address or a person.

The processes of the server share one piece of memory, made before they are started; each has a place of its own in it,
so that none waits for another, and a sum is over all of them whichever is asked. Nothing is written to a disk.
"""

from __future__ import annotations

import mmap
import os
import struct
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

#: Processes at the same time; a place of one that has ended is taken over with its numbers, as sums never go back.
PLACES = 64
#: Seconds, upper ends: coarse, for "as fast as ever" or not.
BUCKETS = (0.1, 0.5, 1.0, 5.0)
CLASSES = ("2xx", "3xx", "4xx", "5xx")
#: Numbers of a place. The last three are of this moment: they do not outlive their process.
NAMES = ("pid", *CLASSES, *(f"le {each}" for each in BUCKETS), "count", "seconds", "in hand", "in use", "most")
_OF_THE_MOMENT = ("in hand", "in use", "most")
_PLACE = struct.Struct(f"{len(NAMES)}d")


class Measures:
    """The numbers of all processes."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, PLACES * _PLACE.size)
        self._numbers = memoryview(self._memory).cast("d")
        self._mine: tuple[int, int] | None = None
        self._lock = threading.Lock()

    def begins(self) -> float:
        """A request has come; its beginning, for ``ends``."""
        self._add("in hand", 1)
        return time.perf_counter()

    def ends(self, began: float, status: int) -> None:
        """It was answered."""
        seconds = time.perf_counter() - began
        self._add("in hand", -1)
        self._add("count", 1)
        self._add("seconds", seconds)
        self._add(f"{min(max(status // 100, 2), 5)}xx", 1)
        for most in BUCKETS:
            if seconds <= most:
                self._add(f"le {most}", 1)

    def pool(self, in_use: int, most: int) -> None:
        """Connections to the database of this process."""
        self._put("in use", in_use)
        self._put("most", most)

    def _add(self, name: str, number: float) -> None:
        with self._lock:
            self._numbers[self._start() + NAMES.index(name)] += number

    def _put(self, name: str, number: float) -> None:
        with self._lock:
            self._numbers[self._start() + NAMES.index(name)] = number

    def _start(self) -> int:
        """Where this process's numbers begin. (A forked process takes a place of its own.)"""
        pid = os.getpid()
        if self._mine is None or self._mine[0] != pid:
            self._mine = (pid, self._free_place(pid))
        return self._mine[1]

    def _free_place(self, pid: int) -> int:
        step = len(NAMES)
        starts = range(0, PLACES * step, step)
        free = next((start for start in starts if not _lives(int(self._numbers[start]))), (pid % PLACES) * step)
        self._numbers[free] = pid
        for name in _OF_THE_MOMENT:
            self._numbers[free + NAMES.index(name)] = 0
        return free

    def _sum(self, name: str) -> float:
        step, place = len(NAMES), NAMES.index(name)
        starts = range(0, PLACES * step, step)
        if name in _OF_THE_MOMENT:
            return sum(self._numbers[start + place] for start in starts if _lives(int(self._numbers[start])))
        return sum(self._numbers[start + place] for start in starts)

    def processes(self) -> int:
        """How many have a place and run."""
        return sum(_lives(int(self._numbers[start])) for start in range(0, PLACES * len(NAMES), len(NAMES)))

    def text(self) -> str:
        """The exposition format, version 0.0.4."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        requests = ((f'{{status="{each}"}}', self._sum(each)) for each in CLASSES)
        yield from _metric("pb_requests_total", "counter", "Requests that were answered", requests)
        yield from _metric("pb_request_seconds", "histogram", "How long requests took", self._histogram())
        now = "Requests that are being answered now"
        yield from _metric("pb_requests_in_hand", "gauge", now, [("", self._sum("in hand"))])
        pool = [('{state="in_use"}', self._sum("in use")), ('{state="most"}', self._sum("most"))]
        yield from _metric("pb_database_connections", "gauge", "Connections to the database, of all processes", pool)
        yield from _metric("pb_processes", "gauge", "Processes that have answered requests", [("", self.processes())])

    def _histogram(self) -> Iterator[tuple[str, float]]:
        for most in BUCKETS:
            yield f'_bucket{{le="{most}"}}', self._sum(f"le {most}")
        yield '_bucket{le="+Inf"}', self._sum("count")
        yield "_sum", self._sum("seconds")
        yield "_count", self._sum("count")


def _metric(name: str, kind: str, said: str, values: Iterable[tuple[str, Any]]) -> Iterator[str]:
    yield f"# HELP {name} {said}"
    yield f"# TYPE {name} {kind}"
    yield from (f"{name}{more} {value:.10g}" for more, value in values)


def _lives(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


#: Made when the program is read, before the server starts its processes.
measures = Measures()
