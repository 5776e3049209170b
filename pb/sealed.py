"""Text that the database keeps sealed: what typists copied from papers must be readable by no stolen database or
backup.

Before the box is opened votes per project exist nowhere. Typed papers have to be compared while they are typed, so the
running program can read them; the key for that lies in ``KEYS_DIR``, beside the database and never in it. Each round
has its own, which is destroyed when its result is published.

The secrets of people's authenticator apps are sealed as well, under a key that is made from the programme's "codes".
"""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken

from pb import clock
from pb.keystore import desk_key, load_key

#: Sealed texts are padded to so many bytes first: their length does not tell how much was chosen. Older ones were padded
#: to 220; which they are tells when a paper was typed, and nothing else.
PADDED = 239
#: No sealed text is longer, in characters; with one more byte in it, each would be.
SEALED = 400


class NotSealedHere(ValueError):
    """Damaged, or sealed with a key that has since been lost and given up: nobody can read it now."""


def seal_for_desk(round_id: int, plain: str) -> str:
    """``plain`` (at most ``PADDED`` bytes, without spaces at its end) under the round's desk key."""
    content = plain.encode()
    if len(content) > PADDED:
        raise ValueError("a text is longer than its seal")
    return _cipher(round_id).encrypt(content.ljust(PADDED)).decode()


def unseal(round_id: int, sealed: str) -> str:
    """The text again. Raises ``NotSealedHere``; ``KeyIsDead`` after the publication."""
    try:
        return _cipher(round_id).decrypt(sealed).decode().rstrip()
    except InvalidToken as wrong:
        raise NotSealedHere("this text does not open") from wrong


def seal_for(account_id: int, purpose: str, plain: str) -> str:
    """A secret of one person: it opens for nobody else's account and for no other ``purpose``. Under a key made from the
    programme's key "codes".
    """
    return _cipher_of_people().encrypt_at_time(f"{purpose} {account_id}:{plain}".encode(), _now()).decode()


def unseal_for(account_id: int, purpose: str, sealed: str, within: timedelta | None = None) -> str:
    """The secret again; with ``within`` only for so long. Raises ``NotSealedHere``."""
    try:
        if within is None:
            opened = _cipher_of_people().decrypt(sealed)
        else:
            opened = _cipher_of_people().decrypt_at_time(sealed, int(within.total_seconds()), _now())
    except InvalidToken as wrong:
        raise NotSealedHere("this secret does not open") from wrong
    whose, _colon, plain = opened.decode().partition(":")
    if whose != f"{purpose} {account_id}":
        raise NotSealedHere("this secret is another person's, or another thing's")
    return plain


def _cipher_of_people() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(load_key("codes"), b"secrets of people", "sha256")))


def _now() -> int:
    return int(clock.now().timestamp())


def _cipher(round_id: int) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(load_key(desk_key(round_id))))
