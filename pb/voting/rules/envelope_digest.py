"""What the code of a sealed ballot is made of. A tablet makes the envelope itself, so a tablet that cheats may look for two
with one code: an honest one, for whoever has it checked, and another, which it casts. Among codes of 77 bits that takes
2**39 envelopes. So the digest is made slowly (decision 182): each of them costs as many steps as a password does.
"""

from __future__ import annotations

import hashlib
import hmac

#: Steps of PBKDF2. Fixed for good: another number makes another code of the same envelope (``sealing/envelope.mjs``).
STEPS = 2**14


def envelope_digest(round_id: int, right_key: str, sealed: bytes) -> str:
    """64 hex digits, of the envelope, its round and its right: nobody can begin to look before they know the right."""
    salt = f"pb code 1|{round_id}|{right_key}".encode()
    return hashlib.pbkdf2_hmac("sha256", sealed, salt, STEPS).hex()


def is_same_digest(told: str | None, digest: str) -> bool:
    """Whether a tablet told this one. One that told none did not."""
    return told is not None and hmac.compare_digest(told, digest)
