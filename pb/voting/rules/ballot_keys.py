"""The ballot key of a round: made at the freeze, kept apart from the database, restorable from words on paper.

The private half is a number below the order of P-256. On paper it is words of SLIP-39 (a public standard with a
checksum): one sheet for the safe, or one sheet per holder of which any two open the box.
"""

from __future__ import annotations

from dataclasses import dataclass

import shamir_mnemonic
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from shamir_mnemonic import MnemonicError
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from pb.words import Sentence
from pb.words import lazy_gettext as _l

_CURVE = ec.SECP256R1()

#: Any so many of the holders' sheets open the box.
SHARES_NEEDED = 2
#: SLIP-39 makes at most so many sheets of one key.
MOST_SHARES = 16


class NotTheKey(ValueError):
    """The words or the number are not the key of this round; the message says what to do."""


@dataclass(frozen=True)
class BallotKey:
    """A key pair. ``public``: hex of the uncompressed point (65 bytes). ``private`` is never stored in the database."""

    public: str
    private: int


def make() -> BallotKey:
    """A fresh key pair from the system's randomness."""
    return key_of(ec.generate_private_key(_CURVE).private_numbers().private_value)


def key_of(private: int) -> BallotKey:
    """The pair that belongs to a private number."""
    point = ec.derive_private_key(private, _CURVE).public_key()
    encoded = point.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return BallotKey(encoded.hex(), private)


def sheets(private: int, holders: int = 1) -> list[str]:
    """The key in words: with one holder a single sheet that restores it, else a sheet each, any two of which do.

    33 words a sheet. Refuses fewer than two holders for shares.
    """
    secret = private.to_bytes(32, "big")
    group = (1, 1) if holders == 1 else (SHARES_NEEDED, holders)
    return shamir_mnemonic.generate_mnemonics(1, [group], secret)[0]


_WRONG_WORDS = _l(
    "These words do not open the ballot box. Check each word against the sheet. If you are using two sheets, they must "
    "be different."
)


def slip_in(words: str) -> Sentence | None:
    """What is wrong with one sheet as it was typed, whatever the other says; None where it is a sheet."""
    typed = words.lower().split()
    strange = [at for at, word in enumerate(typed, start=1) if word not in WORDLIST]
    if strange:
        return _l("Check word %(number)s. It is not a word that any sheet has.", number=strange[0])
    try:
        Share.from_mnemonic(" ".join(typed))
    except (MnemonicError, ValueError):
        return _l("Check each word against the sheet. A word is wrong, missing or in the wrong place.")
    return None


def secret_of(mnemonics: list[str]) -> bytes:
    """The 32 bytes in typed word sheets: forgiving on case, spaces and line ends. Raises ``NotTheKey``."""
    typed = [" ".join(sheet.lower().split()) for sheet in mnemonics if sheet.strip()]
    try:
        return shamir_mnemonic.combine_mnemonics(typed)
    except (MnemonicError, ValueError) as wrong:
        raise NotTheKey(_WRONG_WORDS) from wrong


def from_sheets(mnemonics: list[str], public: str) -> BallotKey:
    """The key from typed word sheets: forgiving on case, spaces and line ends. Raises ``NotTheKey``."""
    secret = secret_of(mnemonics)
    try:
        key = key_of(int.from_bytes(secret, "big"))
    except ValueError as wrong:
        raise NotTheKey(_WRONG_WORDS) from wrong
    if key.public != public:
        raise NotTheKey(_l("These words are for another round’s ballot box."))
    return key
