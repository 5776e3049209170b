"""How a kiosk signs its requests: ECDSA on P-256 with a key that its browser made and cannot give away.

What is signed is written once here and once in ``static/js/device-key/signing.mjs``; docs/safety.md tells what it is
worth.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

#: A browser that lost its last numbers is told the highest; so no honest number is further ahead. (Nobody can use them all
#: up in one request.)
MOST_AHEAD = 10_000

#: The request's number and the signature (r and s, 32 bytes each, in base64 for addresses).
_HEADER = re.compile(r"([1-9][0-9]{0,9}) ([A-Za-z0-9_-]{86})")
#: The largest number that the database keeps.
_MOST = 2**31 - 1


class NoKey(ValueError):
    """This is not the public half of a key on the curve P-256."""


def read_public_key(text: str) -> ec.EllipticCurvePublicKey:
    """The public key in ``text``, a SubjectPublicKeyInfo in base64 as browsers export it. Raises ``NoKey``, also for
    another way to write a key: the text is the key's name, so there is one.
    """
    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, UnsupportedAlgorithm) as broken:
        raise NoKey from broken
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise NoKey
    if base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode() != text:
        raise NoKey
    return key


def key_name(public_key: str) -> str:
    """The name under which a browser keeps the key: 32 hex digits of the SHA-256 of its public half."""
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:32]


@dataclass(frozen=True)
class SignedRequest:
    """A request as it arrived: its method, its path with the question, its body, its number and its signature."""

    method: str
    path: str
    body: bytes
    count: int
    signature: bytes

    @classmethod
    def read(cls, header: str, *, method: str, path: str, body: bytes) -> SignedRequest | None:
        """The request with what ``header`` says; None when that is no signature."""
        found = _HEADER.fullmatch(header)
        if found is None or int(found[1]) > _MOST:
            return None
        return cls(method, path, body, int(found[1]), base64.urlsafe_b64decode(f"{found[2]}=="))

    def text(self, public_key: str) -> str:
        """What is signed, line by line."""
        digest = hashlib.sha256(self.body).hexdigest()
        return "\n".join(("pb kiosk request 1", key_name(public_key), str(self.count), self.method, self.path, digest))

    def is_signed_with(self, public_key: str) -> bool:
        """Whether the private half of ``public_key`` signed exactly this."""
        r, s = (int.from_bytes(half) for half in (self.signature[:32], self.signature[32:]))
        try:
            read_public_key(public_key).verify(
                encode_dss_signature(r, s), self.text(public_key).encode(), ec.ECDSA(SHA256())
            )
        except InvalidSignature:
            return False
        return True
