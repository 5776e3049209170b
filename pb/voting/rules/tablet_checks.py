"""Whether a tablet has sealed what it showed. Before a voter says whether their ballot is cast or checked, the tablet shows
a code of the envelope that it has sealed. Where it is to be checked, the tablet gives up the key that it drew for this
envelope; with it the same ballot is sealed once more here, and comes out alike, byte by byte, or the tablet did not tell
the truth. (Benaloh, "Simple verifiable elections", 2006: cast or audit.)

The steps of HPKE (RFC 9180, base mode) have their names from there; our library seals with a key of its own choice only.
"""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pb.voting.rules.sealing import Choices, context_of, padded_ballot

_CURVE = ec.SECP256R1()
_KEM = b"KEM\x00\x10"
_SUITE = b"HPKE\x00\x10\x00\x01\x00\x01"
_POINT = (Encoding.X962, PublicFormat.UncompressedPoint)


def sealed_with(ephemeral: int, public_key: str, round_id: int, right_key: str, choices: Choices) -> bytes:
    """The envelope of these choices for this right, sealed with the private key ``ephemeral``: always the same bytes.
    Raises ``ValueError`` where that is no key, or the ballot is too long.
    """
    pair = ec.derive_private_key(ephemeral, _CURVE)
    theirs = bytes.fromhex(public_key)
    enc = pair.public_key().public_bytes(*_POINT)
    dh = pair.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs))
    shared = _expand(_KEM, _extract(_KEM, b"", b"eae_prk", dh), b"shared_secret", enc + theirs, 32)
    info_hash = _extract(_SUITE, b"", b"info_hash", context_of(round_id, right_key))
    context = b"\x00" + _extract(_SUITE, b"", b"psk_id_hash", b"") + info_hash
    secret = _extract(_SUITE, shared, b"secret", b"")
    key, nonce = _expand(_SUITE, secret, b"key", context, 16), _expand(_SUITE, secret, b"base_nonce", context, 12)
    return enc + AESGCM(key).encrypt(nonce, padded_ballot(choices), None)


def is_as_shown(
    sealed: bytes, ephemeral: int, public_key: str, round_id: int, right_key: str, choices: Choices
) -> bool:
    """Whether these choices are in the envelope. False too where what the tablet gave up is no key at all."""
    try:
        again = sealed_with(ephemeral, public_key, round_id, right_key, choices)
    except (ValueError, InvalidKey):
        return False
    return hmac.compare_digest(again, sealed)


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    """LabeledExtract."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """LabeledExpand; ``length`` in bytes."""
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return HKDFExpand(hashes.SHA256(), length, labeled).derive(prk)
