"""Text that the database keeps sealed: what typists copied from papers must be readable by no stolen database or
backup.

Before the box is opened votes per project exist nowhere. Typed papers have to be compared while they are typed, so the
running program can read them; the key for that lies in ``KEYS_DIR``, beside the database and never in it. Each round
has its own, which is destroyed when its result is published.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken

from pb.keystore import desk_key, load_key

#: Sealed texts are padded to so many bytes first: their length does not tell how much was chosen.
PADDED = 220
#: So long is every sealed text.
SEALED = 400


class NotSealedHere(ValueError):
    """Damaged, or sealed with a key that has since been lost and given up: nobody can read it now."""


def seal(round_id: int, plain: str) -> str:
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


def _cipher(round_id: int) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(load_key(desk_key(round_id))))
