"""The anchor: which line of the record is the newest, kept in ``KEYS_DIR/anchor``, outside of the database.

The marks say that the program wrote what is there. Only the anchor says that nothing newer is missing: an older copy of
the database has right marks throughout. Beside that it notes the fingerprints of the keys in the folder: those in the
database are what somebody with the database alone can change.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from flask import current_app

from pb.causes import cause_of
from pb.shredding import sync_folder
from pb.turns import locked

log = logging.getLogger("pb")


@dataclass(frozen=True)
class Anchor:
    """``position`` and ``hash`` of the newest line; ``marks_from``: the first line from which on all are marked (0 in
    a database that is older than the marks, until it has been marked). ``stamp``: that of the totals of the tables
    ``stamped`` (``pb.mark_stamps``; 0 before the first). ``keys``: the fingerprint of each key, by its name, on which
    the database and the file agreed first."""

    position: int
    hash: str
    marks_from: int
    stamp: int = 0
    stamped: Sequence[str] = ()
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RestoredBackup:
    """A backup that ``flask restore`` put into ``database`` (its address, without a password): the newest ``line`` of
    its record, and when it was ``made`` (ISO 8601, UTC), "" where its name does not say. The anchor cannot tell: a vote
    writes no line of the record.
    """

    database: str
    line: int
    made: str = ""


def note_put_back(what: RestoredBackup) -> None:
    """Noted beside the anchor, until somebody says that there is no newer backup, and the record has a line about it."""
    folder = file().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(str(folder)):
        _write_whole(_put_back_file(), asdict(what))


def put_back(database: str) -> RestoredBackup | None:
    """What was put back into ``database`` and is in no line of its record yet."""
    try:
        noted = RestoredBackup(**json.loads(_put_back_file().read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return noted if noted.database == database else None


def forget_put_back() -> None:
    """The record has its line."""
    _put_back_file().unlink(missing_ok=True)


def _put_back_file() -> Path:
    return file().with_name("put-back")


def stored() -> Anchor | None:
    """The anchor; None where there is none, or what is there cannot be read. What a newer version noted beside is left
    out.
    """
    try:
        noted = json.loads(file().read_text(encoding="ascii"))
        return Anchor(**{each.name: noted[each.name] for each in fields(Anchor) if each.name in noted})
    except (FileNotFoundError, ValueError, TypeError):
        return None


def keep(
    position: int,
    hash_: str,
    *,
    follows: bool,
    marked: bool,
    begins: bool = False,
    backwards: bool = False,
    stamp: int = 0,
    stamped: Sequence[str] = (),
    keys: Mapping[str, str] | None = None,
    given_up: Collection[str] = (),
) -> None:
    """``follows``: the line that was noted last is still in the record, or this is the first line of all; ``marked``: the
    lines before are marked, or there are none; ``begins``: everything was marked anew with this one. ``given_up``: keys in
    whose place there are other ones from now on; of any other key the first fingerprint stays noted.

    Line ``position`` is in the database for good. Never goes back unless ``backwards``: of several processes the one
    with the newer line wins.

    The act has happened by now, so trouble with the folder is for the log: the anchor then catches up at the next act.
    """
    try:
        file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(str(file().parent)):
            before = stored()
            if before and before.position >= position and not backwards:
                return
            if not follows and not begins and not backwards:
                # A newer line must not make an older copy of the database right, nor an anchor that was taken away.
                log.error("the anchor is not that of this database: flask record verify says more")
                if before and before.stamp < stamp:  # a stamp needs no line
                    _write(replace(before, stamp=stamp, stamped=list(stamped)))
                return
            start = before.marks_from if before else position if marked else 0
            if before and before.stamp > stamp:  # another process has stamped since
                stamp, stamped = before.stamp, before.stamped
            noted = {name: each for name, each in (before.keys if before else {}).items() if name not in given_up}
            known = {**noted, **(keys or {})} if backwards else {**(keys or {}), **noted}
            _write(Anchor(position, hash_, position if begins else start, stamp, list(stamped), known))
    except OSError as trouble:
        log.error("the anchor of the record could not be written: %s", cause_of(trouble))


def keep_stamp(stamp: int, stamped: Sequence[str]) -> bool:
    """Totals got this stamp without an act; False where it could not be noted. Never goes back, and makes no anchor
    where there is none.
    """
    try:
        with locked(str(file().parent)):
            before = stored()
            if before and before.stamp < stamp:
                _write(replace(before, stamp=stamp, stamped=list(stamped)))
    except OSError as trouble:
        log.error("the stamp of the totals could not be noted: %s", cause_of(trouble))
        return False
    return True


def keep_keys(keys: Mapping[str, str]) -> None:
    """The database and the files agree on these fingerprints (``keystore.agreed_fingerprints``). Makes no anchor where there is none."""
    try:
        with locked(str(file().parent)):
            before = stored()
            if before and before.keys != (known := {**keys, **before.keys}):
                _write(replace(before, keys=known))
    except OSError as trouble:
        log.error("the fingerprints of the keys could not be noted: %s", type(trouble).__name__)


def _write(anchor: Anchor) -> None:
    _write_whole(file(), asdict(anchor))


def _write_whole(target: Path, what: Mapping[str, object]) -> None:
    unfinished = target.with_suffix(".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        json.dump(what, out)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(target)
    sync_folder(target.parent)


def file() -> Path:
    """Where the anchor lies."""
    return current_app.config["KEYS_DIR"] / "anchor"
