"""PostgreSQL's write-ahead log, decoded: which transaction wrote which key, where in the log, by what kind of record.

``pg_waldump`` tells each record's place, transaction and kind; the keys themselves are found in the record's bytes.
"""

from __future__ import annotations

import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support import postgres
from tests.support.safety import attack

SEGMENT, PAGE = 16 * 1024 * 1024, 8192
_RECORD = re.compile(r"rmgr: (\S+) .*?tx:\s*(\d+), lsn: ([0-9A-F]+)/([0-9A-F]+), .*?desc: (\S+)")


@dataclass(frozen=True)
class Written:
    """A key in a record of the log. ``place``: the record's LSN and the key's own; ``kind``: such as "Heap INSERT"."""

    key: str
    xid: int
    place: tuple[int, int]
    kind: str


def segments(folder: Path) -> list[Path]:
    """The files of a log that was kept, or of an archive of it, in order."""
    return sorted(file for file in folder.iterdir() if re.fullmatch("[0-9A-F]{24}", file.name))


def content(folder: Path) -> bytes:
    """All that the log says, without the headers of its pages: a record that goes on over them is whole."""
    return b"".join(body for file in segments(folder) for body in _bodies(file.read_bytes().rstrip(b"\0")))


def read(cluster: postgres.Cluster, folder: Path | None = None, **keys: Sequence[str]) -> dict[str, list[Written]]:
    """Every place in the kept log, or in an archive of it in ``folder``, where one of the keys was written, in order; by the
    names under which they were given.
    """
    folder = folder or cluster.data / "pg_wal"
    files = segments(folder)
    records = _records(cluster, folder, files[0].name, files[-1].name)
    starts = [lsn for lsn, _xid, _kind in records]
    found: dict[str, list[Written]] = {what: [] for what in keys}
    for file in files:
        first, data = _number(file.name) * SEGMENT, file.read_bytes().rstrip(b"\0")
        for what, some in keys.items():
            for place, key in _standing_in(data, first, some):
                at = bisect_right(starts, place) - 1
                if at >= 0 and place < starts[-1]:
                    lsn, xid, kind = records[at]
                    found[what].append(Written(key, xid, (lsn, place), kind))
    return found


def orders(written: Sequence[Written], name: str) -> dict[str, list[str]]:
    """The orders that the log keeps of the keys: by place, first and last, by transaction, and for each kind of
    record.
    """
    by_place = sorted(written, key=lambda each: each.place)
    named = {
        f"{name}, first in the log": by_place,
        f"{name}, last in the log": by_place[::-1],
        f"{name}, by transaction": sorted(written, key=lambda each: (each.xid, each.place)),
    }
    for kind in {each.kind for each in written}:
        named[f"{name}, in the log by {kind}"] = [each for each in by_place if each.kind == kind]
    return {by: list(dict.fromkeys(each.key for each in some)) for by, some in named.items()}


def _number(file: str) -> int:
    return int(file[8:16], 16) * 256 + int(file[16:24], 16)


def _records(cluster: postgres.Cluster, folder: Path, first: str, last: str) -> list[tuple[int, int, str]]:
    try:
        said = cluster.tool("pg_waldump", "--path", str(folder), first, last).stdout
    except subprocess.CalledProcessError as ended:  # it ends with an error where the log ends
        said = ended.stdout
    found = _RECORD.findall(said)
    return sorted(
        (int(high, 16) << 32 | int(low, 16), int(xid), f"{manager} {what}") for manager, xid, high, low, what in found
    )


def _standing_in(data: bytes, first: int, keys: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(LSN, key); a record may go on over the header of a page, so that its bytes are put together first."""
    heads, bodies = _heads(data), _bodies(data)
    begins, total = [], 0
    for body in bodies:
        begins.append(total)
        total += len(body)
    for place, key in attack.standing_in(b"".join(bodies), keys):
        at = bisect_right(begins, place) - 1
        yield first + at * PAGE + heads[at] + place - begins[at], key


def _heads(data: bytes) -> list[int]:
    """How long the header of each page is."""
    return [40 if start == 0 else 24 for start in range(0, len(data), PAGE)]


def _bodies(data: bytes) -> list[bytes]:
    return [data[at * PAGE + head : (at + 1) * PAGE] for at, head in enumerate(_heads(data))]
