"""A kiosk's signature as a rule, without a database: what is one, whose, and of exactly which request."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pb.voting.rules.kiosk_signatures import NoKey, SignedRequest, key_name, read_public_key

from tests.support.kiosks import KioskKey

WHAT = {"method": "POST", "path": "/vote/cast?lang=en", "body": b"a=1"}


@pytest.fixture(scope="module")
def key():
    return KioskKey()


def request(key: KioskKey, **other) -> SignedRequest | None:
    header = key.header(WHAT["method"], WHAT["path"], WHAT["body"], count=12)
    return SignedRequest.read(header, **{**WHAT, **other})


def test_a_signature_is_for_one_key_and_one_request(key):
    found = request(key)
    assert found.count == 12 and key_name(key.public) == key.name
    assert found.is_signed_with(key.public)
    assert not found.is_signed_with(KioskKey().public)
    for other in ({"method": "GET"}, {"path": "/vote/cast"}, {"body": b"a=2"}):
        assert not request(key, **other).is_signed_with(key.public)


@pytest.mark.parametrize("count", ["2147483648", "9999999999", "0", "-1", "01", "12345678901", "x", ""])
def test_a_number_that_the_database_cannot_keep_is_no_signature(count):
    assert SignedRequest.read(f"{count} {'A' * 86}", **WHAT) is None


def test_the_largest_number_is_one_and_so_is_a_signature_of_nothing_which_nobody_made(key):
    found = SignedRequest.read(f"2147483647 {'A' * 86}", **WHAT)
    assert found.count == 2**31 - 1 and found.signature == bytes(64)
    assert not found.is_signed_with(key.public)


@pytest.mark.parametrize("signature", ["A" * 85, "A" * 87, "A" * 85 + "+", ""])
def test_what_is_not_64_bytes_in_base64_for_addresses_is_no_signature(signature):
    assert SignedRequest.read(f"1 {signature}", **WHAT) is None


def in_base64(key) -> str:
    return base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def test_a_public_key_is_one_of_the_curve_written_in_the_one_way(key):
    assert isinstance(read_public_key(key.public), ec.EllipticCurvePublicKey)
    compressed = read_public_key(key.public).public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    # The same point, written shorter: RFC 5480, its header for P-256 with 33 bytes of a compressed point.
    shorter = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200") + compressed
    others = [
        "", "no key", "AAAA", key.public + "\n", base64.b64encode(shorter).decode(),
        in_base64(ec.generate_private_key(ec.SECP384R1())), in_base64(ed25519.Ed25519PrivateKey.generate()),
    ]  # fmt: skip
    for other in others:
        with pytest.raises(NoKey):
            read_public_key(other)
