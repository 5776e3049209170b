"""Signing in: on what, how long the second step is waited for, and under what a sign-in or an invitation is kept."""

from __future__ import annotations

import hashlib
from datetime import timedelta

#: What somebody may be signed in on.
DEVICES = ("computer", "tablet", "phone", "unknown")

#: After the password so long is waited for the security code.
CODE_IS_WAITED_FOR = timedelta(minutes=10)


def token_hash(token: str) -> str:
    """The hash under which the token of an invitation or a sign-in is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
