"""What somebody typed into a form that came too late is kept for a day, and opens for nobody else.

Their sign-in, or the application's code, had ended when the form arrived. The words are sealed under a secret that only
the cookie of this browser has, and for the account or application whose form it was: with the database alone nobody reads
them, nor does whoever signs in next at the same computer. No row tells a time closer than the hour.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb import clock
from pb.database import UTCTime, db, transaction
from pb.derived_keys import derived_key

#: So long what was typed is kept.
KEPT_FOR = timedelta(days=1)
#: Bytes of one form, and forms of one account or application at a time; of more none is kept, and its person is told.
LONGEST, MOST = 60_000, 100
_NONCE = 12


class NoRoom(Exception):
    """So many forms of one person are kept that this one is not: none of the others may go unseen."""


class KeptTyped(db.Model):
    """What was typed into one form, sealed."""

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    whose_hash: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime] = mapped_column(UTCTime, index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


def keep(whose: str, typed: bytes) -> str:
    """Keep ``typed`` for ``whose``: the secret that opens it. At most ``LONGEST`` bytes. Raises ``NoRoom``."""
    if len(typed) > LONGEST:
        raise ValueError("too long to be kept")
    secret, nonce = secrets.token_urlsafe(16), secrets.token_bytes(_NONCE)
    this_hour = clock.now().replace(minute=0, second=0, microsecond=0)
    row = KeptTyped(
        key_hash=_hash(secret),
        whose_hash=_hash(whose),
        expires_at=this_hour + KEPT_FOR + timedelta(hours=1),
        sealed=nonce + _cipher(secret, whose).encrypt(nonce, typed, None),
    )
    with transaction(durable=False) as session:
        _forget_old(session)
        theirs = select(func.count()).select_from(KeptTyped).where(KeptTyped.whose_hash == row.whose_hash)
        if session.scalars(theirs).one() >= MOST:
            raise NoRoom
        session.add(row)
    return secret


def opened(secret: str, whose: str) -> bytes | None:
    """What was kept; None where it is gone, or was typed by somebody else."""
    row = db.session.get(KeptTyped, _hash(secret), populate_existing=True)
    if row is None or row.expires_at < clock.now():
        return None
    try:
        return _cipher(secret, whose).decrypt(row.sealed[:_NONCE], row.sealed[_NONCE:], None)
    except InvalidTag:
        return None


def forget(secret: str) -> None:
    """It was sent, or is not wanted any longer."""
    with transaction(durable=False) as session:
        session.execute(delete(KeptTyped).where(KeptTyped.key_hash == _hash(secret)))


def forget_old() -> None:
    """Wipe what nobody came back for."""
    with transaction(durable=False) as session:
        _forget_old(session)


def _forget_old(session: Session) -> None:
    session.execute(delete(KeptTyped).where(KeptTyped.expires_at < clock.now()))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _cipher(secret: str, whose: str) -> AESGCM:
    return AESGCM(derived_key(secret, f"pb kept typed {whose}".encode()))
