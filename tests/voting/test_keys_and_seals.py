"""The ballot key in words, and the envelope that it opens: the functions alone, without a database."""

from __future__ import annotations

import pytest
import shamir_mnemonic
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from pb.voting.rules import kiosk_times, sealing
from pb.voting.rules.ballot_keys import NotTheKey, from_sheets, key_of, make, secret_of, sheets
from pb.voting.rules.sealing import EnvelopeOpener, Unreadable, choices_in, seal_ballot

#: The point of P-256 itself, the public half of the number 1 (SEC 2, version 2.0, 2.4.2), not compressed.
GENERATOR = (
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)


def test_the_public_half_is_the_point_of_the_published_curve():
    assert key_of(1).public == GENERATOR and key_of(1).private == 1
    first, second = make(), make()
    assert key_of(first.private) == first and len(first.public) == 130 and first != second


def test_one_sheet_of_33_words_restores_the_key_however_it_is_typed():
    key = key_of(2**255)
    (sheet,) = sheets(key.private)
    assert len(sheet.split()) == 33
    assert from_sheets(["", f" {sheet.upper()} \n".replace(" ", "\n "), "  "], key.public) == key


def test_any_two_of_the_sheets_restore_the_key_and_one_does_not():
    key = key_of(47)
    made = sheets(key.private, holders=3)
    assert len(made) == 3 and from_sheets(made[1:], key.public) == from_sheets(made[:2], key.public) == key
    assert secret_of(made[:2]) == (47).to_bytes(32, "big")
    for typed in (made[:1], [made[0], made[0]], [], ["winter spring"]):
        with pytest.raises(NotTheKey, match="These words do not open the ballot box"):
            from_sheets(typed, key.public)


def test_words_of_another_key_are_told_from_words_that_are_no_key():
    with pytest.raises(NotTheKey, match="another round’s ballot box"):
        from_sheets(sheets(47), key_of(48).public)
    (no_key,) = shamir_mnemonic.generate_mnemonics(1, [(1, 1)], bytes(32))[0]
    with pytest.raises(NotTheKey, match="do not open"):
        from_sheets([no_key], key_of(48).public)


def test_two_holders_are_the_fewest_of_a_shared_key():
    with pytest.raises(ValueError, match="threshold"):
        sheets(47, holders=0)
    assert len(sheets(47, holders=2)) == 2


def test_an_envelope_opens_for_its_round_its_right_and_its_key_only():
    key = key_of(47)
    sealed = seal_ballot(key.public, 3, "right", {12: 1, 3: 2})
    opener = EnvelopeOpener(key.private)
    assert opener.unseal(3, "right", sealed) == {3: 2, 12: 1}
    for round_id, right, of, box in (
        (4, "right", opener, sealed),
        (3, "other", opener, sealed),
        (3, "right", EnvelopeOpener(48), sealed),
        (3, "right", opener, sealed[:-1]),
        (3, "right", opener, b""),
    ):
        with pytest.raises(Unreadable, match="does not open"):
            of.unseal(round_id, right, box)


def test_an_envelope_is_the_standards_and_holds_the_choices_as_padded_json():
    """What a kiosk that seals by itself, or anybody with the key, needs to know: RFC 9180, the info, the JSON."""
    sealed = seal_ballot(key_of(47).public, 3, "right", {12: 1, 3: 2})
    suite = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
    plain = suite.decrypt(sealed, EnvelopeOpener(47)._key, b"pb envelope 1|3|right")
    assert plain == b'{"3":2,"12":1}'.ljust(1024)


def test_every_envelope_has_the_same_length_and_a_ballot_that_does_not_fit_is_refused():
    public = key_of(47).public
    # Each choice is '"1000":1' with a comma or a bracket; the last value fills the envelope to its last byte.
    full = dict.fromkeys(range(1000, 1113), 1) | {1112: 1_000_000}
    assert len({len(seal_ballot(public, 3, "right", choices)) for choices in ({}, {1: 1}, full)}) == 1
    with pytest.raises(ValueError, match="longer than the envelope"):
        seal_ballot(public, 3, "right", full | {1112: 10_000_000})
    assert sealing.PADDED == 1024


def test_how_long_a_kiosk_waits():
    """In seconds: three minutes without a touch, then three quarters of one for the answer."""
    times = kiosk_times.KIOSK_TIMES
    assert (times.ask_after, times.clear_after) == (180, 45)
    assert times.pin_locked_for == 120
    assert (times.receipt_shown_for, times.receipt_kept_for, times.other_page_shown_for) == (30, 180, 30)


@pytest.mark.parametrize("read", [["1"], "1", None, {"1": "2"}, {"1": None}, {"1": 1, "01": 1}])
def test_what_a_device_sealed_is_a_ballot_only_as_whole_numbers_each_project_once(read):
    assert choices_in({"3": 1, "12": 2}) == {3: 1, 12: 2}
    with pytest.raises(ValueError, match=r"no ballot|one project twice"):
        choices_in(read)
