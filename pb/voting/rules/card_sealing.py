"""The code of a voter's card, sealed on a tablet that has no network to look it up. It opens with a key of the round that lies
on the server alone, so a tablet that is stolen tells no code.

HPKE as for ballots (``pb.voting.rules.sealing``), with another key: the ballot box's key sleeps until the opening.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_CURVE = ec.SECP256R1()
#: How many private keys the curve has.
_KEYS = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 - 1

#: Bytes of a sealed code: the point of its key, the code (``pb.codes.LENGTH`` symbols, whatever it is), the tag.
SEALED_CARD = 65 + 10 + 16


def key_of_cards(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The key for which a round's cards are sealed, made from 32 secret bytes."""
    return ec.derive_private_key(int.from_bytes(secret, "big") % _KEYS + 1, _CURVE)


def public_half(key: ec.EllipticCurvePrivateKey) -> str:
    """What tablets are given, in hex: an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex()


def code_on_card(key: ec.EllipticCurvePrivateKey, round_id: int, right_key: str, sealed: bytes) -> str | None:
    """What was typed as a code, and is perhaps none; None where nothing can be read."""
    try:
        return _SUITE.decrypt(sealed, key, card_context(round_id, right_key)).decode("ascii")
    except (InvalidTag, ValueError):
        return None


def card_context(round_id: int, right_key: str) -> bytes:
    """To what a sealed code is bound: it opens for this round and ballot only."""
    return f"pb card 1|{round_id}|{right_key}".encode()
