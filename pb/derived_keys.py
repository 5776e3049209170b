"""A key made from a secret, for one purpose: whoever has it can make neither the secret nor the key of another purpose."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derived_key(secret: str, purpose: bytes, more: str = "") -> bytes:
    """32 bytes (HKDF with SHA-256). ``purpose`` is of one place in the program alone; ``more``: a second secret that is
    needed too.
    """
    return HKDF(SHA256(), length=32, salt=more.encode() or None, info=purpose).derive(secret.encode())
