"""Before a box is opened: each envelope is looked at, and what cannot be counted is known by number and reason only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.database import db
from pb.marked import is_right as row_is_right
from pb.projects.rules.sentences import PHONE_US
from pb.record.queries import anchor_fault
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting.actions.keys import key_from_mnemonics, load_ballot_key
from pb.voting.models import SCREENS, Envelope, Right, Turnout
from pb.voting.queries import FrozenBallot, choices_error, require_frozen_ballot
from pb.voting.queries.marks import faults_of_cards, faults_of_days, is_right
from pb.voting.rules.sealing import Choices, Opener, Unreadable
from pb.words import lazy_gettext as _l

#: Rows as plain values, by the key of their right.
Rows = dict[str, dict]


@dataclass(frozen=True)
class Opened:
    """A decrypted envelope, already without its right."""

    choices: Choices
    is_paper: bool
    receipt: str


@dataclass
class BoxContents:
    """What is in a box: ``opened`` will be counted; ``aside`` says how many votes will not, by reason, and how many
    days, cards or lines of the record do not agree with what was noted.
    """

    opened: list[Opened] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)


class TwoMustConfirm(Refusal):
    """Not every vote of the box can be counted. ``aside``: how many, by reason."""

    def __init__(self, aside: Counter[str]) -> None:
        super().__init__(
            _l("Some votes in the ballot box cannot be counted. It has not been opened yet."),
            _l("Two people must look at the numbers and confirm them. Or restore a backup first."),
        )
        self.aside = aside


def dry_check(round_: Round, mnemonics: list[str] | None = None) -> Counter[str]:
    """What would be set aside if the box were opened now, in numbers by reason; never what anybody chose."""
    ballot = require_frozen_ballot(round_.id, PHONE_US)
    key = key_from_mnemonics(round_, mnemonics) if mnemonics else load_ballot_key(round_)
    return examine_box(db.session(), ballot, Opener(key.private)).aside


def examine_box(session: Session, ballot: FrozenBallot, opener: Opener) -> BoxContents:
    """Look at every envelope of the round, and at what the record noted of them."""
    rights = _by_key(session, Right, "key", ballot.round_id)
    turnout = _by_key(session, Turnout, "right_key", ballot.round_id)
    envelopes = _by_key(session, Envelope, "right_key", ballot.round_id)
    cast = {key for key, right in rights.items() if right["status"] == "cast" and row_is_right(Right, right)}
    found = BoxContents()
    for key, envelope in envelopes.items():
        if key not in cast or key not in turnout:
            found.aside["without_right"] += 1
            continue
        _open_one(found, ballot, opener, turnout[key], envelope)
    spent = {key for key, right in rights.items() if right["status"] == "cast"} | set(turnout)
    _put(found.aside, "missing", len(spent - set(envelopes)))
    _put(found.aside, "days_differ", len(list(faults_of_days(ballot.round_id))))
    _put(found.aside, "cards_differ", len(list(faults_of_cards(ballot.round_id))))
    _put(found.aside, "record_differs", int(anchor_fault() is not None))
    _put(found.aside, "kiosks_differ", kiosks_that_differ(rights, turnout, envelopes))
    return found


def _open_one(found: BoxContents, ballot: FrozenBallot, opener: Opener, turnout: dict, envelope: dict) -> None:
    try:
        choices = opener.unseal(ballot.round_id, envelope["right_key"], envelope["sealed"])
        allowed = choices_error(ballot, choices) is None
    except (Unreadable, ValueError, TypeError, AttributeError):
        found.aside["does_not_open"] += 1
        return
    if not is_right(turnout, envelope):
        found.aside["wrong_mark"] += 1
    elif not allowed:
        found.aside["not_allowed"] += 1
    else:
        found.opened.append(Opened(choices, turnout["channel"] not in SCREENS, envelope["receipt"]))


def kiosks_that_differ(rights: Rows, turnout: Rows, envelopes: Rows) -> int:
    """At how many kiosks the ballots that they opened and that were cast are not the votes that came from them."""
    opened = Counter(
        right["kiosk_id"] for right in rights.values() if (right["kind"], right["status"]) == ("opening", "cast")
    )
    came = Counter(
        _kiosk_of(rights.get(key)) for key in envelopes if key in turnout and turnout[key]["channel"] == "kiosk"
    )
    return sum(opened[kiosk] != came[kiosk] for kiosk in {*opened, *came})


def _kiosk_of(right: dict | None) -> int | None | str:
    """The kiosk that gave a right; a name of its own for a right that is no opening of a kiosk."""
    return right["kiosk_id"] if right is not None and right["kind"] == "opening" else "no opening"


def _put(aside: Counter[str], reason: str, number: int) -> None:
    if number:
        aside[reason] = number


def _by_key(session: Session, model: type, key: str, round_id: int) -> Rows:
    table = model.__table__  # type: ignore[attr-defined]
    rows = session.connection().execute(select(table).where(table.c.round_id == round_id)).mappings()
    return {row[key]: dict(row) for row in rows}
