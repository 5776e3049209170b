"""Text that the database keeps sealed: what typists copied from papers must be readable by no stolen database or
backup.

Before the box is opened votes per project exist nowhere. Typed papers have to be compared while they are typed, so the
running program can read them; the key for that lies in ``KEYS_DIR``, beside the database and never in it.
"""

from __future__ import annotations

import base64
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app
from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

from pb.keystore import load_key

#: Sealed texts are padded to so many bytes first: their length does not tell how much was chosen.
PADDED = 200


class Sealed(str):
    """A text together with the form in which the database keeps it. Marks cover that form: one over the text itself
    would let anybody with the key of the marks try out what it says.
    """

    sealed: str


def seal(value: str) -> Sealed:
    """The text with its sealed form: made once, so that what is marked is what is stored. The empty text stays empty.

    Refuses a text of more than ``PADDED`` bytes.
    """
    if isinstance(value, Sealed):
        return value
    plain = value.encode()
    if len(plain) > PADDED:
        raise ValueError("a text is longer than its seal")
    return _both(value, _cipher().encrypt(plain.ljust(PADDED)).decode() if value else value)


def _both(text: str, sealed: str) -> Sealed:
    both = Sealed(text)
    both.sealed = sealed
    return both


class SealedText(TypeDecorator[str]):
    """A text of at most ``PADDED`` bytes. The empty text stays empty, so that constraints can ask whether there is
    one.
    """

    impl = String(400)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return value if value is None else seal(value).sealed

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        if value is None:
            return None
        try:
            return _both(_cipher().decrypt(value).decode().rstrip() if value else value, value)
        except InvalidToken:  # sealed with a key that has since been lost and given up: nobody can read it now
            return _both("", value)


def _cipher() -> Fernet:
    extensions = current_app.extensions
    if "pb_desk_cipher" not in extensions:
        extensions["pb_desk_cipher"] = Fernet(base64.urlsafe_b64encode(load_key("desk")))
    return extensions["pb_desk_cipher"]
