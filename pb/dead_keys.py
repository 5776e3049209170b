"""What the database says of a key changes: a desk key dies with the publication of its round (the act notes it, then the
file is overwritten), a lost key is given up, and a file that proved itself is believed again.
"""

from __future__ import annotations

import logging

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb.database import db
from pb.keystore import (
    DEAD,
    DESK,
    LENGTH,
    KeyFingerprint,
    KeyLost,
    file_of_key,
    fingerprint_of,
    forget_cached,
    is_surely_dead,
    key_in_file,
    lost_keys,
    may_be_dead,
)
from pb.shredding import destroy
from pb.stored_secret import stored_secret

log = logging.getLogger("pb")


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

    The note is not believed alone: whoever writes to the database could have the key of a round destroyed that still
    needs it, or one kept that is dead.
    """
    noted = db.session.scalars(select(KeyFingerprint.name).where(KeyFingerprint.fingerprint == DEAD)).all()
    there = [file.stem for ending in ("key", "damaged") for file in file_of_key("desk").parent.glob(f"desk-*.{ending}")]
    for name in sorted({*noted, *filter(is_surely_dead, there)}):
        if not DESK.fullmatch(name):
            continue  # no other key ever dies: somebody has written this row, to have a key destroyed
        try:
            if not may_be_dead(name):
                log.error("%s is not destroyed: its result is not published. See flask check", file_of_key(name))
                continue
            forget_cached(name)
            for file in (file_of_key(name), file_of_key(name).with_suffix(".damaged")):
                destroy(file)
        except KeyLost:
            return  # nothing proves that anything is published
        except OSError as trouble:
            log.error("%s could not be destroyed: %s; it is tried again at the next start", file_of_key(name), trouble)


def believe_file(session: Session, name: str) -> None:
    """Write the fingerprint of the key file into the database. Part of a bigger act, which has seen that it is right."""
    key = key_in_file(name)
    assert key is not None
    session.execute(delete(KeyFingerprint).where(KeyFingerprint.name == name))
    session.add(KeyFingerprint(name=name, fingerprint=fingerprint_of(name, key)))
    session.flush()
    forget_cached(name)


def restore(name: str, key: bytes, *, is_proven: bool = False) -> bool:
    """Put a lost key back into its file; False, and nothing is done, where it is not the one of this database.
    ``is_proven``: it is, whatever the database calls its fingerprint.
    """
    known = db.session.scalar(select(KeyFingerprint.fingerprint).where(KeyFingerprint.name == name))
    if len(key) != LENGTH or not (is_proven or known == fingerprint_of(name, key)):
        return False
    file = file_of_key(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    stored_secret(file, key.hex())
    forget_cached(name)
    return True


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
