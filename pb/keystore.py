"""The keys of the programme that lie in ``KEYS_DIR``: "codes" (hashes of codes), "marks" (what the program itself wrote,
see ``pb.marks``), and for each round a desk key, under which its typed papers are sealed. (Ballot keys lie there too;
``pb.voting.actions.keys`` keeps them.)

Each is made on first use, and its fingerprint is written into the database together with the first thing made with it.
From then on the programme works with that key or not at all: a folder that was lost, or another machine's, must not
quietly get a fresh key, with which every voting code would read as unknown and no typed paper could be read.

A desk key dies with the publication of its round: the act notes it in place of the fingerprint, then the file is
overwritten. A dead key is not a lost one, is never made anew, and a copy of it that is put back is destroyed again.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from pathlib import Path

from flask import current_app
from sqlalchemy import String, delete, inspect, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb.database import db
from pb.refusals import Refusal
from pb.shredding import destroy
from pb.stored_secret import stored_secret
from pb.words import lazy_gettext as _l

log = logging.getLogger("pb")

#: Keys that every database needs.
NAMES = ("codes", "marks")
#: Bytes of a key; its file has two hexadecimal digits for each.
LENGTH = 32


#: In place of the fingerprint of a key that is destroyed for good.
DEAD = ""


#: The one desk key of before migration 0006 dies as well.
_DESK = re.compile(r"desk(-\d+)?")


def desk_key(round_id: int) -> str:
    """The name of the key under which the typed papers of a round are sealed."""
    return f"desk-{round_id}"


class KeyFingerprint(db.Model):
    """Which key this database was made with; ``DEAD`` once it is destroyed. Tells nothing of the key."""

    __tablename__ = "key_fingerprint"

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))


class KeyLost(Refusal):
    """The key that this database was made with is not in its folder. ``file`` is where it belongs."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            _l("This part of the site is not working at the moment."),
            _l("Please try again later, or phone us."),
            status=503,
        )
        self.file = file


class KeyIsDead(Refusal):
    """The key was destroyed for good: nobody can read what it sealed, and nothing is sealed with it any more."""

    def __init__(self) -> None:
        super().__init__(_l("The result has been published, so what was typed from the papers can no longer be read."))


def load_key(name: str) -> bytes:
    """The key ``name`` of this programme (32 bytes), made on first use. Raises ``KeyLost`` when it should be there
    and is not, ``KeyIsDead`` when it was destroyed.
    """
    found: dict[str, bytes] = current_app.extensions.setdefault("pb_loaded_keys", {})
    if name in found:
        return found[name]
    known = _known(name)
    if known == DEAD:
        raise KeyIsDead
    is_new = known is None
    known = known or _make(name)
    key = _key_in_file(name)
    if key is None or known != _fingerprint(name, key):
        log.error(
            "%s is missing, or is not the file that this database was made with: see Backup in README", _file(name)
        )
        raise KeyLost(_file(name))
    if not is_new:  # what was just written may still be rolled back, and is looked at again
        found[name] = key
    return key


def restore(name: str, key: bytes) -> bool:
    """Put a lost key back into its file; False, and nothing is done, where it is not the one of this database."""
    if len(key) != LENGTH or _known(name) not in (None, _fingerprint(name, key)):
        return False
    file = _file(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    stored_secret(file, key.hex())
    forget_cached(name)
    return True


def forget_cached(name: str) -> None:
    """Read the key anew at its next use: another process may have given up the one that this process holds.

    For acts that make many things with it.
    """
    current_app.extensions.get("pb_loaded_keys", {}).pop(name, None)


def lost_keys() -> list[Path]:
    """The files that this database needs and that are missing from ``KEYS_DIR``, are another database's, or damaged."""
    made = db.session.connection().scalars(select(KeyFingerprint.name).where(KeyFingerprint.fingerprint != DEAD))
    return [_file(name) for name in sorted({*NAMES, *made}) if _is_lost(name)]


def is_there(name: str) -> bool:
    """Whether there is a file for this key, or the database knows of one."""
    return _file(name).exists() or _known(name) is not None


def is_a_name(name: str) -> bool:
    """Whether a key of ours can be called so."""
    return name in NAMES or _DESK.fullmatch(name) is not None


def faults() -> list[tuple[str, dict[str, str]]]:
    """Fingerprints that are not in the database although their keys were made ("no_fingerprint"), or that no key of ours
    has ("unknown_key"), each with its ``name``.
    """
    known = set(db.session.connection().scalars(select(KeyFingerprint.name)))
    missing = [name for name in NAMES if name not in known and _file(name).exists()]
    return [
        *(("no_fingerprint", {"name": name}) for name in missing),
        *(("unknown_key", {"name": name}) for name in sorted(known) if not is_a_name(name)),
    ]


def _is_lost(name: str) -> bool:
    known, key = _known(name), _key_in_file(name)
    if key is None:
        return known is not None or _file(name).exists()
    return known is not None and known != _fingerprint(name, key)


def has_tables() -> bool:
    """Whether the database has been set up, and by a version of this programme that knows keys."""
    return inspect(db.engine).has_table(KeyFingerprint.__tablename__)


def forget_lost_keys(session: Session) -> list[str]:
    """Nobody will find these keys again: the programme may make fresh ones. Part of a bigger act; returns their names.

    A file that is there all the same, damaged or somebody else's, is kept under another name: the fresh key is nobody
    else's.
    """
    lost = lost_keys()
    for file in lost:
        if file.exists():
            file.replace(file.with_suffix(".damaged"))
    names = [file.stem for file in lost]
    session.execute(delete(KeyFingerprint).where(KeyFingerprint.name.in_(names)))
    return names


def let_key_die(session: Session, name: str) -> None:
    """Note that nobody needs the key ``name`` again. Part of a bigger act; ``destroy_dead_keys`` comes after its
    commit.
    """
    session.execute(delete(KeyFingerprint).where(KeyFingerprint.name == name))
    session.add(KeyFingerprint(name=name, fingerprint=DEAD))
    session.flush()


def destroy_dead_keys() -> None:
    """Overwrite and remove the files of keys that are dead. Called after an act that let one die, and at every start:
    a program may have been killed in between, and a copy of the folder may have been put back.
    """
    for name in db.session.scalars(select(KeyFingerprint.name).where(KeyFingerprint.fingerprint == DEAD)):
        if not _DESK.fullmatch(name):
            continue  # no other key ever dies: somebody has written this row, to have a key destroyed
        forget_cached(name)
        try:
            for file in (_file(name), _file(name).with_suffix(".damaged")):
                destroy(file)
        except OSError as trouble:
            log.error("%s could not be destroyed: %s; it is tried again at the next start", _file(name), trouble)


#: Two processes may start at the same moment: the key of the first one is kept.
_REMEMBER = text("INSERT INTO key_fingerprint (name, fingerprint) VALUES (:name, :fingerprint) ON CONFLICT DO NOTHING")


def _make(name: str) -> str | None:
    """Make the key file if there is none. Returns the key's fingerprint, and saves it if a transaction is writing; None
    for a damaged file.
    """
    _file(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    stored_secret(_file(name))
    if (key := _key_in_file(name)) is None:
        return None  # damaged
    fingerprint = _fingerprint(name, key)
    session = db.session()
    if not session.info.get("writing"):  # a page is only being read, so nothing depends on the key yet
        return fingerprint
    session.connection().execute(_REMEMBER, {"name": name, "fingerprint": fingerprint})
    return _known(name)


def _known(name: str) -> str | None:
    # Asks the connection, not the session: a text may be sealed during a flush, when the session cannot run queries.
    query = select(KeyFingerprint.fingerprint).where(KeyFingerprint.name == name)
    return db.session.connection().scalar(query)


def _key_in_file(name: str) -> bytes | None:
    """None where there is no file, or its content cannot be a key, because it is cut short or not ours."""
    try:
        key = bytes.fromhex(_file(name).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
    return key if len(key) == LENGTH else None


def _file(name: str) -> Path:
    return current_app.config["KEYS_DIR"] / f"{name}.key"


def _fingerprint(name: str, key: bytes) -> str:
    return hmac.new(key, f"fingerprint of {name}".encode(), hashlib.sha256).hexdigest()
