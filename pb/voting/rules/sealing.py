"""The inner envelope: a ballot sealed to the round's key, so that nobody can read it before the box is opened.

HPKE (RFC 9180) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-128-GCM: what browsers can do natively, so that a
kiosk without a network can seal the same envelope itself.
"""

from __future__ import annotations

import json
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_CURVE = ec.SECP256R1()

#: Every ballot is padded to so many bytes before sealing: its length says nothing about the choices.
PADDED = 1024

#: What was chosen: the value by project number. 1 is a tick; else points, place or score.
Choices = dict[int, int]


class Unreadable(ValueError):
    """An envelope that this key does not open: damaged, moved to another right, or of another round."""


def seal_ballot(public_key: str, round_id: int, right_key: str, choices: Choices) -> bytes:
    """The sealed ballot. Bound to its round and right: it opens nowhere else. Always of the same length."""
    return _SUITE.encrypt(padded_ballot(choices), _public_key(public_key), context_of(round_id, right_key))


def padded_ballot(choices: Choices) -> bytes:
    """What is sealed, of one length. Raises ``ValueError`` where the ballot is longer than that."""
    plain = written_ballot(choices).encode()
    if len(plain) > PADDED:
        raise ValueError("a ballot is longer than the envelope")
    return plain.ljust(PADDED)


def written_ballot(choices: Choices) -> str:
    """The choices as JSON, in the order of the numbers, as a browser writes them too."""
    return json.dumps({str(number): value for number, value in sorted(choices.items())}, separators=(",", ":"))


class EnvelopeOpener:
    """Opens many envelopes with one private key."""

    def __init__(self, private_key: int) -> None:
        self._key = ec.derive_private_key(private_key, _CURVE)

    def unseal(self, round_id: int, right_key: str, sealed: bytes) -> Choices:
        """What was chosen. Raises ``Unreadable``."""
        try:
            plain = _SUITE.decrypt(sealed, self._key, context_of(round_id, right_key))
            return choices_in(json.loads(plain))
        except (InvalidTag, ValueError, RecursionError) as damaged:
            raise Unreadable("this envelope does not open") from damaged


def choices_in(read: object) -> Choices:
    """What was read, where it is a ballot: whole numbers by the number of their project, each once. Devices seal votes
    themselves, so anything may be in an envelope. Raises ``ValueError``.
    """
    if not isinstance(read, dict) or not all(isinstance(value, int) for value in read.values()):
        raise ValueError("this is no ballot")
    choices = {int(number): value for number, value in read.items()}
    if len(choices) != len(read):
        raise ValueError("one project twice")
    return choices


@cache
def _public_key(in_hex: str) -> ec.EllipticCurvePublicKey:
    """One for each round; finding the point on the curve anew for each vote would take a sixth of its sealing."""
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, bytes.fromhex(in_hex))


def context_of(round_id: int, right_key: str) -> bytes:
    """To what an envelope is bound: it opens for this round and right only."""
    return f"pb envelope 1|{round_id}|{right_key}".encode()
