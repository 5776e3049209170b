"""Before a box is opened: each envelope is looked at, and what cannot be counted is known by number and reason only.

To open an envelope takes far longer than to read its row. So the opening reads ahead, while others go on writing, and
under its lock opens only those that are not, byte for byte, what it has opened already (``EnvelopeReader``).
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.marked import mark_is_right as row_is_right
from pb.record.queries import anchor_fault
from pb.refusals import Refusal
from pb.voting.models import SCREENS, Envelope, Turnout, VotingRight
from pb.voting.queries import FrozenBallot, choices_error_now
from pb.voting.queries.marks import envelope_mark_is_right, faults_of_cards, faults_of_days
from pb.voting.rules.sealing import Choices, EnvelopeOpener, Unreadable
from pb.words import lazy_gettext as _l

#: Rows by the key of their right, each a plain dictionary by column: twenty thousand are compared, and their kinds looked at.
Rows = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class OpenedVote:
    """A decrypted envelope, already without its right."""

    choices: Choices
    is_paper: bool
    receipt: str


@dataclass
class BoxContents:
    """What is in a box: ``opened`` will be counted; ``aside`` says how many votes will not, by reason, and how many
    days, cards or lines of the record do not agree with what was noted. ``turnout``: the values of its rows; ``marks``: those of all
    envelopes, sorted.
    """

    opened: list[OpenedVote] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    turnout: Sequence[Any] = ()
    marks: list[str] = field(default_factory=list)


class TwoMustConfirm(Refusal):
    """Not every vote of the box can be counted. ``aside``: how many, by reason."""

    def __init__(self, aside: Counter[str]) -> None:
        super().__init__(
            _l("Some votes in the ballot box cannot be counted. It has not been opened yet."),
            _l("Two people must look at the numbers and confirm them. Or restore a backup first."),
        )
        self.aside = aside


def shuffled(things: Iterable[Any]) -> list[Any]:
    """In an order that nobody can foresee or find again."""
    listed = list(things)
    chance = secrets.token_bytes(16 * len(listed))
    places = sorted(range(len(listed)), key=lambda place: chance[16 * place : 16 * place + 16])
    return [listed[place] for place in places]


class EnvelopeReader:
    """Opens the envelopes of one round, each once: rows that are the same again are not opened again.

    ``ahead``: what ``read_ahead`` has opened and would be counted.
    """

    def __init__(self, ballot: FrozenBallot, opener: EnvelopeOpener) -> None:
        self.ballot, self._opener = ballot, opener
        self.ahead: list[OpenedVote] = []
        self._found: dict[str, tuple[Any, Any, OpenedVote | str]] = {}
        self._rights: dict[str, tuple[Any, bool]] = {}

    def read_ahead(self, session: Session) -> None:
        """Open what is in the box now, outside of any lock. Says nothing; ends the reading."""
        rows = _rows(session, self.ballot.round_id)
        session.rollback()
        self.ahead = _opened_or_set_aside(self, *rows).opened

    def found(self, turnout: Any, envelope: Any) -> OpenedVote | str:
        """What is in the envelope, or why it cannot be counted."""
        known = self._found.get(envelope["right_key"])
        if known is None or known[0] != turnout or known[1] != envelope:
            known = (turnout, envelope, self._open(turnout, envelope))
            self._found[envelope["right_key"]] = known
        return known[2]

    def was_cast(self, right: Any) -> bool:
        """Whether the right was used to vote, by a row that has its mark."""
        if right["status"] != "cast":
            return False
        known = self._rights.get(right["key"])
        if known is None or known[0] != right:
            known = self._rights[right["key"]] = (right, row_is_right(VotingRight, right))
        return known[1]

    def _open(self, turnout: Any, envelope: Any) -> OpenedVote | str:
        try:
            choices = self._opener.unseal(self.ballot.round_id, envelope["right_key"], envelope["sealed"])
            allowed = choices_error_now(self.ballot, choices) is None
        except (Unreadable, ValueError, TypeError, AttributeError):
            return "does_not_open"
        if not envelope_mark_is_right(turnout, envelope):
            return "wrong_mark"
        if not allowed:
            return "not_allowed"
        return OpenedVote(choices, turnout["channel"] not in SCREENS, envelope["receipt"])


def examine_box(session: Session, reader: EnvelopeReader) -> BoxContents:
    """Look at every envelope of the round, and at what the record noted of them."""
    round_id = reader.ballot.round_id
    rights, turnout, envelopes = _rows(session, round_id)
    found = _opened_or_set_aside(reader, rights, turnout, envelopes)
    found.turnout = [tuple(row.values()) for row in turnout.values()]
    found.marks = sorted(envelope["keyed_mark"] or "" for envelope in envelopes.values())
    spent = {key for key, right in rights.items() if right["status"] == "cast"} | set(turnout)
    _put(found.aside, "missing", len(spent - set(envelopes)))
    _put(found.aside, "days_differ", len(list(faults_of_days(round_id))))
    _put(found.aside, "cards_differ", len(list(faults_of_cards(round_id))))
    _put(found.aside, "record_differs", int(anchor_fault() is not None))
    _put(found.aside, "kiosks_differ", kiosks_that_differ(rights, turnout, envelopes))
    return found


def _opened_or_set_aside(reader: EnvelopeReader, rights: Rows, turnout: Rows, envelopes: Rows) -> BoxContents:
    """Each envelope opened, or set aside with why."""
    cast = {key for key, right in rights.items() if reader.was_cast(right)}
    found = BoxContents()
    for key, envelope in envelopes.items():
        inside = reader.found(turnout[key], envelope) if key in cast and key in turnout else "without_right"
        if isinstance(inside, str):
            found.aside[inside] += 1
        else:
            found.opened.append(inside)
    return found


def kiosks_that_differ(rights: Rows, turnout: Rows, envelopes: Rows) -> int:
    """At how many kiosks the ballots that they opened and that were cast are not the votes that came from them."""
    opened = Counter(
        right["kiosk_id"] for right in rights.values() if right["kind"] == "opening" and right["status"] == "cast"
    )
    came = Counter(
        _kiosk_of(rights.get(key)) for key in envelopes if key in turnout and turnout[key]["channel"] == "kiosk"
    )
    return sum(opened[kiosk] != came[kiosk] for kiosk in {*opened, *came})


def _kiosk_of(right: Any) -> int | None | str:
    """The kiosk that gave a right; a name of its own for a right that is no opening of a kiosk."""
    return right["kiosk_id"] if right is not None and right["kind"] == "opening" else "no opening"


def _put(aside: Counter[str], reason: str, number: int) -> None:
    if number:
        aside[reason] = number


def _rows(session: Session, round_id: int) -> tuple[Rows, Rows, Rows]:
    """Rights, turnout and envelopes of the round."""
    # In the order in which an opening locks these tables, or the two would wait for each other for ever.
    rights = _by_key(session, VotingRight, "key", round_id)
    return rights, _by_key(session, Turnout, "right_key", round_id), _by_key(session, Envelope, "right_key", round_id)


def _by_key(session: Session, model: Any, key: str, round_id: int) -> Rows:
    table = model.__table__
    rows = session.connection().execute(select(table).where(table.c.round_id == round_id))
    names = tuple(table.c.keys())
    return {row[key]: row for row in (dict(zip(names, values, strict=True)) for values in rows)}
