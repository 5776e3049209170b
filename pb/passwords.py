"""Hashing passwords and PINs.

A hash takes 64 MB while it is made. A stranger who sends as many passwords at the same moment as the server has threads
would take a small machine's memory, and the vote with it; so each process makes a few at a time, and the rest wait.
"""

from __future__ import annotations

import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

#: Hashes that a process makes at the same moment.
AT_ONCE = 2
_turns = BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """The Argon2id hash of a password or PIN, as costly as the settings say."""
    with _turns:
        return _hasher().hash(password)


def verify_password(stored: str | None, typed: str) -> bool:
    """Whether ``typed`` is the password of the hash ``stored``. With None it takes as long and says no."""
    hasher = _hasher()
    try:
        with _turns:
            return hasher.verify(stored or _nobody(hasher), typed) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    return _hasher_of(current_app.config["PASSWORD_PASSES"], current_app.config["PASSWORD_MEMORY_KIB"])


@cache
def _hasher_of(passes: int, memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=passes, memory_cost=memory_kib)


@cache
def _nobody(hasher: PasswordHasher) -> str:
    """Checked when there is no such account, so that the time taken does not tell."""
    return hasher.hash(secrets.token_hex(16))
