"""Secrets that are handed over to one page: sealed to a key of which the private half is on that page alone.

The page's request makes the pair, keeps the private half in a cookie of the person's browser, and leaves only the public
half here. Whatever is sealed to it can be opened by nobody who has the database, its backups or ``KEYS_DIR``; it is open
while the page fetches it, and a lost cookie is never found again. HPKE (RFC 9180) as in ``pb.voting.rules.sealing``.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_CURVE = ec.SECP256R1()


class NotForThisPage(ValueError):
    """This key does not open it: another page's, or damaged."""


def new_pair() -> tuple[str, str]:
    """A fresh key as the private half (64 hex digits) and the public half (130)."""
    key = ec.generate_private_key(_CURVE)
    return f"{key.private_numbers().private_value:064x}", _public_of(key)


def _public_of(key: ec.EllipticCurvePrivateKey) -> str:
    point = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(*point).hex()


def fits(private: str, public: str) -> bool:
    """Whether ``private``, which came from a browser, is the private half of this key."""
    try:
        return _public_of(_key(private)) == public
    except NotForThisPage:
        return False


def seal_to(public: str, what: str, plain: bytes) -> bytes:
    """``plain`` for the page with this key; ``what`` says what it is, so that nothing is taken for something else."""
    key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, bytes.fromhex(public))
    return _SUITE.encrypt(plain, key, what.encode())


def open_with(private: str, what: str, sealed: bytes) -> bytes:
    """What was sealed. Raises ``NotForThisPage``."""
    try:
        return _SUITE.decrypt(sealed, _key(private), what.encode())
    except (InvalidTag, ValueError) as wrong:
        raise NotForThisPage("this key does not open it") from wrong


def _key(private: str) -> ec.EllipticCurvePrivateKey:
    try:
        return ec.derive_private_key(int(private, 16), _CURVE)
    except ValueError as wrong:
        raise NotForThisPage("this is no key") from wrong
