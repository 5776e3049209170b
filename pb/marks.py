"""Marks: keyed hashes over rows, so that nobody who has the database alone can change a vote, a role or a rule unseen.

The key "marks" lies in ``KEYS_DIR`` and never in the database. A mark says that the program itself wrote these values;
it hides nothing and tells nothing to anyone without the key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from typing import Any

from pb.keystore import load_key


def mark(what: str, *values: Any) -> str:
    """HMAC-SHA256 (64 hex digits) over ``what``, which keeps the kinds of marks apart, and ``values`` in canonical JSON.

    Values are what a row of the database can hold: moments are taken in UTC, bytes as their SHA-256.
    """
    return mark_of_text(canonical([what, *values]))


def mark_of_text(text: str) -> str:
    """The same over what ``canonical`` wrote."""
    return _digest(load_key("marks"), text)


def is_mark_of(found: str | None, what: str, *values: Any) -> bool:
    """Whether ``found`` is the mark of these values."""
    return check_with(load_key("marks"), found, what, *values)


def check_text(found: str | None, text: str) -> bool:
    """The same of what ``canonical`` wrote."""
    return _is_digest(found, load_key("marks"), text)


def check_with(key: bytes, found: str | None, what: str, *values: Any) -> bool:
    """The same under a key that is still to be proved."""
    return _is_digest(found, key, canonical([what, *values]))


def _digest(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()


def _is_digest(found: str | None, key: bytes, text: str) -> bool:
    # A file of SQLite can hold bytes where a text belongs.
    return isinstance(found, str) and hmac.compare_digest(found.encode(), _digest(key, text).encode())


def plain_value(value: Any) -> str:
    """What canonical JSON has in place of a moment, a day or bytes."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"no mark can be made over {type(value).__name__}")


#: Canonical JSON. (Values of a row hold nothing that leads back to itself.)
canonical = json.JSONEncoder(default=plain_value, sort_keys=True, separators=(",", ":"), check_circular=False).encode
