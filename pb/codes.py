"""Codes that people write down and type: voting codes, resume codes, codes for a new password, receipt codes.

Symbols without look-alikes (no 0 O 1 I L U), ten to a code; the last is a check character, so that a slip of the
finger is told from a guess. Only a keyed hash of a code that gives something is stored; its key lies in ``KEYS_DIR``,
not in the database. A receipt gives nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from pb.keystore import load_key

#: 29 symbols, a prime number: then the check below finds every wrong symbol and every swap of neighbours.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
LENGTH = 10
#: Symbols of a receipt, and of the code of a sealed ballot; and of a receipt before the two were one.
CODE, OLDER_RECEIPT = 16, 12
#: So many codes there are, but for their check character.
_BODIES = len(ALPHABET) ** (LENGTH - 1)
#: What people type instead of a symbol that looks or sounds like it.
_MEANT = str.maketrans({"Z": "2", "U": "V"})


class Slip(ValueError):
    """What was typed cannot be a code: a slip of the finger, not a guess."""


def new_code() -> str:
    """A fresh code of ten symbols, nine of them random (29**9, about 2**43.7, possibilities), one to check them."""
    value, body = secrets.randbelow(_BODIES), ""
    for _ in range(LENGTH - 1):
        value, rest = divmod(value, len(ALPHABET))
        body += ALPHABET[rest]
    return body + _check(body)


def _check(body: str) -> str:
    """The symbol that makes the sum of (place × value) divisible by 29.

    Places run from 2, all below the prime 29 and all different: one wrong symbol or one swap of two always shows.
    """
    total = sum(place * ALPHABET.index(symbol) for place, symbol in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def read_code(typed: str) -> str:
    """The code in what somebody typed: forgiving on case, spaces, hyphens. Raises ``Slip`` if it cannot be one."""
    kept = read_receipt(typed)
    if len(kept) != LENGTH or any(symbol not in ALPHABET for symbol in kept) or _check(kept[:-1]) != kept[-1]:
        raise Slip(typed)
    return kept


def read_codes(typed: str) -> frozenset[str]:
    """The codes in what somebody typed, who was given one, or one by each of two people, in any order.

    Raises ``Slip`` if it cannot be that.
    """
    kept = read_receipt(typed)
    if len(kept) not in (LENGTH, 2 * LENGTH):
        raise Slip(typed)
    return frozenset(read_code(kept[at : at + LENGTH]) for at in range(0, len(kept), LENGTH))


def read_receipt(typed: str) -> str:
    """The receipt code in what somebody typed, forgiving on case, spaces, hyphens and letters that look like others.

    It has no check character, so it is looked for as it is.
    """
    return "".join(symbol for symbol in (typed or "").upper() if symbol.isalnum()).translate(_MEANT)


def shown(code: str) -> str:
    """A code as it is printed and read out: "ABCDE-FGHJK", receipts as "ABCD-EFGH-JKMN-PQRS"."""
    size = 5 if len(code) == LENGTH else 4
    return "-".join(code[i : i + size] for i in range(0, len(code), size))


def code_hash(purpose: str, code: str) -> str:
    """The keyed hash under which a code is stored. ``purpose`` ("voting", "resume", "password") keeps the kinds apart."""
    return hmac.new(_key(), f"{purpose}:{code}".encode(), hashlib.sha256).hexdigest()


def code_of_digest(digest: str) -> str:
    """The code of a sealed ballot: 16 symbols of its digest (``pb.voting.rules.envelope_digest``), 77 bits. A tablet shows it
    before its voter says whether the ballot is cast or checked; cast, it is the receipt.
    """
    return _symbols(bytes.fromhex(digest), CODE)


def receipt_of(attempt: str) -> str:
    """The receipt of a casting attempt whose ballot is sealed here: 16 symbols, as all receipts. A retry of the same attempt
    has the same. The attempt's 128 random bits cannot be found from it.
    """
    return _symbols_of(f"receipt:{attempt}".encode(), CODE)


def older_receipt_of(attempt: str) -> str:
    """As tablets whose scripts are older than decision 182 show it, and as it was for every vote: 12 symbols."""
    return receipt_of(attempt)[:OLDER_RECEIPT]


def older_check_code_of(sealed: bytes) -> str:
    """The code of a sealed ballot as tablets whose scripts are older than decision 182 show it."""
    return _symbols_of(b"check:" + sealed, CODE)


def _symbols_of(text: bytes, how_many: int) -> str:
    return _symbols(hashlib.sha256(text).digest(), how_many)


def _symbols(digest: bytes, how_many: int) -> str:
    value = int.from_bytes(digest, "big")
    symbols = []
    for _ in range(how_many):
        value, rest = divmod(value, len(ALPHABET))
        symbols.append(ALPHABET[rest])
    return "".join(symbols)


def _key() -> bytes:
    return load_key("codes")
