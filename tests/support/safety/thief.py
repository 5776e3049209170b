"""A thief who keeps everything: each backup, the raw files and logs of the database, ``KEYS_DIR`` of each moment, and
the blocks of the disk in which a file of it once lay.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select, text

from pb.database import db, is_engine_of_sqlite
from pb.voting.rules.ballot_keys import key_of
from pb.voting.rules.sealing import EnvelopeOpener, Unreadable
from tests.support import postgres

_HEX = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass
class Moment:
    """What lay there at one moment: ``rows`` of each table, ``files`` of the database, files of ``KEYS_DIR`` and
    freed blocks of the disk it is on.
    """

    rows: dict[str, list[dict[str, Any]]]
    files: list[bytes]
    folder: dict[str, bytes]
    freed: list[bytes]

    @property
    def raw(self) -> bytes:
        """The files of the database, one after another."""
        return b"\n".join(self.files)

    @property
    def secrets(self) -> set[bytes]:
        """Everything in folder and freed blocks that could be a key of 32 bytes."""
        return set(keys_in([*self.folder.values(), *self.freed]))


def keys_in(contents: Iterable[bytes]) -> Iterator[bytes]:
    for content in contents:
        yield from (bytes.fromhex(each.decode()) for each in _HEX.findall(content))
        if len(content) == 32:
            yield content


class Disk:
    """The blocks of every file of ``KEYS_DIR`` that was removed or replaced, as they are afterwards."""

    def __init__(self, folder: Path, freed: Path, monkeypatch: Any) -> None:
        self._folder, self._freed = folder, freed
        freed.mkdir()
        for owner, name, which in (
            (Path, "unlink", 0), (os, "unlink", 0), (os, "remove", 0),
            (Path, "replace", 1), (Path, "rename", 1), (os, "replace", 1), (os, "rename", 1),
        ):  # fmt: skip
            monkeypatch.setattr(owner, name, self._watched(getattr(owner, name), which))

    def _watched(self, real: Any, which: int) -> Any:
        def freeing(*paths: Any, **how: Any) -> Any:
            file = Path(paths[which])
            if file.parent == self._folder and file.exists():
                os.link(file, self._freed / f"{len(list(self._freed.iterdir()))} {file.name}")
            return real(*paths, **how)

        return freeing

    def blocks(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted(self._freed.iterdir())]


@dataclass
class Thief:
    """Takes everything again and again; ``haul`` is it by moment."""

    folder: Path
    disk: Disk
    haul: dict[str, Moment] = field(default_factory=dict)

    def steals(self, moment: str) -> None:
        """A copy of everything as it is now."""
        rows = {
            name: [dict(row) for row in db.session.execute(select(table)).mappings()]
            for name, table in db.metadata.tables.items()
        }
        files = _files()
        db.session.rollback()
        folder = {file.name: file.read_bytes() for file in self.folder.iterdir()}
        self.haul[moment] = Moment(rows, files, folder, self.disk.blocks())

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table in all backups, each once."""
        seen = {str(row): row for moment in self.haul.values() for row in moment.rows[table]}
        return list(seen.values())

    def reads_votes(self, round_: Any, moment: str) -> dict[str, list[int]]:
        """Votes on screens and from papers: what was chosen by right, with the keys of one moment and all backups."""
        numbers = (int.from_bytes(secret, "big") for secret in self.haul[moment].secrets)
        found: dict[str, list[int]] = {}
        for number in numbers:
            if _public(number) != round_.public_key:
                continue
            for row in self.rows("envelope"):
                try:
                    choices = EnvelopeOpener(number).unseal(round_.id, row["right_key"], row["sealed"])
                except Unreadable:
                    continue
                found[row["right_key"]] = sorted(choices)
        return found

    def reads_papers(self, moment: str) -> dict[str, str]:
        """What was typed, by serial."""
        serials = {row["id"]: row["serial"] for row in self.rows("paper")}
        found: dict[str, str] = {}
        for secret in self.haul[moment].secrets:
            cipher = Fernet(base64.urlsafe_b64encode(secret))
            for row in self.rows("entry"):
                try:
                    found[serials[row["paper_id"]]] = cipher.decrypt(row["sealed"]).decode().strip()
                except InvalidToken:
                    break  # all entries of one round have one key
        return found

    def everything(self) -> bytes:
        """All that was stolen, as one heap of bytes. What is the same at two moments, as most of PostgreSQL's files are, is
        in it once.
        """
        return b"\n".join(
            dict.fromkeys(
                part
                for moment in self.haul.values()
                for part in (str(moment.rows).encode(), *moment.files, *moment.folder.values(), *moment.freed)
            )
        )


def _public(number: int) -> str | None:
    try:
        return key_of(number).public
    except ValueError:
        return None  # no number of this curve


def _files() -> list[bytes]:
    """The database's own files: pages that are free are among them, and SQLite's write-ahead log."""
    if is_engine_of_sqlite(db.engine):
        file = Path(str(db.engine.url.database))
        log = file.with_name(f"{file.name}-wal")
        return [file.read_bytes(), log.read_bytes() if log.exists() else b""]
    oid = db.session.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    db.session.commit()
    with postgres.shared().connection() as connection:
        connection.execute("CHECKPOINT")
    folder = postgres.shared().data / "base" / str(oid)
    return [file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()]


def trials(contents: Iterable[str], beside: Iterable[str], secrets: Iterable[bytes]) -> Iterator[bytes]:
    """Every plain and keyed hash that a program could have kept of what somebody chose, alone and beside what is known
    of them.
    """
    known = list(beside)
    for content in contents:
        numbers = content.split()
        for form in (content, f"|{content}", " ".join(f"{n}:1" for n in numbers), f"{{{_pairs(numbers)}}}"):
            for said in (form, *(f"{each}{mark}{form}" for each in known for mark in ("|", ":", ""))):
                yield hashlib.sha256(said.encode()).digest()
                for secret in secrets:
                    yield hmac.new(secret, said.encode(), hashlib.sha256).digest()


def _pairs(numbers: list[str]) -> str:
    return ",".join(f'"{n}":1' for n in numbers)


def found_in(heap: bytes, digests: Iterable[bytes]) -> list[bytes]:
    """Those of the hashes that stand in the heap, as bytes or written in hexadecimal digits."""
    wanted, written = list(digests), {bytes.fromhex(each.decode()) for each in _HEX.findall(heap)}
    first = np.array([int.from_bytes(each[:4], "little") for each in wanted], dtype="<u4")
    there: set[int] = set()
    ends = np.zeros(2**16, dtype=bool)
    ends[first & 0xFFFF] = True
    for start in range(4):  # the first four bytes of each hash, at every place of the heap; two of them sort most out
        part = np.frombuffer(heap, dtype="<u4", offset=start, count=(len(heap) - start) // 4)
        likely = part[ends[part & 0xFFFF]]
        there |= set(likely[np.isin(likely, first)].tolist())
    return [
        each for each in wanted if each in written or (int.from_bytes(each[:4], "little") in there and each in heap)
    ]
