"""Writing the record: every act commits together with its line, or not at all."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import anchor, clock, keystore, mark_stamps, mark_totals
from pb.database import db, exclusive_transaction
from pb.edits import NothingChanged
from pb.marked import tables_of_acts
from pb.marks import mark
from pb.record.acts import Act
from pb.record.models import Reason, RecordLine
from pb.record.queries import anchor_fault
from pb.record.rules import GIVEN_UP_NAME, LINE, MARKS_BEGIN, START, LineContent, chained, reason_hash
from pb.roles import Actor
from pb.shown import require_same

log = logging.getLogger("pb")

#: What the next line follows.
_NEWEST = (
    select(RecordLine.position, RecordLine.hash, RecordLine.keyed_mark).order_by(RecordLine.position.desc()).limit(1)
)


@dataclass
class ActInProgress:
    """An act that is under way. ``facts`` may be filled in until the end of the block: ids, numbers, hashes, no
    prose.
    """

    session: Session
    by: Actor
    what: Act
    round_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    #: Only where somebody says that an older copy of the database is the right one.
    moves_the_anchor: bool = False
    #: The line before is marked, or this is the first one.
    follows_marks: bool = True
    #: There was neither an anchor nor a key when it began: the database is older than the marks, or empty.
    before_marks: bool = False
    #: The line that the anchor knows is in the record, or there was no anchor yet.
    follows_anchor: bool = True
    #: An act of two has asked whether its person agrees to what they were shown.
    asked_what_was_shown: bool = False

    def require_as_shown(self, *things: Any) -> None:
        """Refuse (``ChangedSince``) where these things are no longer as the page showed them. To be asked last, before
        anything is changed. Who acts through no page was shown nothing.
        """
        self.asked_what_was_shown = True
        if self.by.shown is not None:
            require_same(self.by.shown, self.what.as_shown(*things))


_asked_first: list[Callable[[ActInProgress], None]] = []


def asked_before_each_act(look: Callable[[ActInProgress], None]) -> Callable[[ActInProgress], None]:
    """Rooms further up look, under the lock of the act, at who is about to act, and where; they refuse by raising ``Refusal``."""
    _asked_first.append(look)
    return look


_asked_of_the_impartial: list[Callable[[Actor, int], None]] = []


def asked_of_the_impartial(look: Callable[[Actor, int], None]) -> Callable[[Actor, int], None]:
    """Rooms further up refuse whoever has an interest in what is on the ballot of a round."""
    _asked_of_the_impartial.append(look)
    return look


@contextmanager
def acting(
    by: Actor, what: Act, *, round_id: int | None = None, reason: str = "", **facts: Any
) -> Iterator[ActInProgress]:
    """One act: one transaction and one line in the record.

    ``what`` is declared beside the action that does it (see ``pb.record.acts``). ``reason`` is free text of a person
    and is kept so that it can be erased. ``facts`` are JSON values; never names, never choices.

        with acting(by, ROUND_FROZEN, round_id=round.id) as act:
            ...
            act.facts["projects"] = len(lines)
    """
    with exclusive_transaction(takes_long=what.takes_long) as session:
        act = ActInProgress(session, by, what, round_id, dict(facts))
        for look in _asked_first:
            look(act)
        if what.impartial:
            assert round_id is not None, f"{what.name} is about a round"
            for ask in _asked_of_the_impartial:
                ask(by, round_id)
        act.before_marks = anchor.stored() is None and not keystore.is_there("marks")
        yield act
        if what.people > 1 and not act.asked_what_was_shown:
            raise RuntimeError(f"{what.name} takes two people and has to ask what they were shown")
        _require_change(act)
        line = _write(act, by, what, reason)
        newest = line.position, line.hash
        session.flush()
        begins = bool(act.facts.get(MARKS_BEGIN))
        stamp = mark_stamps.stamp(session, anchor.stored(), anew=begins or act.moves_the_anchor)
        keys = keystore.agreed_fingerprints()
    anchor.keep(
        *newest,
        follows=act.follows_anchor,
        marked=act.follows_marks,
        begins=begins,
        backwards=act.moves_the_anchor,
        stamp=stamp,
        stamped=mark_stamps.tables(),
        keys=keys,
        given_up=str(act.facts.get("keys")).split(", ") if what.name == GIVEN_UP_NAME else (),
    )


def _require_change(act: ActInProgress) -> None:
    """End the act (``NothingChanged``) where every row is as it was: whoever reads the record reads what was done."""
    act.session.flush()
    if not act.what.changes_no_row and not mark_totals.is_noted(act.session):
        raise NothingChanged


def stamp_totals(unless: str = "") -> str:
    """Stamp the totals of tables that change without acts, where they have changed (their hash is not ``unless``);
    returns the hash, "" where the stamp could not be noted. No act, and no line of the record: a line would tell how
    often people vote.

    Also where the record's newest line is not the anchor's: who changes that line for an evening would else stop the
    stamps for as long. Totals that are older than the anchor knows them get none anyway.
    """
    tables = mark_stamps.tables()
    now = mark_totals.hash_of_totals(db.session(), tables)
    if now == unless and mark_stamps.all_noted(db.session(), anchor.stored()):
        return unless
    with exclusive_transaction() as session:
        kept = anchor.stored()
        if wrong := anchor_fault():
            log.error("stamping totals although the anchor and the record differ: %s", wrong)
        if kept is None:
            return ""
        stamp = mark_stamps.stamp(session, kept)
        now = mark_totals.hash_of_totals(session, tables)
    return now if anchor.keep_stamp(stamp, tables) else ""


def _write(act: ActInProgress, by: Actor, what: Act, reason: str) -> RecordLine:
    session = act.session
    session.flush()
    mark_totals.lock_first(session, mark_stamps.tables())
    mark_totals.settle(session)
    last = session.execute(_NEWEST).first()
    position, previous = (last.position + 1, last.hash) if last else (1, START)
    act.follows_marks = last is None or last.keyed_mark is not None
    # In a database that is older than the marks this act makes an anchor, which tells the next start to mark it all.
    act.follows_anchor = anchor_fault() is None or act.before_marks
    salt = secrets.token_hex(16) if reason else ""
    entry = LineContent(
        position=position,
        at=clock.now(),
        actor_id=by.account_id,
        role=str(by.role),
        act=what.name,
        round_id=act.round_id,
        facts=act.facts,
        reason_hash=reason_hash(salt, reason) if reason else None,
        previous=previous,
        totals=mark_totals.hash_of_totals(session, tables_of_acts()),
    )
    hash_ = chained(entry)
    line = RecordLine(**vars(entry), hash=hash_, keyed_mark=mark(LINE, hash_))
    session.add(line)
    if reason:
        session.flush()
        session.add(Reason(position=position, salt=salt, text=reason))
    return line
