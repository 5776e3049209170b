"""Two people edit one thing: who saves second is told, and sees what both of them wrote.

An edit form carries ``seen``: each of its fields with a short hash of the value that the page showed. The action looks,
under the lock of the act, whether the values are still the same; acts take turns, so of two at once the second one finds
what the first one saved. (A hash for each field tells *what* changed; so things made of many rows, such as a team, roles
or the pots of a round, follow the same way as a single row.)

Who saves what stood there already changes nothing: the record gets no line, and what hangs on the thing (an approval, who
has said it) stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pb.database import db
from pb.refusals import Refusal
from pb.roles import Actor
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

LOAD_AGAIN = _l("Go back, load the page again and look at it.")

#: The name of the field in forms.
FIELD = "seen"
#: Hex digits of a hash: nobody gains by finding another value that has it.
_LENGTH = 12


class ChangedMeanwhile(Refusal):
    """Somebody else has saved the same thing since the page was opened. ``now``: the fields that changed, as they are now;
    ``seen``: what a form that shows them carries.
    """

    def __init__(self, now: Mapping[str, Any], seen: str) -> None:
        super().__init__(_l("Someone else saved this while you were typing."), LOAD_AGAIN)
        self.now, self.seen = now, seen


class NothingChanged(Exception):
    """What was saved stood there already. Nobody did anything wrong, so it is no refusal."""

    sentence = _l("Nothing has changed, because what you saved was there already.")


@contextmanager
def requires_change(look: Callable[[], Any]) -> Iterator[None]:
    """End the act (``NothingChanged``) where ``look`` finds the same after the block as before it."""
    before = look()
    yield
    db.session.flush()
    if look() == before:
        raise NothingChanged


def seen_of(values: Mapping[str, Any]) -> str:
    """What a form carries that shows ``values``, by the names of its fields."""
    return _written({name: value_hash(value) for name, value in values.items()})


def hashes_in(seen: str) -> dict[str, str]:
    """The hash of each field in what a form carried; a form of which somebody made something else has none."""
    return dict(pair.split(":") for pair in seen.split() if pair.count(":") == 1)


def seen_after(seen: str, saved: Mapping[str, Any]) -> str:
    """What a form carries on that has ``saved`` something and stays open; of its other fields what it carried before."""
    return _written(hashes_in(seen) | {name: value_hash(value) for name, value in saved.items()})


def require_unedited(by: Actor, now: Mapping[str, Any]) -> None:
    """Refuse (``ChangedMeanwhile``) where a field is no longer as the page showed it. To be asked under the lock of the
    act, before anything is changed. Who acts through no page was shown nothing.
    """
    if by.seen is None:
        return
    seen = hashes_in(by.seen)
    changed = {name: value for name, value in now.items() if seen.get(name) != value_hash(value)}
    if changed:
        raise ChangedMeanwhile(changed, _written(seen | {name: value_hash(value) for name, value in now.items()}))


def value_hash(value: Any) -> str:
    """The hash of a value, the same for what lies in the database and for what a form makes of it: empty is empty, lists
    of choices have no order, moments no zone.
    """
    return hashlib.sha256(json.dumps(_plain(value), sort_keys=True).encode()).hexdigest()[:_LENGTH]


def _written(hashes: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{value}" for name, value in hashes.items())


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return tidy("\n".join(value.split("\r\n")))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Mapping):
        return {name: plain for name, each in value.items() if (plain := _plain(each)) not in ("", {}, [])}
    if isinstance(value, list | tuple | set | frozenset):
        plain = [each for each in map(_plain, value) if each not in ("", {}, [])]
        return plain if any(isinstance(each, dict) for each in plain) else sorted(plain, key=str)
    return "" if value is None else value
