"""Hashing passwords and PINs."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app


def hash_password(password: str) -> str:
    """The Argon2id hash of a password or PIN, as costly as the settings say."""
    return _hasher().hash(password)


def verify_password(stored: str | None, typed: str) -> bool:
    """Whether ``typed`` is the password of the hash ``stored``. With None it takes as long and says no."""
    hasher = _hasher()
    try:
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
