"""A form is sent once: its key (an idempotency key) is spent in the transaction of what the form does.

Each form of a page has a random key. The first lasting transaction of the request that sends the form writes the key's
hash: what was done and "spent" are saved together or not at all. Whoever sends the same form again, by a second press on
a slow line or by Back and another press, does nothing: they get the first answer.

An answer may show a secret (a new voting code, the link of an invitation). So it is sealed under the form's key, which
only the page has, and a secret of the browser that sent it, which only its cookie has; no more than their hash is kept.
After ten minutes nobody gets it; a key is known for a day. No row tells a time closer than the hour (when an answer was
made is sealed with it), and no form of a voter is among them: a vote is cast once by its right.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, String, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb import clock
from pb.database import UTCTime, db, transaction
from pb.derived_keys import derived_key

#: So long a key is known, and so long its answer is given again.
KNOWN_FOR = timedelta(days=1)
ANSWERED_FOR = timedelta(minutes=10)
_HOUR = timedelta(hours=1)
#: Bytes before a sealed answer, and of the second at which it was made, inside.
_NONCE, _MADE_AT = 12, 8
_INSERT: dict[str, Callable[[Any], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class FormKey(db.Model):
    """The key of a form that did something. ``answer``: what its first sender was answered, sealed; empty while that is
    being made, None when it is not kept or too old.
    """

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCTime, index=True)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)


class SentBefore(Exception):
    """This form has done what it does."""


def new_key() -> str:
    """A key for one form: 128 bits, as text for a hidden field."""
    return secrets.token_urlsafe(16)


def hash_of(key: str, *where: str) -> str:
    """What is kept of a key. ``where`` it was sent, and by whom: elsewhere the same text is another key."""
    return hashlib.sha256("\n".join((*where, key)).encode()).hexdigest()


def spend(session: Session, key_hash: str) -> None:
    """Spend a key, as part of what its form does. Raises ``SentBefore``; who sends at the same moment waits for the
    first.
    """
    _forget(session)
    this_hour = clock.now().replace(minute=0, second=0, microsecond=0)
    row = {"key_hash": key_hash, "expires_at": this_hour + KNOWN_FOR, "answer": b""}
    insert = _INSERT[session.get_bind().dialect.name](FormKey).values(row).on_conflict_do_nothing()
    if session.execute(insert).rowcount == 0:  # type: ignore[attr-defined]
        raise SentBefore


def forget_old() -> None:
    """Wipe what nobody gets any longer. (Until an answer goes it may be two hours, as no row tells a closer time.)"""
    with transaction(durable=False) as session:
        _forget(session)


def _forget(session: Session) -> None:
    now = clock.now()
    session.execute(delete(FormKey).where(FormKey.expires_at < now))
    too_old = FormKey.expires_at < now + KNOWN_FOR - _HOUR - ANSWERED_FOR
    session.execute(update(FormKey).where(FormKey.answer.is_not(None), too_old).values(answer=None))


def is_spent(key_hash: str) -> bool:
    """Whether a form with this key has done something, and what it did was saved."""
    return _row(key_hash) is not None


def give_back(key_hash: str) -> None:
    """The form did not do in the end what it was sent for, and may be sent again."""
    with transaction(durable=False) as session:
        session.execute(delete(FormKey).where(FormKey.key_hash == key_hash))


def keep_answer(secret: str, key_hash: str, answer: bytes | None) -> None:
    """Keep what the first sender is answered, sealed under ``secret``; None: it is not to be kept."""
    sealed = None
    if answer is not None:
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + _cipher(secret, key_hash).encrypt(nonce, _now().to_bytes(_MADE_AT) + answer, None)
    with transaction(durable=False) as session:
        session.execute(update(FormKey).where(FormKey.key_hash == key_hash).values(answer=sealed))


def is_being_answered(key_hash: str) -> bool:
    """Whether the first sender's answer is still being made."""
    row = _row(key_hash)
    return row is not None and row.answer == b""


def kept_answer(secret: str, key_hash: str) -> bytes | None:
    """The first sender's answer; None where it is not kept, or too old."""
    row = _row(key_hash)
    if row is None or not row.answer:
        return None
    try:
        found = _cipher(secret, key_hash).decrypt(row.answer[:_NONCE], row.answer[_NONCE:], None)
    except InvalidTag:
        return None
    made_at, answer = int.from_bytes(found[:_MADE_AT]), found[_MADE_AT:]
    return answer if 0 <= _now() - made_at <= ANSWERED_FOR.total_seconds() else None


def _row(key_hash: str) -> FormKey | None:
    return db.session.get(FormKey, key_hash, populate_existing=True)


def _now() -> int:
    """In seconds."""
    return int(clock.now().timestamp())


def _cipher(secret: str, key_hash: str) -> AESGCM:
    return AESGCM(derived_key(secret, f"pb answer {key_hash}".encode()))
