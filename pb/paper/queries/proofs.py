"""Key files that prove themselves, whatever the database calls their fingerprint: by what is noted of them beside the
anchor, or by what was made with them.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select

from pb import keystore
from pb.database import db
from pb.paper.models import Bundle, Entry, Ruling
from pb.record.queries import part_of_verifying
from pb.record.queries.key_proofs import is_proven, key_file_is_noted, marked_a_line, marked_the_newest_line
from pb.record.rules import fault_in_words
from pb.rounds.models import Round


def proven_keys() -> list[str]:
    """Names of keys that are called lost, but whose file is right: the anchor of this database knows it; or it marked
    the newest line of the record ("marks"), or opens a paper that was typed in its round ("desk-7"). Somebody has
    changed their fingerprint in the database.
    """
    return [file.stem for file in keystore.lost_keys() if is_proven(file.stem) or _proves_itself(file.stem)]


def doubtful_keys() -> list[str]:
    """Names of keys that are called lost and do not prove themselves, though the file is the one that belongs to its
    folder, or marked older lines: the folder and the database do not go together, or the record was changed as well.
    """
    return [file.stem for file in keystore.lost_keys() if _is_doubtful(file.stem)]


def dead_after_all() -> list[str]:
    """Desk keys of published rounds of which the database no longer says that they are dead."""
    rounds = select(Round.id).where(Round.frozen_at.is_not(None), Round.source == "people").order_by(Round.id)
    names = map(keystore.desk_key, db.session.connection().scalars(rounds).all())
    return [name for name in names if keystore.is_surely_dead(name) and not keystore.is_noted_dead(name)]


@part_of_verifying
def _changed_fingerprints() -> Iterator[str]:
    yield from (fault_in_words("changed_fingerprint", name=name) for name in proven_keys())


def _is_doubtful(name: str) -> bool:
    key = keystore.key_in_file(name)
    if key is None or is_proven(name) or _proves_itself(name):
        return False
    return key_file_is_noted(name) or (name == "marks" and marked_a_line(key))


def _proves_itself(name: str) -> bool:
    key = keystore.key_in_file(name)
    if key is None:
        return False
    if name == "marks":
        return marked_the_newest_line(key)
    return name.startswith("desk-") and _opens_a_paper(int(name.removeprefix("desk-")), key)


def _opens_a_paper(round_id: int, key: bytes) -> bool:
    cipher = Fernet(base64.urlsafe_b64encode(key))
    for model in (Entry, Ruling):
        sealed = select(model.sealed).join(Bundle, Bundle.id == model.bundle_id).where(Bundle.round_id == round_id)
        if any(_opens(cipher, text) for text in db.session.connection().scalars(sealed)):
            return True
    return False


def _opens(cipher: Fernet, sealed: str) -> bool:
    try:
        cipher.decrypt(sealed)
    except (InvalidToken, ValueError):
        return False
    return True
