"""What somebody was shown: a short keyed hash over the facts of a thing, which a page sends along with a button.

Whoever agrees to something agrees to what stood on their page. The action makes the hash again under its lock; where
it is another one, the thing has changed meanwhile, and they look again.
"""

from __future__ import annotations

import hmac
from typing import Any

from sqlalchemy import inspect

from pb.database import db
from pb.marked import MARK
from pb.marks import mark
from pb.refusals import Refusal
from pb.words import lazy_gettext as _l

#: The name of the field in forms.
FIELD = "shown"
#: In hex digits: 80 bits, and nobody can make one without the key.
_LENGTH = 20


class ChangedSince(Refusal):
    """What somebody wants to agree to is no longer what they were shown."""

    def __init__(self) -> None:
        super().__init__(_l("This has changed since you opened the page. Look at it again, then agree."))


def shown_hash(what: str, *things: Any) -> str:
    """A keyed hash over ``things``: rows of the database with every column, and plain values (JSON, moments, bytes).
    ``what`` keeps the kinds apart.
    """
    return mark("shown: " + what, *map(_canonical, things))[:_LENGTH]


def require_same(shown: str, now: str) -> None:
    """Refuse where ``now``, the fingerprint under the lock, is not the one that somebody was ``shown``."""
    if not hmac.compare_digest(shown.encode(), now.encode()):
        raise ChangedSince


def _canonical(thing: Any) -> Any:
    if not isinstance(thing, db.Model):
        return thing
    mapper = inspect(type(thing))
    values = {
        column.name: getattr(thing, mapper.get_property_by_column(column).key)
        for column in mapper.local_table.columns
        if column.name != MARK
    }
    return [mapper.local_table.name, values]
