"""How the chain of the record is made and checked. Plain values in, plain values out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

#: The "hash of the line before" of the first line.
START = "0" * 64
#: The act by which the text beside a line is erased; its fact ``line`` says which.
ERASED = "record.reason_erased"
#: The act by which somebody says that an older copy is the newest there is; its fact ``before``: the line that was known.
ANCHOR_SET_NAME = "record.anchor_set"
#: The act by which a backup that was put back is the newest there is; facts: ``before``, and ``ends``, its newest line.
PUT_BACK_NAME = "record.put_back"
#: The act by which a lost key is given up; its fact ``keys``: names with ", " between.
GIVEN_UP_NAME = "keys.given_up"
#: What the mark of a line says that it is.
LINE = "line of the record"
#: The fact of a line from which on every line is marked with today's key, because all rows were marked anew by its act.
MARKS_BEGIN = "marks_begin"


@dataclass(frozen=True)
class LineContent:
    """What a line of the record says, as plain values."""

    position: int
    at: datetime
    actor_id: int | None
    role: str
    act: str
    round_id: int | None
    facts: dict[str, Any]
    reason_hash: str | None
    previous: str
    totals: str | None = None


def chained(entry: LineContent) -> str:
    """SHA-256 (hex) over the line's values in canonical JSON: sorted keys, no spaces, UTF-8, time in UTC."""
    values = {
        "position": entry.position,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": entry.actor_id,
        "role": entry.role,
        "act": entry.act,
        "round_id": entry.round_id,
        "facts": entry.facts,
        "reason_hash": entry.reason_hash,
        "previous": entry.previous,
    }
    if entry.totals is not None:  # lines that are older than the totals keep their hashes
        values["totals"] = entry.totals
    return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def reason_hash(salt: str, text: str) -> str:
    """The hash that stands in the line for a text: without the salt nobody can guess at the text."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


@dataclass(frozen=True)
class ChainFound:
    """What the verifier found. ``faults`` are sentences, empty when the chain holds."""

    lines: int
    head: str
    faults: tuple[str, ...]
    head_checked: bool


def verify(
    lines: Iterable[tuple[LineContent, str]], reasons: Iterable[tuple[int, str, str]], expected_head: str | None = None
) -> ChainFound:
    """Check the whole chain from its contents, never trusting a stored hash.

    ``lines``: each line with its stored hash, in order of position. ``reasons``: (position, salt, text) that are
    still kept; one that is gone must have a later line that says so. ``expected_head``: a hash that was printed or
    written down elsewhere; without it a cut-off tail cannot be seen, and ``head_checked`` says so.
    """
    faults: list[str] = []
    previous, count, hashes = START, 0, set()
    wanted: dict[int, str | None] = {}
    erased: set[int] = set()
    for entry, stored in lines:
        count += 1
        if entry.position != count:
            faults.append(f"Line {count} is missing or out of place: found position {entry.position}.")
            count = entry.position
        if entry.previous != previous:
            faults.append(f"Line {entry.position} does not follow from the line before it.")
        if stored != chained(entry):
            faults.append(f"Line {entry.position} was changed after it was written.")
        wanted[entry.position] = entry.reason_hash
        line = entry.facts.get("line")
        if entry.act == ERASED and isinstance(line, int) and line < entry.position:
            erased.add(line)  # nothing is erased before it is written
        previous = stored
        hashes.add(stored)
    faults += _faults_of_reasons(reasons, wanted, erased)
    if expected_head is not None and expected_head not in hashes | {START}:
        faults.append(
            "This head is not in the record. Lines at the end have been removed, or this is a different record."
        )
    return ChainFound(len(wanted), previous, tuple(faults), expected_head is not None)


def _faults_of_reasons(
    reasons: Iterable[tuple[int, str, str]], wanted: dict[int, str | None], erased: set[int]
) -> Iterator[str]:
    """``wanted``: the reason's hash by line, None where nothing was written; ``erased``: lines whose text was erased
    by an act.
    """
    kept = set()
    for position, salt, text in reasons:
        kept.add(position)
        if wanted.get(position) != reason_hash(salt, text):
            yield f"The reason beside line {position} has been changed."
    for position, hash_ in wanted.items():
        if hash_ is not None and position not in kept | erased:
            yield f"The reason beside line {position} is missing, and no line says who erased it."


class Anchored(Protocol):
    """The newest line as it was noted outside of the database."""

    @property
    def position(self) -> int: ...
    @property
    def hash(self) -> str: ...


def faults_of_marks(lines: Iterable[tuple[int, bool, bool]]) -> Iterator[str]:
    """``lines``: (position, whether its mark is right, whether marks begin with it). Lines before the last one with
    which marks begin are covered by it, through the chain.
    """
    wrong: list[int] = []
    for position, is_right, begins in lines:
        if is_right and begins:
            wrong.clear()
        if not is_right:
            wrong.append(position)
    for position in wrong:
        yield f"Line {position} was not written by this program, or its mark was changed."


def fault_of_anchor(
    anchor: Anchored | None, newest: int, hash_at: Callable[[int], str | None], *, is_there: bool = False
) -> str | None:
    """What is wrong between the record and the anchor, and what to do, as one line; None when they agree.

    ``newest``: the position of the newest line, 0 for none; ``hash_at``: the hash of a line of the database;
    ``is_there``: there is a file, also where it cannot be read.
    """
    if anchor is None:
        if not newest:
            return None
        what = "in KEYS_DIR cannot be read" if is_there else "is missing from KEYS_DIR"
        return (
            f"The anchor {what}. Put the folder back from its backup; or, where there is none, check "
            "the head against one that was written down, then: flask --app wsgi record set-anchor"
        )
    if newest < anchor.position:
        return (
            f"This database is an older copy: it ends at line {newest} of the record, and line {anchor.position} was "
            "written before. Votes cast since then are lost. Restore the newest backup (docs/running.md, Restore). If "
            "this is the newest: flask --app wsgi record set-anchor"
        )
    if hash_at(anchor.position) != anchor.hash:
        return (
            f"Line {anchor.position} of the record is not the one that was written: somebody wrote the record anew. "
            "Keep a copy of this database for whoever looks into it, and restore the newest backup."
        )
    return None


def fault_of_put_back(line: int, made: str) -> str:
    """What is to be said of a backup that was put back and of which the record has no line yet, as one line."""
    when = f", made at {made}" if made else ""
    return (
        f"This database was put back from a backup that ends at line {line} of the record{when}. Votes cast since then are "
        "lost. Is there a newer backup? Then restore that one (docs/running.md, Restore). If there is none: flask --app "
        "wsgi record set-anchor"
    )


#: What ``flask record verify`` says of a fault outside of the chain, for whoever runs it.
_FAULTS = {
    "no_fingerprint": "The fingerprint of {name}.key was removed from the database.",
    "changed_fingerprint": (
        "What the database says of {name}.key was changed outside the program; the file is the right one. Run: flask "
        "--app wsgi papers believe-keys"
    ),
    "dead_too_early": (
        "The database says that {name}.key is destroyed, but the result of its round is not published. Run: flask "
        "--app wsgi check"
    ),
    "key_lives": (
        "The database no longer says that {name}.key is destroyed. It stays dead; put no copy back. Run: flask --app wsgi "
        "papers believe-keys"
    ),
    "old_total": (
        "The total of the table {name} is older than the last one that was noted outside of the database: rows were "
        "removed, or put back as they were once. Restore the newest backup. If this database is the right one: flask "
        "--app wsgi record set-anchor"
    ),
    "old_totals": (
        "The totals of these tables are older than the last ones that were noted outside of the database: {names}. Rows "
        "were removed, or put back as they were once. Restore the newest backup. If this database is the right one: flask "
        "--app wsgi record set-anchor"
    ),
    "older_with_it": "Older too in this copy, so what changed in them since is missing: {names}.",
    "unknown_key": "The database has the fingerprint of an unknown key, {name}.",
    "unknown_total": "The total of an unknown table, {name}, was put in.",
    "no_total": "The total of the table {name} is missing.",
    "wrong_total": "The total of the table {name} was changed outside the program.",
    "rows": "Rows of the table {name} were removed, added or put back as they were before: it should have {should} "
    "and has {has}.",
    "marks": "The table {name} has {wrong} rows that were changed, or put in past this program.",
    "damaged": "Something in the database is damaged so that it cannot be read ({kind}).",
    "totals": "The totals of the tables are not those of the newest line of the record: something was put back or "
    "removed.",
    "other_ballots": "{name}: the ballots are not those that were in the ballot box when it was opened.",
    "count_of_others": "{name}: count {version} is of other ballots than those that were in the ballot box.",
    "published": "{name}: these numbers of the published result are not those of the database: {which}.",
    "medium": "Picture or sound {number} was changed.",
    "cards": "{wrong} voting cards were removed, or added past this program.",
}


def fault_in_words(what: str, **facts: Any) -> str:
    """A fault as a sentence."""
    return _FAULTS[what].format(**facts)
