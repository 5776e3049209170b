"""Key files that prove themselves by what was made with them, whatever the database calls their fingerprint."""

from __future__ import annotations

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select

from pb import keystore
from pb.database import db
from pb.marks import mark_with
from pb.paper.models import Bundle, Entry, Ruling
from pb.record.queries import marks_of_lines
from pb.record.rules import LINE


def proven_keys() -> list[str]:
    """Names of keys that are called lost, but whose file is right: it marked the newest line of the record ("marks"), or
    opens a paper that was typed in its round ("desk-7"). Somebody has changed their fingerprint in the database.
    """
    return [file.stem for file in keystore.lost_keys() if _proves_itself(file.stem)]


def has_marked_a_line() -> bool:
    """Whether the file of the key "marks" marked any line of the record, be it an old one."""
    key = keystore.key_in_file("marks")
    if key is None:
        return False
    return any(_is_marked(key, *line) for line in marks_of_lines())


def _proves_itself(name: str) -> bool:
    key = keystore.key_in_file(name)
    if key is None:
        return False
    if name == "marks":
        line = next(marks_of_lines(), None)
        return line is not None and _is_marked(key, *line)
    return name.startswith("desk-") and _opens_a_paper(int(name.removeprefix("desk-")), key)


def _is_marked(key: bytes, hash_: str, mark: str | None) -> bool:
    return mark is not None and hmac.compare_digest(mark.encode(), mark_with(key, LINE, hash_).encode())


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
