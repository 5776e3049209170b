"""The keys of the programme that lie in ``KEYS_DIR``: "codes" (hashes of codes), "marks" (what the program itself wrote,
see ``pb.marks``), and for each round a desk key, under which its typed papers are sealed. (Ballot keys lie there too;
``pb.voting.actions.ballot_keys`` keeps them.)

Each is made on first use, and its fingerprint is written into the database together with the first thing made with it.
From then on the programme works with that key or not at all: a folder that was lost, or another machine's, must not
quietly get a fresh key, with which every voting code would read as unknown and no typed paper could be read.

A desk key dies with the publication of its round: the act notes it in place of the fingerprint, then the file is
overwritten. A dead key is not a lost one, is never made anew, and a copy of it that is put back is destroyed again.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import String, bindparam, inspect, select, text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.refusals import Refusal
from pb.stored_secret import stored_secret
from pb.words import lazy_gettext as _l

#: Keys that every database needs.
NAMES = ("codes", "marks")
#: Bytes of a key; its file has two hexadecimal digits for each.
LENGTH = 32

#: In place of the fingerprint of a key that is destroyed for good.
DEAD = ""

#: The one desk key of before migration 0006 dies as well.
DESK = re.compile(r"desk(-\d{1,9})?")


def desk_key(round_id: int) -> str:
    """The name of the key under which the typed papers of a round are sealed."""
    return f"desk-{round_id}"


class KeyFingerprint(db.Model):
    """Which key this database was made with; ``DEAD`` once it is destroyed. Tells nothing of the key."""

    __tablename__ = "key_fingerprint"

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))


_OF_KEY = select(KeyFingerprint.fingerprint).where(KeyFingerprint.name == bindparam("key"))
_LIVING = select(KeyFingerprint.name, KeyFingerprint.fingerprint).where(KeyFingerprint.fingerprint != DEAD)


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


_published: list[Callable[[int], bool]] = []


def says_what_is_published(look: Callable[[int], bool]) -> Callable[[int], bool]:
    """The room of results says whether the result of a round is published: the database alone has no key destroyed."""
    _published.append(look)
    return look


def may_be_dead(name: str) -> bool:
    """Whether a key may be noted as dead. Raises ``KeyLost`` while the key "marks", which proves it, is not there."""
    if not DESK.fullmatch(name):
        return False  # no other key ever dies
    return name == "desk" or any(look(int(name.removeprefix("desk-"))) for look in _published)


def is_surely_dead(name: str) -> bool:
    """Whether it is the desk key of a published round, and so dead whatever the database says of the key itself: else
    nobody would destroy a copy that somebody is led to put back. False while the key "marks" is not there.
    """
    try:
        return name != "desk" and may_be_dead(name)
    except KeyLost:
        return False


def wrongly_dead() -> list[str]:
    """Desk keys that the database calls dead although their result is not published: somebody has written that row."""
    dead = db.session.connection().scalars(select(KeyFingerprint.name).where(KeyFingerprint.fingerprint == DEAD))
    try:
        return [name for name in sorted(dead.all()) if DESK.fullmatch(name) and not may_be_dead(name)]
    except KeyLost:
        return []


def load_key(name: str) -> bytes:
    """The key ``name`` of this programme (32 bytes), made on first use. Raises ``KeyLost`` when it should be there
    and is not, ``KeyIsDead`` when it was destroyed.
    """
    # (Each row that is read asks for a key: the proxy itself is slower than all the rest.)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    found: dict[str, bytes] = app.extensions.setdefault("pb_loaded_keys", {})
    if name in found:
        return found[name]
    known = _known(name)
    if is_surely_dead(name) or (known == DEAD and may_be_dead(name)):
        raise KeyIsDead
    is_new = known is None
    known = _make(name) if is_new else known
    key = key_in_file(name)
    if key is None or known != fingerprint_of(name, key):
        raise KeyLost(file_of_key(name))
    if not is_new:  # what was just written may still be rolled back, and is looked at again
        found[name] = key
    return key


def forget_cached(name: str) -> None:
    """Read the key anew at its next use: another process may have given up the one that this process holds.

    For acts that make many things with it.
    """
    current_app.extensions.get("pb_loaded_keys", {}).pop(name, None)


def lost_keys() -> list[Path]:
    """The files that this database needs and that are missing from ``KEYS_DIR``, are another database's, or damaged."""
    needed = sorted({*NAMES, *_fingerprints(), *wrongly_dead()})
    return [file_of_key(name) for name in needed if _is_lost(name) and not is_surely_dead(name)]


def agreed_fingerprints() -> dict[str, str]:
    """The fingerprint of each key on which the database and the file agree, by its name; for the anchor."""
    known = _fingerprints()
    files = {name: key for name in known if (key := key_in_file(name)) is not None}
    return {name: known[name] for name, key in files.items() if known[name] == fingerprint_of(name, key)}


def knows_any() -> bool:
    """Whether this database was made with keys."""
    return bool(_fingerprints())


def _fingerprints() -> dict[str, str]:
    """What the database says of keys that live, by their names. Another name than ours is nobody's key: "round-7" would
    be the file of a ballot key.
    """
    return {name: known for name, known in db.session.connection().execute(_LIVING) if is_a_name(name)}


def is_noted_dead(name: str) -> bool:
    """Whether the database says that this key is destroyed."""
    return _known(name) == DEAD


def is_there(name: str) -> bool:
    """Whether there is a file for this key, or the database knows of one."""
    return file_of_key(name).exists() or _known(name) is not None


def is_a_name(name: str) -> bool:
    """Whether a key of ours can be called so."""
    return name in NAMES or DESK.fullmatch(name) is not None


def faults() -> list[tuple[str, dict[str, str]]]:
    """Fingerprints that are not in the database although their keys were made ("no_fingerprint"), or that no key of ours
    has ("unknown_key"), and keys that it calls dead too early ("dead_too_early"), each with its ``name``.
    """
    known = set(db.session.connection().scalars(select(KeyFingerprint.name)))
    missing = [name for name in NAMES if name not in known and file_of_key(name).exists()]
    return [
        *(("no_fingerprint", {"name": name}) for name in missing),
        *(("unknown_key", {"name": name}) for name in sorted(known) if not is_a_name(name)),
        *(("dead_too_early", {"name": name}) for name in wrongly_dead()),
    ]


def _is_lost(name: str) -> bool:
    known, key = _known(name), key_in_file(name)
    if key is None:
        return known is not None or file_of_key(name).exists()
    return known is not None and known != fingerprint_of(name, key)


def has_tables() -> bool:
    """Whether the database has been set up, and by a version of this programme that knows keys."""
    return inspect(db.engine).has_table(KeyFingerprint.__tablename__)


#: Two processes may start at the same moment: the key of the first one is kept.
_REMEMBER = text("INSERT INTO key_fingerprint (name, fingerprint) VALUES (:name, :fingerprint) ON CONFLICT DO NOTHING")


def _make(name: str) -> str | None:
    """Make the key file if there is none. Returns the key's fingerprint, and saves it if a transaction is writing; None
    for a damaged file.
    """
    file_of_key(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    stored_secret(file_of_key(name))
    if (key := key_in_file(name)) is None:
        return None  # damaged
    fingerprint = fingerprint_of(name, key)
    session = db.session()
    if not session.info.get("writing"):  # a page is only being read, so nothing depends on the key yet
        return fingerprint
    session.connection().execute(_REMEMBER, {"name": name, "fingerprint": fingerprint})
    return _known(name)


def _known(name: str) -> str | None:
    # Asks the connection, not the session: a text may be sealed during a flush, when the session cannot run queries.
    return db.session.connection().scalar(_OF_KEY, {"key": name})


def key_in_file(name: str) -> bytes | None:
    """What the file says. None where there is no file, or its content cannot be a key, because it is cut short or not ours."""
    try:
        key = bytes.fromhex(file_of_key(name).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
    return key if len(key) == LENGTH else None


def file_of_key(name: str) -> Path:
    """Where this key belongs."""
    return current_app.config["KEYS_DIR"] / f"{name}.key"


def fingerprint_of(name: str, key: bytes) -> str:
    """What the database keeps of a key."""
    return hmac.new(key, f"fingerprint of {name}".encode(), hashlib.sha256).hexdigest()
